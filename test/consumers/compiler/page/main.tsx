// Every hook and the components, in code that React Compiler compiles. Query parameter: `id` of a task to play.
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { createRoot } from 'react-dom/client'
import {
  createVideoClient,
  useCreateVideoTask,
  useVideoTask,
  useVideoTasks,
  useVideoTaskSource,
  VideoTaskProvider,
  videoTaskState,
} from 'react-video-task'
import { VideoTaskCard, VideoTaskForm, VideoTaskList, VideoTaskProgress } from 'react-video-task/components'
import 'react-video-task/styles.css'

const queryClient = new QueryClient()
const client = createVideoClient({ baseURL: '/v1' })

function Studio() {
  const [ids, setIds] = useState(() => new URLSearchParams(location.search).getAll('id'))
  const { mutate, isPending, error } = useCreateVideoTask()
  const add = (id: string) => setIds((before) => [id, ...before])
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const prompt = String(new FormData(event.currentTarget).get('prompt'))
    mutate({ model: 'wan2.6', prompt, seconds: 5 }, { onSuccess: (task) => add(task.id) })
  }
  return (
    <>
      <form onSubmit={submit} aria-label="Quick">
        <input name="prompt" aria-label="Quick prompt" required />
        <button disabled={isPending}>Create</button>
      </form>
      {error && <p role="alert">{error.message}</p>}
      <VideoTaskForm models={['wan2.6']} onCreated={(task) => add(task.id)} />
      <Summary ids={ids} />
      {ids[0] !== undefined && <Video id={ids[0]} />}
      <VideoTaskCard taskId={ids[0]} title="The latest" />
      <VideoTaskList taskIds={ids} layout="rows" />
    </>
  )
}

function Summary({ ids }: { ids: string[] }) {
  const results = useVideoTasks(ids)
  const completed = results.filter((result) => videoTaskState(result) === 'completed')
  return <p>{`${completed.length} of ${ids.length} completed`}</p>
}

function Video({ id }: { id: string }) {
  const { data: task, error } = useVideoTask(id)
  if (task?.status === 'completed') return <Player id={id} />
  if (task?.status === 'failed') return <p role="alert">{task.error?.message}</p>
  return (
    <figure aria-label="Video">
      <VideoTaskProgress taskId={id} />
      <figcaption>{error ? 'Retrying automatically.' : `${task?.progress ?? 0} %`}</figcaption>
    </figure>
  )
}

function Player({ id }: { id: string }) {
  const source = useVideoTaskSource(id)
  return (
    <figure aria-label="Video">
      <video {...source.video} controls />
      <figcaption>{source.phase}</figcaption>
    </figure>
  )
}

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no element with the id "root"')
createRoot(root).render(
  <QueryClientProvider client={queryClient}>
    <VideoTaskProvider client={client} pollInterval={300}>
      <Studio />
    </VideoTaskProvider>
  </QueryClientProvider>,
)
