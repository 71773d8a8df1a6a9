// A page with a card, or, for several tasks, a list and the parts of the first one. Query parameters: `id`, once for each
// task; `cached`, the task as an earlier visit cached it, a response of the API.
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { createVideoClient, videoTaskKeys, VideoTaskProvider } from 'react-video-task'
import { parseVideoTask } from 'react-video-task/client'
import {
  VideoTaskActions,
  VideoTaskCard,
  VideoTaskErrorMessage,
  VideoTaskList,
  VideoTaskPlayer,
  VideoTaskProgress,
  VideoTaskRoot,
  VideoTaskStatus,
  VideoTaskSteps,
} from 'react-video-task/components'
import 'react-video-task/styles.css'
import './page.css'

const settings = new URLSearchParams(location.search)
const ids = settings.getAll('id')
const [id = ''] = ids
const cached = settings.get('cached')
const queryClient = new QueryClient()
const client = createVideoClient({ baseURL: '/v1' })
if (cached !== null) queryClient.setQueryData(videoTaskKeys.detail(id), parseVideoTask(JSON.parse(cached)))

function Several() {
  return (
    <>
      <VideoTaskList taskIds={ids} />
      <VideoTaskRoot taskId={id} title="The first">
        <VideoTaskStatus />
        <VideoTaskSteps />
        <VideoTaskProgress variant="ring" />
        <VideoTaskErrorMessage />
        <VideoTaskActions />
        <VideoTaskPlayer aria-label="The first" />
      </VideoTaskRoot>
    </>
  )
}

const root = document.getElementById('root')
if (!root) throw new Error('The page has no root.')
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <VideoTaskProvider client={client} pollInterval={300}>
        {ids.length > 1 ? <Several /> : <VideoTaskCard taskId={id} title="A fox in the snow" />}
      </VideoTaskProvider>
    </QueryClientProvider>
    <p id="below">Content below the card</p>
  </StrictMode>,
)
