// An app that watches one task, with a download and notifications. Query parameters: `id`, `base` (the client's baseURL),
// `token` (a header of the app's own).
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createRoot } from 'react-dom/client'
import { createVideoClient, VideoTaskProvider } from 'react-video-task'
import {
  VideoTaskDownload,
  VideoTaskNotifyButton,
  VideoTaskRoot,
  VideoTaskStatus,
} from 'react-video-task/components'
import { createVideoTaskTabs } from 'react-video-task/tabs'

const settings = new URLSearchParams(location.search)
const token = settings.get('token')
const client = createVideoClient({
  baseURL: settings.get('base') ?? '/v1',
  ...(token === null ? {} : { headers: { 'x-token': token } }),
})
const tabs = createVideoTaskTabs()

const root = document.getElementById('root')
if (root) {
  createRoot(root).render(
    <QueryClientProvider client={new QueryClient()}>
      <VideoTaskProvider client={client} tabs={tabs} pollInterval={500}>
        <VideoTaskNotifyButton />
        <VideoTaskRoot taskId={settings.get('id')}>
          <VideoTaskStatus />
          <VideoTaskDownload />
        </VideoTaskRoot>
      </VideoTaskProvider>
    </QueryClientProvider>,
  )
}
