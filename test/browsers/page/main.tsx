// The app of the journeys. Its address says what it shows: `id` a task, with `known` as what an earlier visit knew of it, as a
// wire answer; `count` a list of so many tasks, `task-0` and on; neither a button that creates one.
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { createVideoClient, parseVideoTask, videoTaskKeys, VideoTaskProvider } from 'react-video-task'
import { VideoTaskList } from 'react-video-task/components'
import 'react-video-task/styles.css'
import { Studio } from './Studio.js'
import './page.css'

// No driver hears of errors in every browser; a test reads them here.
const thrown: string[] = []
Object.assign(window, { thrown })
window.addEventListener('error', ({ message }) => thrown.push(message))
window.addEventListener('unhandledrejection', ({ reason }) => thrown.push(String(reason)))

const settings = new URLSearchParams(location.search)
const count = Number(settings.get('count'))
const id = settings.get('id')
const known = settings.get('known')
const client = createVideoClient({ baseURL: '/api/v1' })
const queryClient = new QueryClient()
if (id !== null && known !== null)
  queryClient.setQueryData(videoTaskKeys.detail(id), parseVideoTask(JSON.parse(known)))

const root = document.getElementById('root')
if (!root) throw new Error('The page has no root.')
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <VideoTaskProvider client={client} pollInterval={300}>
        {count > 0 ? (
          <VideoTaskList taskIds={Array.from({ length: count }, (_, index) => `task-${index}`)} />
        ) : (
          <Studio watched={id} />
        )}
      </VideoTaskProvider>
    </QueryClientProvider>
  </StrictMode>,
)
