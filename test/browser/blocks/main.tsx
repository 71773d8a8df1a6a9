import { createRoot } from 'react-dom/client'
import { VideoStudio } from '@/components/video-studio'
import { VideoTaskCard } from '@/components/video-task-card'
import { VideoTaskProvider } from '@/components/video-task-provider'
import './styles.css'

// The studio, or one card of a task of the API.
const taskId = new URLSearchParams(location.search).get('task')
const root = document.getElementById('root')
if (!root) throw new Error('index.html has no element with the id "root"')
createRoot(root).render(
  <main>
    {taskId === null ? (
      <VideoStudio />
    ) : (
      <VideoTaskProvider>
        <h1>One video</h1>
        <h2>Its card</h2>
        <VideoTaskCard taskId={taskId} className="m-4 max-w-sm" />
      </VideoTaskProvider>
    )}
  </main>,
)
