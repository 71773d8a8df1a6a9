import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { createVideoClient, useVideoTask, type VideoTask, VideoTaskProvider } from 'react-video-task'

type Shown = Pick<VideoTask, 'status' | 'progress'>

/** What watches a task, by name. */
const rows = {
  'useQuery, 10 s': QueryRow,
  'useVideoTask, one request each': HookRow,
  'useVideoTask, one request for many': HookRow,
}

export type WatcherName = keyof typeof rows

function Line({ task }: { task: Shown | undefined }) {
  return (
    <p>
      {task?.status ?? 'loading'} {task?.progress ?? 0} %
    </p>
  )
}

/** A careful query without this library. */
function QueryRow({ id }: { id: string }) {
  const { data } = useQuery({
    queryKey: ['task', id],
    queryFn: ({ signal }) => retrieve(id, signal),
    refetchInterval: ({ state }) => (isOver(state.data) ? false : 10_000),
    select: pick,
  })
  return <Line task={data} />
}

const pick = ({ status, progress }: Shown): Shown => ({ status, progress })

async function retrieve(id: string, signal: AbortSignal): Promise<Shown> {
  const response = await fetch(`/api/v1/videos/${id}`, { signal })
  if (!response.ok) throw new Error(`The API answered ${response.status}.`)
  return response.json()
}

function HookRow({ id }: { id: string }) {
  const { data } = useVideoTask(id)
  return <Line task={data} />
}

const isOver = (task: Shown | undefined) =>
  task !== undefined && task.status !== 'queued' && task.status !== 'in_progress'

const queryClient = new QueryClient()
/** When the page first knew that a task has ended, in ms since the epoch. */
const seen: Record<string, number> = {}
queryClient.getQueryCache().subscribe(({ type, query }) => {
  const id = String(query.queryKey.at(-1))
  if (type === 'updated' && isOver(query.state.data as Shown | undefined)) seen[id] ??= Date.now()
})

/** The functions of the page that the bench calls. */
const page = {
  async mount(name: WatcherName) {
    const ids = (await (await fetch('/ids')).json()) as string[]
    const isAlone = name === 'useVideoTask, one request each'
    const client = createVideoClient({ baseURL: '/api/v1', ...(isAlone && { headers: { 'x-alone': '1' } }) })
    const Row: (props: { id: string }) => ReactNode = rows[name]
    const element = document.createElement('main')
    document.body.append(element)
    createRoot(element).render(
      <QueryClientProvider client={queryClient}>
        <VideoTaskProvider client={client}>
          {ids.map((id) => (
            <Row key={id} id={id} />
          ))}
        </VideoTaskProvider>
      </QueryClientProvider>,
    )
  },
  seen: () => seen,
}

declare global {
  var batchBench: typeof page
}
globalThis.batchBench = page
