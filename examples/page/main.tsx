import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { createRoot } from 'react-dom/client'
import { createVideoClient, useCreateVideoTask, VideoTaskProvider } from 'react-video-task'
import { VideoTaskCard } from 'react-video-task/components'
import 'react-video-task/styles.css'

const queryClient = new QueryClient()
const client = createVideoClient({ baseURL: '/api/v1' })

function Studio() {
  const { mutate, data: task, error } = useCreateVideoTask()
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const prompt = String(new FormData(event.currentTarget).get('prompt'))
    mutate({ model: 'wan2.6', prompt, seconds: 5, size: '1280x720' })
  }
  return (
    <>
      <form onSubmit={submit}>
        <input name="prompt" aria-label="Prompt" required />
        <button>Create</button>
      </form>
      {error && <p role="alert">{error.message}</p>}
      <VideoTaskCard taskId={task?.id} title="Your video" size="1280x720" />
    </>
  )
}

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no element with the id "root"')
createRoot(root).render(
  <QueryClientProvider client={queryClient}>
    <VideoTaskProvider client={client}>
      <Studio />
    </VideoTaskProvider>
  </QueryClientProvider>,
)
