// A page with one card. `?id=` names the task, `?cached=` is what an earlier visit knew of it, as a wire answer.
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { createVideoClient, parseVideoTask, videoTaskKeys, VideoTaskProvider } from 'react-video-task'
import { VideoTaskCard } from 'react-video-task/components'
import 'react-video-task/styles.css'

const settings = new URLSearchParams(location.search)
const id = settings.get('id')
const cached = settings.get('cached')
const queryClient = new QueryClient()
const client = createVideoClient({ baseURL: '/v1' })
if (cached !== null) queryClient.setQueryData(videoTaskKeys.detail(id), parseVideoTask(JSON.parse(cached)))

const root = document.getElementById('root')
if (!root) throw new Error('The page has no root.')
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <VideoTaskProvider client={client} pollInterval={300}>
        <VideoTaskCard taskId={id} title="A fox in the snow" />
      </VideoTaskProvider>
    </QueryClientProvider>
    <p id="below">What stands below the card</p>
  </StrictMode>,
)
