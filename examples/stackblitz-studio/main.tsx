import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { useState } from 'react'
import { createRoot } from 'react-dom/client'
import {
  createVideoClient,
  createVideoTaskRegistry,
  useVideoTaskHistory,
  VideoTaskProvider,
} from 'react-video-task'
import { VideoTaskForm, type VideoTaskFormProps, VideoTaskList } from 'react-video-task/components'
import 'react-video-task/styles.css'
import './styles.css'

const queryClient = new QueryClient()
const client = createVideoClient({ baseURL: '/api/v1' })
// The list is kept in this browser. A proxy with `tasks` keeps it on the server, for every device.
const registry = createVideoTaskRegistry({ keepHistory: true, keepParams: true })

function Studio() {
  const [form, setForm] = useState<Pick<VideoTaskFormProps, 'values' | 'params'>>({})
  const history = useVideoTaskHistory({ source: 'registry', onEdit: setForm })
  return (
    <>
      <h1>Studio</h1>
      <VideoTaskForm
        {...form}
        onValuesChange={(values) => setForm({ ...form, values })}
        layout="composer"
        models={['wan2.6', 'sora-2', 'veo3-fast']}
        modelNames={{ 'wan2.6': 'Wan 2.6', 'sora-2': 'Sora 2', 'veo3-fast': 'Veo 3 Fast' }}
      />
      <VideoTaskList taskIds={history.taskIds} details={history.details} layout="gallery" />
    </>
  )
}

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no element with the id "root"')
createRoot(root).render(
  <QueryClientProvider client={queryClient}>
    <VideoTaskProvider client={client} registry={registry}>
      <Studio />
    </VideoTaskProvider>
  </QueryClientProvider>,
)
