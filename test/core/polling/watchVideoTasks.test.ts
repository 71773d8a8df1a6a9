import { createVideoClient, type VideoTask } from 'react-video-task/client'
import { watchVideoTasks, type WatchedVideoTask } from 'react-video-task/server'
import { createVideoEmulator } from 'react-video-task/testing'
import { describe, expect, it, vi } from 'vitest'
import { prepareTime } from './support/prepareTime.js'

prepareTime()

const KEY = 'sk-of-the-watcher'
/** How long the API takes to answer, in ms. */
const LATENCY = 100

/** The emulator in the time of the test, and what a watcher asks of it. */
function startApi(answer: (id: string, count: number) => Response | undefined = () => undefined) {
  const emulator = createVideoEmulator({ apiKey: KEY, now: () => Date.now(), seed: 1 })
  const inFlight = new Map<string, number>()
  const stats = { requests: 0, maxInFlight: 0, maxPerTask: 0, times: [] as number[] }
  const counts = new Map<string, number>()
  const client = createVideoClient({
    baseURL: 'https://api.test/v1',
    apiKey: KEY,
    fetch: async (input, init) => {
      const request = new Request(input, init)
      const id = new URL(request.url).pathname.split('/')[3] ?? ''
      stats.requests += 1
      stats.times.push(Date.now())
      counts.set(id, (counts.get(id) ?? 0) + 1)
      inFlight.set(id, (inFlight.get(id) ?? 0) + 1)
      stats.maxPerTask = Math.max(stats.maxPerTask, inFlight.get(id) ?? 0)
      stats.maxInFlight = Math.max(
        stats.maxInFlight,
        [...inFlight.values()].reduce((sum, count) => sum + count, 0),
      )
      try {
        await new Promise((resolve) => setTimeout(resolve, LATENCY))
        init?.signal?.throwIfAborted()
        return answer(id, counts.get(id) ?? 0) ?? (await emulator.fetch(request))
      } finally {
        inFlight.set(id, (inFlight.get(id) ?? 0) - 1)
        if (inFlight.get(id) === 0) inFlight.delete(id)
      }
    },
  })
  const addTasks = (count: number) => Array.from({ length: count }, () => emulator.addTask({}).id)
  return { client, stats, counts, addTasks, emulator }
}

const isEnd = ({ status }: VideoTask) => status === 'completed' || status === 'failed' || status === 'error'

describe('watchVideoTasks', () => {
  it(
    'loses nothing of 2,000 tasks over a restart, and asks for none twice at once',
    { timeout: 120_000 },
    async () => {
      const { client, stats, addTasks, counts } = startApi()
      const ids = addTasks(2_000)
      /** What the app keeps: the last task that each watcher gave it. */
      const table = new Map<string, WatchedVideoTask>(ids.map((id) => [id, id]))
      const ends: string[] = []
      const start = () =>
        watchVideoTasks(client, {
          pending: () => [...table.values()],
          maxConcurrentRequests: 16,
          onChange: (task) => {
            if (!isEnd(task)) return void table.set(task.id, task)
            table.delete(task.id)
            ends.push(task.id)
          },
        })
      const first = start()
      await vi.advanceTimersByTimeAsync(30_000)
      const seen = ends.length
      first.stop()
      expect(first.size).toBe(0)
      const atStop = stats.requests
      await vi.advanceTimersByTimeAsync(5_000)
      expect(stats.requests).toBe(atStop)

      const second = start()
      await vi.advanceTimersByTimeAsync(600_000)
      expect(seen).toBeLessThan(2_000)
      expect(new Set(ends).size).toBe(2_000)
      expect(ends).toHaveLength(2_000)
      expect(second.size).toBe(0)
      expect([stats.maxPerTask, stats.maxInFlight]).toEqual([1, 16])
      // The page's policy polls a task of this length 14 times at most; a restart asks for each once more.
      expect(stats.requests / ids.length).toBeLessThan(15)
      expect(Math.max(...counts.values())).toBeLessThanOrEqual(30)
      second.stop()
    },
  )

  it('holds every request of the key while the API asks it to wait', async () => {
    let limited = true
    const { client, stats, addTasks } = startApi(() =>
      limited
        ? Response.json(
            { error: { message: 'Slow down' } },
            { status: 429, headers: { 'retry-after': '60' } },
          )
        : undefined,
    )
    const watch = watchVideoTasks(client, { pending: addTasks(50), onChange: () => undefined })
    await vi.advanceTimersByTimeAsync(55_000)
    expect(stats.requests).toBe(4)
    limited = false
    await vi.advanceTimersByTimeAsync(15_000)
    expect(stats.requests).toBeGreaterThan(4)
    // At the pace after a limit, 4 a second.
    expect(stats.requests).toBeLessThan(70)
    watch.stop()
  })

  it('calls onChange once for each change, again where it throws, and reports that', async () => {
    const { client, addTasks } = startApi()
    const calls: string[] = []
    const errors: string[] = []
    let failures = 0
    const [id = ''] = addTasks(1)
    const watch = watchVideoTasks(client, {
      pending: [id],
      onChange: (task) => {
        calls.push(task.status)
        if (isEnd(task) && ++failures <= 3) throw new Error('The database is down')
      },
      onError: (error, { id: of, isFinal }) => errors.push(`${of} ${isFinal} ${error.message}`),
    })
    await vi.advanceTimersByTimeAsync(600_000)
    expect(calls.filter((status) => status === 'completed')).toHaveLength(4)
    expect(errors).toEqual(Array(3).fill(`${id} false The database is down`))
    expect(watch.size).toBe(0)
  })

  it('does not poll a task while onChange handles it', async () => {
    const { client, counts, addTasks } = startApi()
    const [id = ''] = addTasks(1)
    const watch = watchVideoTasks(client, { pending: [id], onChange: () => new Promise(() => undefined) })
    await vi.advanceTimersByTimeAsync(600_000)
    expect(counts.get(id)).toBe(1)
    watch.stop()
  })

  it('ends with `stalled` after the deadline, and goes on when the task is added again', async () => {
    const running = { object: 'video', status: 'in_progress', progress: 5, id: 'video_1' }
    const { client, stats } = startApi(() => Response.json(running))
    const changes: VideoTask[] = []
    const watch = watchVideoTasks(client, {
      pending: ['video_1'],
      pollDeadline: 600_000,
      onChange: (task) => void changes.push(task),
    })
    await vi.advanceTimersByTimeAsync(700_000)
    expect(watch.size).toBe(0)
    expect(changes.map(({ observed }) => observed?.stalled !== undefined)).toEqual([false, true])
    const polls = stats.requests
    await vi.advanceTimersByTimeAsync(600_000)
    expect(stats.requests).toBe(polls)
    watch.add(changes[1] ?? 'video_1')
    await vi.advanceTimersByTimeAsync(60_000)
    expect([watch.size, stats.requests > polls + 2]).toEqual([1, true])
    watch.stop()
  })

  it('gives up an id that the API refuses, after the grace of a fresh one, and says so', async () => {
    const { client, counts } = startApi()
    const finals: string[] = []
    const watch = watchVideoTasks(client, {
      pending: ['unknown', ''],
      onChange: () => undefined,
      onError: (error, { id, isFinal }) => isFinal && finals.push(`${id} ${error.code}`),
    })
    await vi.advanceTimersByTimeAsync(120_000)
    expect(finals).toEqual([' invalid_id', 'unknown task_not_exist'])
    expect([watch.size, counts.get('unknown')]).toEqual([0, 5])
  })

  it('backs off in an outage, and goes on after it', async () => {
    let isDown = true
    const { client, stats, addTasks } = startApi(() =>
      isDown ? new Response('Bad gateway', { status: 502 }) : undefined,
    )
    const ends: string[] = []
    const watch = watchVideoTasks(client, {
      pending: addTasks(1),
      onChange: (task) => void (isEnd(task) && ends.push(task.id)),
    })
    await vi.advanceTimersByTimeAsync(600_000)
    expect(stats.requests).toBeLessThan(16)
    isDown = false
    await vi.advanceTimersByTimeAsync(300_000)
    expect([ends.length, watch.size]).toEqual([1, 0])
  })

  it('finds the tasks of other processes every minute, and survives a `pending` that throws', async () => {
    const { client, addTasks } = startApi()
    const errors: (string | undefined)[] = []
    const ends: string[] = []
    let calls = 0
    let ids: string[] = []
    const watch = watchVideoTasks(client, {
      pending: async () => {
        if (++calls === 1) throw new Error('The database is down')
        return ids
      },
      onChange: (task) => void (isEnd(task) && ends.push(task.id)),
      onError: (_, { id }) => errors.push(id),
    })
    await vi.advanceTimersByTimeAsync(10_000)
    expect([errors, calls]).toEqual([[undefined], 2])
    ids = addTasks(3)
    await vi.advanceTimersByTimeAsync(300_000)
    expect(new Set(ends)).toEqual(new Set(ids))
    watch.stop()
  })

  it('stops with its signal, in the middle of requests, and calls nothing any more', async () => {
    const { client, stats, addTasks } = startApi()
    const controller = new AbortController()
    const calls: string[] = []
    const watch = watchVideoTasks(client, {
      pending: addTasks(40),
      signal: controller.signal,
      onChange: (task) => void calls.push(task.id),
      onError: () => calls.push('error'),
    })
    await vi.advanceTimersByTimeAsync(LATENCY / 2)
    controller.abort()
    await vi.advanceTimersByTimeAsync(600_000)
    watch.add('video_9')
    expect([stats.requests, calls, watch.size]).toEqual([4, [], 0])
  })
})
