import { QueryClient, QueryClientProvider, useQuery, useSuspenseQuery } from '@tanstack/react-query'
import {
  createVideoClient,
  summarizeVideoTasks,
  useCreateVideoTask,
  useVideoTask,
  useVideoTaskDownload,
  useVideoTaskEvents,
  useVideoTasks,
  useVideoTaskSource,
  type VideoTask,
  videoTaskOptions,
  VideoTaskProvider,
} from 'react-video-task'
import { isTerminal } from 'react-video-task/client'
import {
  VideoTaskCard,
  VideoTaskDownload,
  VideoTaskErrorMessage,
  VideoTaskList,
  VideoTaskPlayer,
  VideoTaskProgress,
  VideoTaskRoot,
  VideoTaskStatus,
} from 'react-video-task/components'
import { chineseMessages, describeVideoTaskError } from 'react-video-task/messages'
import { createVideoSchema } from 'react-video-task/schemas'
import { createVideoProxy } from 'react-video-task/server'
import { createVideoTaskTabs } from 'react-video-task/tabs'
import { createVideoEmulator } from 'react-video-task/testing'
import 'react-video-task/styles.css'

const client = createVideoClient({ baseURL: '/api/v1', headers: async () => ({ 'x-app': '1' }) })
export const proxy: (request: Request) => Promise<Response> = createVideoProxy({
  apiKey: 'sk-mine',
  authorize: ({ request }) => (request.headers.has('cookie') ? { id: 'me' } : null),
})
export const emulated = createVideoClient({
  baseURL: 'https://api.test/v1',
  fetch: createVideoEmulator().fetch,
})

export const schema = createVideoSchema('wan2.6')

function Video({ id }: { id: string | null }) {
  const { data, error } = useVideoTask(id)
  const { download, phase } = useVideoTaskDownload(id, { fileName: 'Scene 1' })
  const { src, ref } = useVideoTaskSource(id)
  // @ts-expect-error -- only a completed task has an address
  void data?.video_url
  if (data?.status === 'completed') return <video src={data.video_url ?? src} ref={ref} onClick={download} />
  if (isTerminal(data)) return <p>{data.error?.message}</p>
  return <p>{error ? describeVideoTaskError(error).title : `${data?.progress ?? 0} % ${phase}`}</p>
}

function Watching({ ids }: { ids: string[] }) {
  const { settled } = summarizeVideoTasks(useVideoTasks(ids))
  const done: number = settled
  const { mutate } = useCreateVideoTask({ onSuccess: (task: VideoTask) => task.id })
  const progress: number | undefined = useQuery({
    ...videoTaskOptions(client, ids[0] ?? ''),
    select: (task) => task.progress,
  }).data
  const task: VideoTask = useSuspenseQuery(videoTaskOptions(client, ids[0] ?? '')).data
  useVideoTaskEvents({ onCompleted: (completed) => console.log(completed.video_url) })
  // @ts-expect-error -- a length is a number or a text
  const refuse = () => mutate({ model: 'wan2.6', seconds: true })
  return (
    <button onClick={refuse}>
      {done} {progress} {task.status}
    </button>
  )
}

export function App({ ids }: { ids: string[] }) {
  return (
    <QueryClientProvider client={new QueryClient()}>
      <VideoTaskProvider client={client} tabs={createVideoTaskTabs()} messages={chineseMessages}>
        <VideoTaskList taskIds={ids}>{(id) => <VideoTaskCard taskId={id} variant="compact" />}</VideoTaskList>
        <VideoTaskRoot taskId={ids[0]} render={<section />}>
          <VideoTaskPlayer size="1280x720" muted loop />
          <VideoTaskStatus render={<strong />} />
          <VideoTaskProgress aria-label="Rendering" />
          <VideoTaskErrorMessage />
          <VideoTaskDownload />
        </VideoTaskRoot>
        <Watching ids={ids} />
        <Video id={null} />
      </VideoTaskProvider>
    </QueryClientProvider>
  )
}
