import { useQuery } from '@tanstack/react-query'
import { fetchServerSentEvents, useGenerateVideo } from '@tanstack/ai-react'
import { memo, type ReactNode, useEffect, useMemo } from 'react'
import { useVideoTask, type UseVideoTaskOptions, useVideoTasks, type VideoTask } from 'react-video-task'
import { VideoTaskList, VideoTaskProgress } from 'react-video-task/components'
import { countRender } from './counters.js'

/** The props of a contender. */
export interface ContenderProps {
  ids: string[]
}

/** A page that watches tasks, inside a `QueryClientProvider` and a `VideoTaskProvider`. */
type Contender = (props: ContenderProps) => ReactNode

/** All contenders, by name. The others are compared with the naive page. */
export const contenders = {
  naive: ({ ids }) => ids.map((id) => <NaiveRow key={id} id={id} />),
  'select, 1 s': selectEvery(1_000),
  'select, 10 s': selectEvery(10_000),
  'TanStack AI': ({ ids }) => ids.map((id) => <TanstackAiRow key={id} id={id} />),
  useVideoTask: oneByOne(),
  useVideoTasks: AllAtOnce,
  VideoTaskProgress: ({ ids }) => ids.map((id) => <ProgressBar key={id} id={id} />),
  VideoTaskList: ({ ids }) => <VideoTaskList taskIds={ids}>{(id) => <ProgressBar id={id} />}</VideoTaskList>,
  'useVideoTask, 1 s': oneByOne({ pollInterval: 1_000, maxConcurrentRequests: 1_000 }),
} satisfies Record<string, Contender>

export type ContenderName = keyof typeof contenders

/** What each row shows of a task. */
interface Shown {
  status: string
  progress?: number | undefined
}

/** The markup of a row, the same for all contenders. */
function Line({ task }: { task: Shown | null | undefined }) {
  return (
    <p>
      {task?.status ?? 'loading'} {task?.progress ?? 0} %
    </p>
  )
}

/** A first attempt without this library: a query with an interval, whose result is spread. */
function NaiveRow({ id }: { id: string }) {
  countRender()
  const query = useQuery({
    queryKey: ['naive', id],
    queryFn: ({ signal }) => retrieve(id, signal),
    refetchInterval: ({ state }) => (isOver(state.data) ? false : 1_000),
  })
  // Many custom hooks return such a spread. It reads every field, so each change of any field renders.
  const { data } = { ...query }
  return <Line task={data} />
}

/** A careful query without this library: `select`, and only the needed fields are read. */
function selectEvery(interval: number): Contender {
  return ({ ids }) => ids.map((id) => <SelectRow key={id} id={id} interval={interval} />)
}

function SelectRow({ id, interval }: { id: string; interval: number }) {
  countRender()
  const { data } = useQuery({
    queryKey: ['select', id],
    queryFn: ({ signal }) => retrieve(id, signal),
    refetchInterval: ({ state }) => (isOver(state.data) ? false : interval),
    select: pick,
  })
  return <Line task={data} />
}

const pick = ({ status, progress }: Shown) => ({ status, progress })

/** With the signal that TanStack gives, as this library does: a poll ends with its component. */
async function retrieve(id: string, signal: AbortSignal): Promise<Shown> {
  const response = await fetch(`/api/v1/videos/${id}`, { signal })
  if (!response.ok) throw new Error(`The API answered ${response.status}.`)
  return response.json()
}

function isOver(task: Shown | undefined): boolean {
  return task !== undefined && task.status !== 'queued' && task.status !== 'in_progress'
}

/**
 * TanStack AI's hook creates a video and follows it on a stream. It cannot watch an existing id, so each row starts its task,
 * and its server polls.
 */
function TanstackAiRow({ id }: { id: string }) {
  countRender()
  const connection = useMemo(() => fetchServerSentEvents(`/stream/${id}`), [id])
  const { generate, stop, videoStatus } = useGenerateVideo({ connection })
  useEffect(() => {
    void generate({ prompt: id })
    return stop
  }, [generate, stop, id])
  return <Line task={videoStatus} />
}

/** This library, with a hook for each task. */
function oneByOne(options?: UseVideoTaskOptions): Contender {
  return ({ ids }) => ids.map((id) => <HookRow key={id} id={id} options={options} />)
}

function HookRow({ id, options }: { id: string; options: UseVideoTaskOptions | undefined }) {
  countRender()
  const { data } = useVideoTask(id, options)
  return <Line task={data} />
}

/** This library, with one hook for all tasks. */
function AllAtOnce({ ids }: ContenderProps) {
  return useVideoTasks(ids).map(({ data }, index) => <MemoRow key={ids[index]} task={data} />)
}

const MemoRow = memo(function MemoRow({ task }: { task: VideoTask | undefined }) {
  countRender()
  return <Line task={task} />
})

/** This library's progress bar. */
function ProgressBar({ id }: { id: string }) {
  return (
    <VideoTaskProgress
      taskId={id}
      render={(props) => {
        countRender()
        return <div {...props} />
      }}
    />
  )
}
