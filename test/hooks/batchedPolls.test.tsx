import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, renderHook } from '@testing-library/react'
import type { ReactNode } from 'react'
import { expect, it, vi } from 'vitest'
import {
  createVideoClient,
  useVideoTask,
  useVideoTasks,
  type VideoTask,
  type VideoTaskOptions,
  VideoTaskProvider,
} from 'react-video-task'
import { createVideoProxy } from 'react-video-task/server'

// The real one: the tests have a fake clock.
const { setImmediate } = globalThis

type Answer = Response | undefined

const noAnswer: (id: string) => Answer = () => undefined

/** An app in virtual time behind the proxy, whose API answers after 20 ms. */
async function createBatchedApp(options: VideoTaskOptions = {}) {
  vi.useFakeTimers()
  /** Ids of each request of the page, and when it was sent. */
  const requests: { ids: string[]; at: number }[] = []
  const app = {
    requests,
    /** Answers in place of the API. */
    answer: noAnswer,
    tasks: new Map<string, Partial<VideoTask>>(),
  }
  let pending = 0
  let sleeping = 0
  const proxy = createVideoProxy({
    apiKey: 'sk-of-the-server',
    authorize: () => true,
    cache: false,
    onError: () => undefined,
    fetch: async (url) => {
      const id = url.slice(url.lastIndexOf('/') + 1)
      sleeping += 1
      await new Promise((resolve) => setTimeout(resolve, 20))
      sleeping -= 1
      const task = { id, object: 'video', model: 'wan2.6', status: 'in_progress', progress: 40 }
      return app.answer(id) ?? Response.json({ ...task, ...app.tasks.get(id) })
    },
  })
  const client = createVideoClient({
    baseURL: 'https://app.test/api/v1',
    fetch: (input, init) => {
      const request = new Request(String(input), { ...init, signal: null })
      const { pathname, searchParams } = new URL(request.url)
      const ids = searchParams.get('ids')?.split(',') ?? [pathname.slice(pathname.lastIndexOf('/') + 1)]
      requests.push({ ids, at: Date.now() })
      pending += 1
      return proxy(request).finally(() => (pending -= 1))
    },
  })
  const queryClient = new QueryClient()
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={queryClient}>
      <VideoTaskProvider client={client} {...options}>
        {children}
      </VideoTaskProvider>
    </QueryClientProvider>
  )
  const advance = async (ms: number) => {
    for (let left = ms; left > 0; left -= STEP_MS) {
      await act(async () => {
        await vi.advanceTimersByTimeAsync(Math.min(left, STEP_MS))
        // The proxy's WebCrypto takes real time.
        for (let turns = 0; pending > 0 && sleeping === 0 && turns < MAX_TURNS; turns++)
          await new Promise((resolve) => setImmediate(resolve))
        await vi.advanceTimersByTimeAsync(0)
      })
    }
  }
  const pollsOf = (id: string) => requests.filter(({ ids }) => ids.includes(id)).length
  /** Until the client has heard that the server answers about many. */
  const start = async () => {
    await advance(100)
    await act(() => vi.dynamicImportSettled())
    await vi.waitFor(() => expect(client.batch?.size).toBe(50))
  }
  return { ...app, app, client, queryClient, wrapper, advance, pollsOf, start }
}

/** The steps of the clock, in ms: a request is answered within one or two. */
const STEP_MS = 100
const MAX_TURNS = 10_000

const idsBelow = (count: number) => Array.from({ length: count }, (_, index) => `task_${index}`)

it('many tasks are polled with two requests a second, each as often as alone', async () => {
  const ids = idsBelow(60)
  const { wrapper, advance, requests, start, pollsOf } = await createBatchedApp()
  const { result } = renderHook(() => useVideoTasks(ids).filter(({ data }) => data).length, { wrapper })
  await start()
  await advance(5_000)
  expect(result.current).toBe(60)
  const before = requests.length
  const pollsBefore = ids.map(pollsOf)
  await advance(30_000)
  expect(requests.length - before).toBeLessThanOrEqual(62)
  expect(requests.every(({ ids: sent }) => sent.length <= 50)).toBe(true)
  // The policy waits 15 s at most.
  const polls = ids.map((id, index) => pollsOf(id) - (pollsBefore[index] ?? 0))
  expect(Math.min(...polls)).toBeGreaterThanOrEqual(1)
  expect(polls.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(120)
})

it('each of the tasks of a batch ends, fails and waits on its own', async () => {
  const ids = idsBelow(8)
  const { app, wrapper, advance, start, pollsOf } = await createBatchedApp({ pollInterval: 5_000 })
  const { result } = renderHook(() => useVideoTasks(ids), { wrapper })
  await start()
  await advance(5_000)
  app.tasks.set('task_0', { status: 'completed', video_url: 'https://cdn.example/0.mp4' })
  app.tasks.set('task_1', { status: 'failed', error: { message: 'Blocked' } })
  const envelope = (code: string) => ({ error: { message: code, code, type: null, param: null } })
  app.answer = (id) => {
    if (id === 'task_2') return Response.json(envelope('bad_request'), { status: 400 })
    if (id === 'task_3') return Response.json(envelope('busy'), { status: 502 })
    if (id !== 'task_4') return undefined
    return Response.json({ id, status: 'queued' }, { headers: { 'openai-poll-after-ms': '30000' } })
  }
  await advance(6_000)
  const ended = ids.map(pollsOf)
  await advance(20_000)
  const polls = ids.map((id, index) => pollsOf(id) - (ended[index] ?? 0))
  expect(polls.slice(0, 3)).toEqual([0, 0, 0])
  // Backoff of 2, 4, 8 s; then a wait of 30 s that the server asks for.
  expect(polls[3]).toBeGreaterThanOrEqual(1)
  expect(polls[3]).toBeLessThan(polls[5] ?? 0)
  expect(polls[4]).toBe(0)
  expect(polls.slice(5).every((count) => count >= 4)).toBe(true)
  const states = result.current.map(({ data, error }) => [data?.status, error?.code])
  expect(states.slice(0, 4)).toEqual([
    ['completed', undefined],
    ['failed', undefined],
    ['in_progress', 'bad_request'],
    ['in_progress', 'busy'],
  ])
})

it('polls begin on a beat, none later than its wait, and a wait of the server is kept', async () => {
  const { wrapper, advance, requests, start, client } = await createBatchedApp()
  renderHook(() => useVideoTasks(idsBelow(30)), { wrapper })
  await start()
  await advance(60_000)
  const { batch } = client
  const healthy = { data: undefined, error: null, dataUpdatedAt: Date.now() + 123 }
  for (let delay = 3_000; delay < 4_000; delay += 7) {
    const moved = Number(batch?.align({ delay, reason: 'running' }, healthy).delay)
    expect(moved).toBeLessThanOrEqual(delay)
    expect(moved).toBeGreaterThan(delay - 500)
    for (const later of [
      batch?.align({ delay, reason: 'asked' }, healthy),
      batch?.align({ delay, reason: 'retry' }, { ...healthy, error: new Error('busy') }),
    ]) {
      expect(Number(later?.delay)).toBeGreaterThan(delay)
      expect(Number(later?.delay)).toBeLessThanOrEqual(delay + 500)
    }
    expect(batch?.align({ delay, reason: 'interval' }, healthy).delay).toBe(delay)
  }
  expect(batch?.align({ delay: false, reason: 'completed' }, healthy).delay).toBe(false)
  // Thirty tasks of 15 s each would else be two requests a second apart at most.
  const together = requests.filter(({ at }) => at > Date.now() - 45_000)
  expect(together.reduce((sum, { ids }) => sum + ids.length, 0) / together.length).toBeGreaterThan(1.3)
})

it('a task that is unmounted leaves its batch', async () => {
  const { wrapper, advance, start, pollsOf } = await createBatchedApp({ pollInterval: 5_000 })
  const page = renderHook(({ ids }) => useVideoTasks(ids), { wrapper, initialProps: { ids: idsBelow(3) } })
  await start()
  await advance(5_000)
  page.rerender({ ids: idsBelow(2) })
  const before = pollsOf('task_2')
  await advance(15_000)
  expect(pollsOf('task_2')).toBe(before)
  expect(pollsOf('task_1')).toBeGreaterThanOrEqual(4)
})

it('one task is polled alone, without the code of batches', async () => {
  const { wrapper, advance, client, requests } = await createBatchedApp({ pollInterval: 5_000 })
  renderHook(() => useVideoTask('task_1'), { wrapper })
  for (let second = 0; second < 30; second++) await advance(1_000)
  await act(() => vi.dynamicImportSettled())
  expect(client.batch).toBeUndefined()
  expect(requests.length).toBeGreaterThanOrEqual(5)
})
