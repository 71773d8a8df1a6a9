// Finished videos with the URL `video`: as many as `count` says, `top` below the top of the page. Events on the document
// remove them, `unmount`, and bring them back, `mount`.
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createRoot } from 'react-dom/client'
import { createVideoClient, videoTaskKeys, VideoTaskProvider } from 'react-video-task'
import { VideoTaskCard } from 'react-video-task/components'
import 'react-video-task/styles.css'
import './page.css'

const settings = new URLSearchParams(location.search)
const video_url = new URL(settings.get('video') ?? '', location.href).href
const queryClient = new QueryClient()
const ids = Array.from({ length: Number(settings.get('count')) }, (_, index) => `video_${index}`)
for (const id of ids) {
  const task = { id, object: 'video', status: 'completed', progress: 100, video_url: `${video_url}?${id}` }
  queryClient.setQueryData(videoTaskKeys.detail(id), task)
}
const element = document.getElementById('root')
if (!element) throw new Error('The page has no root.')
element.style.marginTop = settings.get('top') ?? ''
const root = createRoot(element)
const mount = () =>
  root.render(
    <QueryClientProvider client={queryClient}>
      <VideoTaskProvider client={createVideoClient({ baseURL: '/v1' })}>
        {ids.map((id) => (
          <VideoTaskCard key={id} taskId={id} />
        ))}
      </VideoTaskProvider>
    </QueryClientProvider>,
  )
mount()
document.addEventListener('mount', mount)
document.addEventListener('unmount', () => root.render(null))
