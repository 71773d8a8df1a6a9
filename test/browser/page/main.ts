// One tab of an app that watches one task and writes its state into the attributes of the body. `caches` is the number of
// QueryClients on its tabs object; an event `replacetabs` makes another tabs object, as a reload of its module does.
import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { createVideoClient, subscribeToVideoTasks, videoTaskOptions } from 'react-video-task'
import { createVideoTaskTabs } from 'react-video-task/tabs'

const settings = new URLSearchParams(location.search)
const id = settings.get('id') ?? ''
const { dataset } = document.body
let tabs = createVideoTaskTabs()

for (let cache = 0; cache < Number(settings.get('caches') ?? 1); cache++) {
  const queryClient = new QueryClient()
  const headers = { 'x-tab': `${settings.get('tab') ?? ''}${cache || ''}` }
  const client = createVideoClient({ baseURL: '/v1', headers })
  const optionsNow = () => videoTaskOptions(client, id, { tabs, pollInterval: 500 })

  queryClient.mount()
  let disconnect = tabs.connect(queryClient)
  subscribeToVideoTasks(
    queryClient,
    {
      onStatusChange: ({ status }) => (dataset['events'] = `${dataset['events'] ?? ''} ${cache}:${status}`),
    },
    { isLeader: (taskId, scope) => tabs.isLeader(taskId, scope, queryClient) },
  )
  const observer = new QueryObserver(queryClient, optionsNow())
  observer.subscribe(({ data, error }) => {
    dataset['status'] = data?.status ?? ''
    dataset['progress'] = String(data?.progress ?? '')
    dataset['error'] = error?.message ?? ''
  })
  document.addEventListener('replacetabs', () => {
    disconnect()
    disconnect = tabs.connect(queryClient)
    observer.setOptions(optionsNow())
  })
}

// Before the listeners of the caches, which connect to the new one.
document.addEventListener('replacetabs', () => (tabs = createVideoTaskTabs()), { capture: true })
