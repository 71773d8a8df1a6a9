// So many tasks as the query says, each polled straight from the API: `tasks`, `pollInterval` in ms and `max`, the requests in flight.
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createRoot } from 'react-dom/client'
import { createVideoClient, useVideoTask, VideoTaskProvider } from 'react-video-task'

const settings = new URLSearchParams(location.search)
const numberOf = (name: string) => (settings.has(name) ? Number(settings.get(name)) : undefined)
const client = createVideoClient({ baseURL: '/v1' })

function Progress({ taskId }: { taskId: string }) {
  return <li>{useVideoTask(taskId).data?.progress}</li>
}

const root = document.getElementById('root')
if (!root) throw new Error('The page has no root.')
createRoot(root).render(
  <QueryClientProvider client={new QueryClient()}>
    <VideoTaskProvider
      client={client}
      pollInterval={numberOf('pollInterval')}
      maxConcurrentRequests={numberOf('max')}
    >
      {Array.from({ length: numberOf('tasks') ?? 0 }, (_, index) => (
        <Progress key={index} taskId={`task_${index}`} />
      ))}
    </VideoTaskProvider>
  </QueryClientProvider>,
)
