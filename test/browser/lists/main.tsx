// A page with one list. Query parameters: `id`, once for each task; `layout` and `lightbox` of the list; `viewer` for an
// element of the app's in the large view; `shadow` for a shadow root; `direction`. `removeTask(id)` takes a task out, and
// `setLayout(layout)` changes the layout.
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode, useEffect, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { createVideoClient, VideoTaskProvider } from 'react-video-task'
import { useVideoTaskWatch, VideoTaskList, type VideoTaskListProps } from 'react-video-task/components'
import 'react-video-task/styles.css'
import './page.css'

type Layout = VideoTaskListProps['layout']

declare global {
  interface Window {
    removeTask: (id: string) => void
    setLayout: (layout: Layout) => void
  }
}

const settings = new URLSearchParams(location.search)
document.documentElement.dir = settings.get('direction') ?? 'ltr'
const initialLayout = (['rows', 'gallery', 'grid'] as const).find((name) => name === settings.get('layout'))
const client = createVideoClient({ baseURL: '/v1' })

function OwnViewer() {
  return <p className="own">{`Own: ${useVideoTaskWatch().title}`}</p>
}

function App() {
  const [ids, setIds] = useState(settings.getAll('id'))
  const [layout, setLayout] = useState<Layout>(initialLayout)
  useEffect(() => {
    const removeTask = (id: string) => setIds((all) => all.filter((one) => one !== id))
    Object.assign(window, { removeTask, setLayout })
  }, [])
  return (
    <VideoTaskList
      taskIds={ids}
      layout={layout}
      lightbox={settings.has('lightbox') || undefined}
      slots={settings.has('viewer') ? { viewer: <OwnViewer /> } : undefined}
    />
  )
}

function mountPoint(): HTMLElement {
  const root = document.getElementById('root')
  if (!root) throw new Error('The page has no root.')
  if (!settings.has('shadow')) return root
  const shadow = root.attachShadow({ mode: 'open' })
  for (const sheet of document.querySelectorAll('link[rel=stylesheet], style'))
    shadow.append(sheet.cloneNode(true))
  return shadow.appendChild(document.createElement('main'))
}

createRoot(mountPoint()).render(
  <StrictMode>
    <QueryClientProvider client={new QueryClient()}>
      <VideoTaskProvider client={client} pollInterval={300}>
        <App />
      </VideoTaskProvider>
    </QueryClientProvider>
  </StrictMode>,
)
