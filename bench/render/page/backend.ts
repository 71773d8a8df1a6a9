import type { VideoTask } from '../../../src/core/task/videoTask.js'
import { createRandom, type SimulatedTask, simulateTasks, viewOf } from '../../polling/simulatedTasks.js'

/** The latency of a near server, in ms: the page is measured, not a queue of requests. */
const nearLatency = () => 10 + 20 * Math.random()
/** A stream sends the state this often, in ms: the default of TanStack AI's server helper. */
const STREAM_INTERVAL = 2_000

/** An API in the page, which answers its `fetch` from memory. */
export interface Backend {
  ids: string[]
  fetch: typeof fetch
  /** The number of answers, and of those with another status or progress than the answer before. */
  counts: { polls: number; changes: number }
  /** Ends every task. */
  finish: () => void
}

/** A task, and how long ago it was created, in ms. */
export interface AgedTask {
  task: SimulatedTask
  age: number
}

/** Simulates running tasks like the polling bench: queue, runs of 30, 90 and 240 s, progress of four kinds. */
export function simulateCrowd(count: number): AgedTask[] {
  const random = createRandom(7)
  return simulateTasks(count, { seed: 5 }).map((task) => ({ task, age: random() * task.end }))
}

/** Creates an API that knows some tasks and answers after so many ms, 10 to 30 by default. */
export function createBackend(aged: readonly AgedTask[], latency?: number): Backend {
  const tasks = new Map<string, { task: SimulatedTask; created: number; shown: string }>()
  for (const { task, age } of aged) tasks.set(task.id, { task, created: performance.now() - age, shown: '' })
  const counts = { polls: 0, changes: 0 }
  let isOver = false

  function answer(id: string): VideoTask {
    const entry = tasks.get(id)
    if (!entry) throw new Error(`The page asked for ${id}, which it does not watch.`)
    const view = viewOf(entry.task, isOver ? Infinity : performance.now() - entry.created, false)
    const shown = `${view.status} ${view.progress}`
    counts.polls += 1
    if (shown !== entry.shown) counts.changes += 1
    entry.shown = shown
    return { ...view, created_at: 1_790_000_000, size: '1920x1080', prompt: `A fox in the snow, take ${id}` }
  }

  const wait = (ms: number, signal: AbortSignal | null | undefined) =>
    new Promise<void>((resolve, reject) => {
      const end = () => {
        clearTimeout(timer)
        reject(signal?.reason)
      }
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', end)
        resolve()
      }, ms)
      signal?.addEventListener('abort', end, { once: true })
    })

  /** Sends the events that TanStack AI's server helper sends for one job. */
  function stream(id: string, signal: AbortSignal | null | undefined): ReadableStream<Uint8Array> {
    const encoder = new TextEncoder()
    const write = (event: object) => encoder.encode(`data: ${JSON.stringify({ runId: id, ...event })}\n\n`)
    const custom = (name: string, value: object) => write({ type: 'CUSTOM', name, value })
    let isFirst = true
    return new ReadableStream({
      async pull(controller) {
        if (isFirst) {
          isFirst = false
          controller.enqueue(write({ type: 'RUN_STARTED', threadId: id }))
          controller.enqueue(custom('video:job:created', { jobId: id }))
          return
        }
        await wait(STREAM_INTERVAL, signal)
        const { status, progress } = answer(id)
        controller.enqueue(custom('video:status', { jobId: id, status, progress }))
        if (status === 'queued' || status === 'in_progress') return
        controller.enqueue(custom('generation:result', { jobId: id, status: 'completed', url: `/${id}.mp4` }))
        controller.enqueue(write({ type: 'RUN_FINISHED', threadId: id }))
        controller.close()
      },
    })
  }

  return {
    ids: [...tasks.keys()],
    counts,
    finish: () => void (isOver = true),
    async fetch(input, init) {
      const { pathname } = new URL(String(input), location.href)
      const id = pathname.split('/').at(-1) ?? ''
      await wait(latency ?? nearLatency(), init?.signal)
      if (pathname.startsWith('/stream/')) {
        return new Response(stream(id, init?.signal), { headers: { 'content-type': 'text/event-stream' } })
      }
      return Response.json(answer(id))
    },
  }
}
