// A form and a list in an `<Activity>`, which a button hides and shows. Query parameter: `id` of a task to list.
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { Activity, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { createVideoClient, type VideoTaskHistoryForm, VideoTaskProvider } from 'react-video-task'
import { VideoTaskForm, VideoTaskList } from 'react-video-task/components'
import 'react-video-task/styles.css'

const queryClient = new QueryClient()
const client = createVideoClient({ baseURL: '/v1' })

const EARLIER = { values: { model: 'sora-2', prompt: 'an earlier fox' }, params: {} }

function Videos() {
  const [ids, setIds] = useState(() => new URLSearchParams(location.search).getAll('id'))
  const [draft, setDraft] = useState<VideoTaskHistoryForm>()
  return (
    <>
      <button onClick={() => setDraft(EARLIER)}>Edit</button>
      <VideoTaskForm
        models={['wan2.6', 'sora-2']}
        draft={draft}
        onCreated={({ id }) => setIds((before) => [id, ...before])}
      />
      <VideoTaskList taskIds={ids} />
    </>
  )
}

function Tabs() {
  const [isHidden, setHidden] = useState(false)
  return (
    <>
      <button onClick={() => setHidden(!isHidden)}>{isHidden ? 'Show videos' : 'Hide videos'}</button>
      <Activity mode={isHidden ? 'hidden' : 'visible'}>
        <Videos />
      </Activity>
    </>
  )
}

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no element with the id "root"')
createRoot(root).render(
  <QueryClientProvider client={queryClient}>
    <VideoTaskProvider client={client}>
      <Tabs />
    </VideoTaskProvider>
  </QueryClientProvider>,
)
