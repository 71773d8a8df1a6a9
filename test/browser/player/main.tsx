// A page with a card, or with a list and the parts of its first task where several are named. `?id=` names a task, `?cached=`
// is what an earlier visit knew of it, as a wire answer.
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { createVideoClient, parseVideoTask, videoTaskKeys, VideoTaskProvider } from 'react-video-task'
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
    <p id="below">What stands below the card</p>
  </StrictMode>,
)
