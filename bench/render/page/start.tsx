import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { flushSync } from 'react-dom'
import { createRoot, hydrateRoot } from 'react-dom/client'
import { renderToString } from 'react-dom/server'
import { createVideoClient, type VideoTask, videoTaskKeys, VideoTaskProvider } from 'react-video-task'
import { VideoTaskCard } from 'react-video-task/components'

/** What shows a finished video. */
export type Show = 'plain' | 'card' | 'card with a poster'

let visit = 0

/** Finished tasks as a page knows them from its cache. Each has an address of its own: none waits for another's bytes. */
function finishedTasks(count: number, show: Show): VideoTask[] {
  visit += 1
  return Array.from({ length: count }, (_, index) => {
    const id = `${show.replaceAll(' ', '_')}_${visit}_${index}`
    const poster =
      show === 'card with a poster' ? { thumbnail_url: `${location.origin}/poster.png?${id}` } : {}
    const video_url = `${location.origin}/clip.mp4?${id}`
    return { id, object: 'video', status: 'completed', progress: 100, prompt: 'A fox', video_url, ...poster }
  })
}

function contentOf(tasks: readonly VideoTask[], show: Show): ReactNode {
  return tasks.map((task) =>
    show === 'plain' ? (
      <video key={task.id} src={`/clip.mp4?${task.id}`} preload="metadata" controls />
    ) : (
      <VideoTaskCard key={task.id} taskId={task.id} />
    ),
  )
}

function App({ tasks, children }: { tasks: readonly VideoTask[]; children: ReactNode }) {
  const queryClient = new QueryClient()
  for (const task of tasks) queryClient.setQueryData(videoTaskKeys.detail(task.id), task)
  return (
    <QueryClientProvider client={queryClient}>
      <VideoTaskProvider client={client}>{children}</VideoTaskProvider>
    </QueryClientProvider>
  )
}

const client = createVideoClient({ baseURL: '/api/v1' })

function addElement(): HTMLElement {
  const element = document.createElement('main')
  document.body.replaceChildren(element)
  return element
}

/** When a section's video has its first frame. */
const frameOf = (index: number) =>
  new Promise<number>((resolve) => {
    const video = document.querySelectorAll('section')[index]?.querySelector('video')
    video?.requestVideoFrameCallback(() => resolve(performance.now()))
  })

/** The ms after which the poster that was asked for since then has arrived. No event tells that a video shows it. */
const pictureOf = (start: number) =>
  new Promise<number>((resolve) => {
    const observer = new PerformanceObserver((list) => {
      const entry = list
        .getEntriesByType('resource')
        .find(({ name, startTime }) => name.includes('/poster.png') && startTime >= start)
      if (!(entry instanceof PerformanceResourceTiming)) return
      observer.disconnect()
      resolve(entry.responseEnd - start)
    })
    observer.observe({ type: 'resource' })
  })

/** The functions of the page that the bench calls. */
const page = {
  /** Shows videos in one commit, and returns the ms until each has its first frame, or its poster has arrived. */
  async firstFrames(shows: readonly Show[]): Promise<number[]> {
    const tasks = shows.map((show) => finishedTasks(1, show))
    const root = createRoot(addElement())
    const start = performance.now()
    flushSync(() =>
      root.render(
        <App tasks={tasks.flat()}>
          {shows.map((show, index) => (
            <section key={show}>{contentOf(tasks[index] ?? [], show)}</section>
          ))}
        </App>,
      ),
    )
    const times = await Promise.all(
      shows.map((show, index) =>
        show === 'card with a poster' ? pictureOf(start) : frameOf(index).then((at) => at - start),
      ),
    )
    root.unmount()
    return times
  },
  /** Puts a server's HTML with so many videos on the page, and returns the number of its elements. */
  prepare(show: Show, count: number): number {
    const tasks = finishedTasks(count, show)
    const app = <App tasks={tasks}>{contentOf(tasks, show)}</App>
    const element = addElement()
    element.innerHTML = renderToString(app)
    this.hydrate = () => {
      const start = performance.now()
      flushSync(() => hydrateRoot(element, app))
      return performance.now() - start
    }
    return element.querySelectorAll('*').length
  },
  /** Hydrates it, and returns the ms until React has committed it. */
  hydrate: () => NaN,
}

declare global {
  var start: typeof page
}
globalThis.start = page
