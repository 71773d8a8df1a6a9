import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query'
import { Activity, createElement, Fragment, type ReactNode, useMemo } from 'react'
import { flushSync } from 'react-dom'
import { createRoot, hydrateRoot } from 'react-dom/client'
import { renderToString } from 'react-dom/server'
import {
  createVideoClient,
  useVideoTask,
  type VideoTask,
  videoTaskKeys,
  VideoTaskProvider,
} from 'react-video-task'
import { VideoTaskCard, VideoTaskList } from 'react-video-task/components'

/**
 * What shows a finished video. `elements alone`: those of the card, with its attributes and nothing else. `in <Activity>`:
 * cards that React hydrates one by one, after the page around them.
 */
export type Show = 'plain' | 'elements alone' | 'card' | 'card with a poster' | 'in <Activity>' | 'list'

/** Who asks for a task that the page does not know. */
export type Asker = 'useQuery' | 'useVideoTask'

let visit = 0

/** Finished tasks as a page knows them from its cache. Each has an address of its own: none waits for another's bytes. */
function finishedTasks(count: number, show: Show): VideoTask[] {
  visit += 1
  return Array.from({ length: count }, (_, index) => {
    const id = `${show.replace(/\W/g, '_')}_${visit}_${index}`
    const poster =
      show === 'card with a poster' ? { thumbnail_url: `${location.origin}/poster.png?${id}` } : {}
    const video_url = `${location.origin}/clip.mp4?${id}`
    return { id, object: 'video', status: 'completed', progress: 100, prompt: 'A fox', video_url, ...poster }
  })
}

function contentOf(tasks: readonly VideoTask[], show: Show): ReactNode {
  if (show === 'list') return <VideoTaskList taskIds={tasks.map(({ id }) => id)} />
  const Frame = show === 'in <Activity>' ? Activity : Fragment
  return tasks.map((task) =>
    show === 'plain' ? (
      <video key={task.id} src={`/clip.mp4?${task.id}`} preload="metadata" controls />
    ) : (
      <Frame key={task.id}>
        <VideoTaskCard taskId={task.id} />
      </Frame>
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

/** Asks a server that never answers. */
const ask: Record<Asker, (props: { id: string; fetch: typeof globalThis.fetch }) => ReactNode> = {
  useQuery({ id, fetch }) {
    const queryFn = async ({ signal }: { signal: AbortSignal }): Promise<VideoTask> => {
      const response = await fetch(`/api/v1/videos/${id}`, { signal })
      if (!response.ok) throw new Error(`The API answered ${response.status}.`)
      return response.json()
    }
    return useQuery({ queryKey: ['video', id], queryFn }).data?.status
  },
  useVideoTask({ id, fetch }) {
    const client = useMemo(() => createVideoClient({ baseURL: '/api/v1', fetch }), [fetch])
    return useVideoTask(id, { client }).data?.status
  },
}

function addElement(): HTMLElement {
  const element = document.createElement('main')
  document.body.replaceChildren(element)
  return element
}

/** What a card has rendered, as elements without a component. */
function copyOf(node: ChildNode): ReactNode {
  if (!(node instanceof Element)) return node.nodeType === Node.TEXT_NODE ? node.textContent : null
  const attributes = [...node.attributes].map(({ name, value }) => [name, value] as const)
  return createElement(node.localName, Object.fromEntries(attributes), ...[...node.childNodes].map(copyOf))
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
  /** Mounts a component that asks for a task, and returns the ms until its request leaves. */
  async firstRequest(asker: Asker): Promise<number> {
    const Ask = ask[asker]
    visit += 1
    const root = createRoot(addElement())
    let start = NaN
    const left = new Promise<number>((resolve) => {
      const fetch = () => {
        resolve(performance.now() - start)
        return new Promise<Response>(() => {})
      }
      const app = (
        <App tasks={[]}>
          <Ask id={`first_${visit}`} fetch={fetch} />
        </App>
      )
      start = performance.now()
      root.render(app)
    })
    const time = await left
    root.unmount()
    return time
  },
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
    const element = addElement()
    const appOf = (content: ReactNode) => <App tasks={tasks}>{content}</App>
    const cards = appOf(contentOf(tasks, show))
    element.innerHTML = renderToString(cards)
    const app = show === 'elements alone' ? appOf([...element.childNodes].map(copyOf)) : cards
    this.hydrate = () => {
      const start = performance.now()
      const root = flushSync(() => hydrateRoot(element, app))
      const time = performance.now() - start
      this.clear = () => {
        root.unmount()
        element.remove()
      }
      return time
    }
    return element.querySelectorAll('*').length
  },
  /** Waits until each of its videos has its first frame; beside a poster, Chromium loads the length alone. */
  async loaded(): Promise<void> {
    const videos = [...document.querySelectorAll('video')]
    await Promise.all(
      videos.map(
        (video) =>
          video.readyState >= (video.poster ? video.HAVE_METADATA : video.HAVE_CURRENT_DATA) ||
          new Promise((resolve) => {
            const type = video.poster ? 'loadedmetadata' : 'loadeddata'
            video.addEventListener(type, resolve, { once: true })
          }),
      ),
    )
  },
  /** Hydrates it, and returns the ms until React has committed it. */
  hydrate: () => NaN,
  /** Takes it off the page. */
  clear: () => {},
}

declare global {
  var start: typeof page
}
globalThis.start = page
