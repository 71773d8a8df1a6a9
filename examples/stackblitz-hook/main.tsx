import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { type FormEvent, useId } from 'react'
import { createRoot } from 'react-dom/client'
import {
  createVideoClient,
  isTerminal,
  useCreateVideoTask,
  useVideoTask,
  useVideoTaskSource,
  VideoTaskProvider,
} from 'react-video-task'

const queryClient = new QueryClient()
const client = createVideoClient({ baseURL: '/api/v1' })

function Create() {
  const { mutate, data: created, error, isPending } = useCreateVideoTask()
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    mutate({ model: 'wan2.6', prompt: String(new FormData(event.currentTarget).get('prompt')) })
  }
  return (
    <>
      <form onSubmit={submit}>
        {/* Put [fail] or [poll-503] into the prompt to see failures. */}
        <input name="prompt" aria-label="Prompt" defaultValue="A fox in the snow" required />
        <button disabled={isPending}>Create</button>
      </form>
      {error && <p role="alert">{error.message}</p>}
      {created && <Video taskId={created.id} />}
    </>
  )
}

function Video({ taskId }: { taskId: string }) {
  const { data, error } = useVideoTask(taskId)
  const { src, ref } = useVideoTaskSource(taskId)
  const label = useId()
  if (data?.status === 'completed') return <video src={src} ref={ref} controls playsInline width="100%" />
  if (isTerminal(data)) return <p role="alert">{data.error?.message ?? 'The video failed.'}</p>
  return (
    <>
      <p id={label}>{data ? `${data.status}, ${data.progress} %` : 'Loading…'}</p>
      <progress aria-labelledby={label} value={data?.progress} max={100} />
      {error && <p>Could not refresh the task: {error.message}</p>}
    </>
  )
}

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no element with the id "root"')
createRoot(root).render(
  <QueryClientProvider client={queryClient}>
    <VideoTaskProvider client={client}>
      <Create />
    </VideoTaskProvider>
  </QueryClientProvider>,
)
