// Ten finished videos far below the view, with the URL `video`; an event `unmount` on the document removes them.
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createRoot } from 'react-dom/client'
import { createVideoClient, videoTaskKeys, VideoTaskProvider } from 'react-video-task'
import { VideoTaskCard } from 'react-video-task/components'

const video_url = new URL(new URLSearchParams(location.search).get('video') ?? '', location.href).href
const queryClient = new QueryClient()
const ids = Array.from({ length: 10 }, (_, index) => `video_${index}`)
for (const id of ids) {
  const task = { id, object: 'video', status: 'completed', progress: 100, video_url: `${video_url}?${id}` }
  queryClient.setQueryData(videoTaskKeys.detail(id), task)
}
const element = document.getElementById('root')
if (!element) throw new Error('The page has no root.')
element.style.marginTop = '3000px'
const root = createRoot(element)
root.render(
  <QueryClientProvider client={queryClient}>
    <VideoTaskProvider client={createVideoClient({ baseURL: '/v1' })}>
      {ids.map((id) => (
        <VideoTaskCard key={id} taskId={id} />
      ))}
    </VideoTaskProvider>
  </QueryClientProvider>,
)
document.addEventListener('unmount', () => root.render(null))
