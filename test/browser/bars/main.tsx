// The progress of one task, polled every half second: a wide bar, one of 20 px, a ring, and far below a bar out of view.
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createRoot } from 'react-dom/client'
import { createVideoClient, VideoTaskProvider } from 'react-video-task'
import { VideoTaskProgress } from 'react-video-task/components'
import 'react-video-task/styles.css'

const client = createVideoClient({ baseURL: '/v1' })
const root = document.getElementById('root')
if (!root) throw new Error('The page has no root.')
createRoot(root).render(
  <QueryClientProvider client={new QueryClient()}>
    <VideoTaskProvider client={client} pollInterval={500}>
      <VideoTaskProgress taskId="fox" aria-label="Wide" />
      <div style={{ width: 20, overflow: 'hidden' }}>
        <VideoTaskProgress taskId="fox" aria-label="Narrow" />
      </div>
      <VideoTaskProgress taskId="fox" aria-label="Ring" variant="ring" />
      <div style={{ height: 3_000 }} />
      <VideoTaskProgress taskId="fox" aria-label="Below" />
    </VideoTaskProvider>
  </QueryClientProvider>,
)
