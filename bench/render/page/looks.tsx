import LinearProgress from '@mui/material/LinearProgress'
import Paper from '@mui/material/Paper'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import {
  createVideoClient,
  useVideoTask,
  type UseVideoTaskOptions,
  type VideoTask,
  videoTaskKeys,
  VideoTaskProvider,
} from 'react-video-task'
import { VideoTaskList, VideoTaskProgress } from 'react-video-task/components'
import { observeVideoTask } from '../../../src/core/task/observeVideoTask.js'
import { createRandom, viewOf } from '../../polling/simulatedTasks.js'
import { type AgedTask, createBackend } from './backend.js'

/** What a page shows. */
export interface Scene {
  running: number
  queued: number
  isCards: boolean
}

/** How it is shown: our bar without and with our stylesheet, MUI's bar and the browser's own. */
export type Look = 'bare' | 'styles.css' | 'MUI' | '<progress>'

const ownFetch = globalThis.fetch
const element = document.createElement('main')
document.body.append(element)
const root = createRoot(element)

/** Tasks that neither start nor end while they are watched. */
function simulateScene({ running, queued }: Scene): AgedTask[] {
  const run = 180_000
  return Array.from({ length: running + queued }, (_, index) => ({
    task: {
      id: `task_${index}`,
      model: 'made-up-180s',
      queue: index < running ? 0 : Infinity,
      run,
      end: index < running ? run : Infinity,
      isFailed: false,
      step: 5,
      pace: 1,
      phase: 0,
      seed: index,
    },
    age: (run * (10 + ((index * 17) % 60))) / 100,
  }))
}

/** A task as a page knows it that has polled it every 5 s since it began. */
function watchedTask({ task, age }: AgedTask): VideoTask | undefined {
  let known: VideoTask | undefined
  for (let time = age % 5_000; time < age; time += 5_000)
    known = observeVideoTask(known, viewOf(task, time, false), { now: Date.now() - age + time })
  return known
}

/** An interval of 1 to 9 s, other for each poll: what is measured for a few seconds has as many polls as any other moment. */
const spreadInterval: UseVideoTaskOptions['pollInterval'] = ({ data, dataUpdatedAt = 0 }) =>
  1_000 + 8_000 * createRandom(Number(data?.id.slice(5)) + 1_000 * (dataUpdatedAt % 1_000))()

/** A bar of another library, on the same polls, with the same words. */
function OtherBar({ id, look }: { id: string; look: Look }) {
  const { data } = useVideoTask(id)
  const value = data?.status === 'in_progress' && data.progress > 0 ? data.progress : undefined
  return (
    <div className="bar">
      {look === 'MUI' ? (
        <LinearProgress
          aria-label={id}
          variant={value === undefined ? 'indeterminate' : 'determinate'}
          {...(value !== undefined && { value })}
        />
      ) : (
        <progress aria-label={id} max={100} {...(value !== undefined && { value })} />
      )}
      <span>{value === undefined ? data?.status : `${value} %`}</span>
    </div>
  )
}

function contentOf({ isCards }: Scene, look: Look, ids: string[]): ReactNode {
  if (look === 'MUI' || look === '<progress>') {
    return ids.map((id) =>
      isCards ? (
        <Paper key={id} className="card">
          <OtherBar id={id} look={look} />
        </Paper>
      ) : (
        <OtherBar key={id} id={id} look={look} />
      ),
    )
  }
  return isCards ? (
    <VideoTaskList taskIds={ids} />
  ) : (
    ids.map((id) => <VideoTaskProgress key={id} taskId={id} />)
  )
}

/** The functions of the page that the bench calls. */
const page = {
  mount(scene: Scene, look: Look) {
    const aged = simulateScene(scene)
    const backend = createBackend(aged)
    globalThis.fetch = backend.fetch
    document
      .querySelector('link[rel=stylesheet]')
      ?.setAttribute('media', look === 'styles.css' ? 'all' : 'not all')
    element.className = scene.isCards && (look === 'bare' || look === 'styles.css') ? '' : 'grid'
    const queryClient = new QueryClient()
    for (const one of aged) queryClient.setQueryData(videoTaskKeys.detail(one.task.id), watchedTask(one))
    root.render(
      <QueryClientProvider client={queryClient}>
        <VideoTaskProvider client={createVideoClient({ baseURL: '/api/v1' })} pollInterval={spreadInterval}>
          {contentOf(scene, look, backend.ids)}
        </VideoTaskProvider>
      </QueryClientProvider>,
    )
  },
  unmount() {
    root.render(null)
    globalThis.fetch = ownFetch
  },
}

declare global {
  var looks: typeof page
}
globalThis.looks = page
