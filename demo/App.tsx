import { useCreateVideoTask } from 'react-video-task'
import { VideoTaskCard } from 'react-video-task/components'
import { CreateForm } from './CreateForm.js'
import { type StoredTask, useStoredTasks } from './useStoredTasks.js'

type Params = StoredTask['params']

export function App() {
  const [tasks, setTasks] = useStoredTasks()
  const create = useCreateVideoTask({
    onSuccess: ({ id }, params) =>
      setTasks((known) => [{ id, params: toParams(params) }, ...known.filter((task) => task.id !== id)]),
  })

  return (
    <main>
      <header>
        <h1>react-video-task</h1>
        <p>
          {import.meta.env.MODE === 'emulated'
            ? 'Emulated API: nothing is billed, and a video takes seconds.'
            : 'Real API: every video is billed.'}
        </p>
      </header>
      <div className="columns">
        <CreateForm onSubmit={create.mutate} isPending={create.isPending} error={create.error} />
        <section aria-label="Videos" className="videos">
          {tasks.length === 0 && <VideoTaskCard taskId={null} title="Describe a video and press Create" />}
          {tasks.map(({ id, params }) => (
            <VideoTaskCard
              key={id}
              taskId={id}
              title={params.prompt}
              size={params.size}
              onRetry={() => create.mutate(params)}
            />
          ))}
          {tasks.length > 0 && (
            <button type="button" className="quiet" onClick={() => setTasks(() => [])}>
              Clear list
            </button>
          )}
        </section>
      </div>
    </main>
  )
}

function toParams({ model, prompt, seconds, size }: Partial<Record<keyof Params, unknown>>): Params {
  return { model: String(model), prompt: String(prompt), seconds: Number(seconds), size: String(size) }
}
