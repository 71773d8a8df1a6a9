// One tab of an app that watches one task and writes its state into the attributes of the body.
import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { createVideoClient, videoTaskOptions } from 'react-video-task'
import { createVideoTaskTabs } from 'react-video-task/tabs'

const settings = new URLSearchParams(location.search)
const id = settings.get('id') ?? ''
const queryClient = new QueryClient()
const client = createVideoClient({ baseURL: '/v1', headers: { 'x-tab': settings.get('tab') ?? '' } })
const tabs = createVideoTaskTabs()

queryClient.mount()
tabs.connect(queryClient)
const options = videoTaskOptions(client, id, { tabs, pollInterval: 500 })
new QueryObserver(queryClient, options).subscribe(({ data, error }) => {
  document.body.dataset['status'] = data?.status ?? ''
  document.body.dataset['progress'] = String(data?.progress ?? '')
  document.body.dataset['error'] = error?.message ?? ''
})
