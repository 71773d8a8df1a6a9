// The app of the journeys. Query parameters: `id` shows a task, with `cached` the task as an earlier visit cached it, a
// response of the API; `count` shows a list of that many tasks, from `task-0`; without either, a button creates a task.
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { createVideoClient, videoTaskKeys, VideoTaskProvider } from 'react-video-task'
import { parseVideoTask } from 'react-video-task/client'
import { VideoTaskList } from 'react-video-task/components'
import 'react-video-task/styles.css'
import { Studio } from './Studio.js'
import './page.css'

// Not every driver reports errors of the page, so they are recorded here for the tests.
const thrown: string[] = []
Object.assign(window, { thrown })
window.addEventListener('error', ({ message }) => thrown.push(message))
window.addEventListener('unhandledrejection', ({ reason }) => thrown.push(String(reason)))

const settings = new URLSearchParams(location.search)
const count = Number(settings.get('count'))
const id = settings.get('id')
const cached = settings.get('cached')
const client = createVideoClient({ baseURL: '/api/v1' })
const queryClient = new QueryClient()
if (id !== null && cached !== null)
  queryClient.setQueryData(videoTaskKeys.detail(id), parseVideoTask(JSON.parse(cached)))

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
