// A page with the user's videos, as a proxy with `tasks` lists them.
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createRoot } from 'react-dom/client'
import { createVideoClient, useVideoTaskHistory, VideoTaskProvider } from 'react-video-task'
import { VideoTaskList } from 'react-video-task/components'
import 'react-video-task/styles.css'

const queryClient = new QueryClient()
const client = createVideoClient({ baseURL: '/v1' })

function History() {
  const { taskIds, details } = useVideoTaskHistory()
  return <VideoTaskList taskIds={taskIds} details={details} />
}

const root = document.getElementById('root')
if (!root) throw new Error('The page has no root.')
createRoot(root).render(
  <QueryClientProvider client={queryClient}>
    <VideoTaskProvider client={client}>
      <History />
    </VideoTaskProvider>
  </QueryClientProvider>,
)
