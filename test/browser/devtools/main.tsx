// An app that watches one task, with TanStack Devtools. Query parameters: `id`; `other`, whether they have a second plugin.
import { TanStackDevtools } from '@tanstack/react-devtools'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createRoot } from 'react-dom/client'
import { createVideoClient, VideoTaskProvider } from 'react-video-task'
import { VideoTaskRoot, VideoTaskStatus } from 'react-video-task/components'
import { videoTaskDevtoolsPlugin } from 'react-video-task/devtools'

const settings = new URLSearchParams(location.search)
const client = createVideoClient({ baseURL: '/v1' })
const plugins = [
  videoTaskDevtoolsPlugin({ emulator: true }),
  ...(settings.has('other') ? [{ id: 'other', name: 'Other', render: <p>Another panel</p> }] : []),
]

const root = document.getElementById('root')
if (root) {
  createRoot(root).render(
    <QueryClientProvider client={new QueryClient()}>
      <VideoTaskProvider client={client} pollInterval={1_000}>
        <VideoTaskRoot taskId={settings.get('id')}>
          <VideoTaskStatus />
        </VideoTaskRoot>
        <TanStackDevtools
          plugins={plugins}
          config={{ theme: settings.get('theme') === 'dark' ? 'dark' : 'light' }}
        />
      </VideoTaskProvider>
    </QueryClientProvider>,
  )
}
