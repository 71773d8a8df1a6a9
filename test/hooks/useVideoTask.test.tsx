import { focusManager, keepPreviousData, onlineManager, QueryClient } from '@tanstack/react-query'
import { renderHook } from '@testing-library/react'
import type { ReactNode } from 'react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import {
  useVideoTask,
  useVideoTasks,
  VideoApiError,
  VideoTaskError,
  videoTaskKeys,
  VideoTaskProvider,
  videoTaskState,
} from 'react-video-task'
import { createTestApp } from './support/createTestApp.js'

afterEach(() => {
  vi.restoreAllMocks()
  focusManager.setFocused(undefined)
  onlineManager.setOnline(true)
})

describe.each([{ strict: false }, { strict: true }])('useVideoTask (StrictMode: $strict)', ({ strict }) => {
  it('polls a task until it is completed, and sends no request after that', async () => {
    const app = createTestApp({ strict })
    const { id } = app.emulator.addTask({ model: 'wan2.6' })
    const { result } = renderHook(() => useVideoTask(id), { wrapper: app.wrapper })
    expect(result.current.data).toBeUndefined()
    expect(videoTaskState(result.current)).toBe('loading')

    const states = new Set<string>()
    for (let second = 0; second < 30; second++) {
      await app.advance(1_000)
      states.add(videoTaskState(result.current))
    }
    expect([...states]).toEqual(['queued', 'in_progress', 'completed'])
    const { data } = result.current
    expect(data?.status === 'completed' && data.video_url).toMatch(/^http/)

    const requests = app.requestCount()
    await app.advance(3_600_000)
    expect(app.requestCount()).toBe(requests)
  })

  it('sends one request per poll, one interval after the last response', async () => {
    const app = createTestApp({ strict })
    const { id } = app.emulator.addTask({ state: { status: 'in_progress', progress: 50 } })
    renderHook(() => useVideoTask(id), { wrapper: app.wrapper })
    await app.advance(100)
    const first = app.requestCount()
    // StrictMode remounts, which may abort the first request and send a second.
    expect(first).toBeLessThanOrEqual(strict ? 2 : 1)
    await app.advance(50_000)
    expect(app.requestCount() - first).toBe(10)
  })
})

it('four hooks for one id share one request per poll', async () => {
  const app = createTestApp()
  const { id } = app.emulator.addTask({ state: { status: 'in_progress', progress: 50 } })
  renderHook(() => [useVideoTask(id), useVideoTask(id), useVideoTask(id)], { wrapper: app.wrapper })
  renderHook(() => useVideoTask(id), { wrapper: app.wrapper })
  await app.advance(10_100)
  expect(app.requestCount()).toBe(3)
})

it('an unchanged poll causes no render', async () => {
  const app = createTestApp()
  const { id } = app.emulator.addTask({ state: { status: 'in_progress', progress: 50 } })
  let renders = 0
  renderHook(
    () => {
      renders += 1
      return videoTaskState(useVideoTask(id))
    },
    { wrapper: app.wrapper },
  )
  await app.advance(100)
  const before = renders
  await app.advance(50_000)
  expect(app.requestCount()).toBe(11)
  expect(renders).toBe(before)
})

it('frequent renders do not delay a poll', async () => {
  const app = createTestApp()
  const { id } = app.emulator.addTask({ state: { status: 'in_progress', progress: 50 } })
  const { rerender } = renderHook(() => useVideoTask(id), { wrapper: app.wrapper })
  for (let i = 0; i < 101; i++) {
    await app.advance(100)
    rerender()
  }
  expect(app.requestCount()).toBe(3)
})

describe('missing or invalid id', () => {
  it.each([null, undefined])('an id of %s stays idle without a request', async (id) => {
    const app = createTestApp()
    const { result } = renderHook(() => useVideoTask(id), { wrapper: app.wrapper })
    await app.advance(60_000)
    expect(app.requestCount()).toBe(0)
    expect(result.current).toMatchObject({ status: 'pending', fetchStatus: 'idle', data: undefined })
    expect(videoTaskState(result.current)).toBe('idle')
  })

  it('refetch without an id sends no request and leaves other idle hooks idle', async () => {
    const app = createTestApp()
    vi.spyOn(console, 'error').mockImplementation(() => {})
    const { result } = renderHook(() => useVideoTask(null), { wrapper: app.wrapper })
    void result.current.refetch()
    await app.advance(60_000)
    const other = renderHook(() => useVideoTask(undefined), { wrapper: app.wrapper })
    expect(videoTaskState(other.result.current)).toBe('idle')
    expect(app.requestCount()).toBe(0)
  })

  it('an invalid id gives an invalid_id error in the result, without a request', async () => {
    const app = createTestApp()
    for (const id of ['', ' ', '.', '..', 'a\nb', 7 as unknown as string]) {
      const { result } = renderHook(() => useVideoTask(id), { wrapper: app.wrapper })
      await app.advance(60_000)
      expect(result.current.error).toBeInstanceOf(VideoTaskError)
      expect(result.current.error).toMatchObject({ code: 'invalid_id' })
    }
    const { result } = renderHook(() => useVideoTask(null), { wrapper: app.wrapper })
    expect(result.current.error).toBeNull()
    expect(app.requestCount()).toBe(0)
  })
})

it('a change of id never shows the previous task, even with keepPreviousData as a default', async () => {
  const app = createTestApp()
  app.queryClient = new QueryClient({ defaultOptions: { queries: { placeholderData: keepPreviousData } } })
  const previous = app.emulator.addTask({ state: { status: 'in_progress', progress: 50 } }).id
  const next = app.emulator.addTask({ state: { status: 'queued' } }).id
  const { result, rerender } = renderHook(({ id }) => useVideoTask(id), {
    wrapper: app.wrapper,
    initialProps: { id: previous as string | null },
  })
  await app.advance(100)
  expect(result.current.data?.id).toBe(previous)
  rerender({ id: next })
  expect(result.current.data).toBeUndefined()
  await app.advance(100)
  expect(result.current.data?.id).toBe(next)
  rerender({ id: null })
  expect(result.current.data).toBeUndefined()
})

it('unmounting aborts the pending request and stops polling', async () => {
  const app = createTestApp()
  app.answer = () => new Promise(() => {})
  const { unmount } = renderHook(() => useVideoTask('a'), { wrapper: app.wrapper })
  await app.advance(100)
  expect(app.signals[0]?.aborted).toBe(false)
  unmount()
  expect(app.signals[0]?.aborted).toBe(true)
  await app.advance(600_000)
  expect(app.requestCount()).toBe(1)
})

describe('failed polls', () => {
  const watchThenFail = async (answer: () => Response | Promise<Response>) => {
    const app = createTestApp()
    const { id } = app.emulator.addTask({ state: { status: 'in_progress', progress: 50 } })
    const { result } = renderHook(() => useVideoTask(id), { wrapper: app.wrapper })
    await app.advance(100)
    app.answer = answer
    await app.advance(5_000)
    return { app, result, id }
  }

  it.each([
    ['a 503', () => new Response('', { status: 503 })],
    ['no network', () => Promise.reject(new TypeError('Failed to fetch'))],
    ['cut-short JSON', () => new Response('{"id":')],
    ['null', () => Response.json(null)],
    ['an array', () => Response.json([])],
  ])(
    'a failed poll (%s) sets a retryable error, keeps the data, and polling continues',
    async (_, answer) => {
      const { app, result } = await watchThenFail(answer)
      expect(result.current).toMatchObject({
        data: { status: 'in_progress', progress: 50 },
        error: { retryable: true },
      })
      expect(videoTaskState(result.current)).toBe('unreachable')
      app.answer = undefined
      await app.advance(2_100)
      expect(result.current.error).toBeNull()
      expect(videoTaskState(result.current)).toBe('in_progress')
    },
  )

  it('backs off after each consecutive failed poll, and resets after a success', async () => {
    const { app } = await watchThenFail(() => new Response('', { status: 503 }))
    const countAfter = async (ms: number) => {
      await app.advance(ms)
      return app.requestCount()
    }
    expect(await countAfter(0)).toBe(2)
    expect(await countAfter(2_200)).toBe(3)
    expect(await countAfter(3_300)).toBe(3)
    expect(await countAfter(1_000)).toBe(4)
    app.answer = undefined
    expect(await countAfter(8_600)).toBe(5)
    app.answer = () => new Response('', { status: 503 })
    expect(await countAfter(5_000)).toBe(6)
    expect(await countAfter(2_300)).toBe(7)
  })

  it.each([
    [
      'a 401',
      () => Response.json({ error: { message: 'Invalid key', code: 'invalid_api_key' } }, { status: 401 }),
    ],
  ])('%s stops polling until refetch, despite focus, reconnect and mount', async (_, answer) => {
    const { app, result, id } = await watchThenFail(answer)
    expect(result.current).toMatchObject({ data: { status: 'in_progress' }, error: { retryable: false } })
    const requests = app.requestCount()
    await app.advance(600_000)
    focusManager.setFocused(false)
    focusManager.setFocused(true)
    onlineManager.setOnline(false)
    onlineManager.setOnline(true)
    renderHook(() => useVideoTask(id), { wrapper: app.wrapper })
    await app.advance(600_000)
    expect(app.requestCount()).toBe(requests)
    app.answer = undefined
    void result.current.refetch()
    await app.advance(100)
    expect(result.current.error).toBeNull()
    await app.advance(5_000)
    expect(app.requestCount()).toBe(requests + 2)
  })

  it('an HTML page to the first poll stops polling', async () => {
    const app = createTestApp()
    app.answer = () => new Response('<!doctype html>')
    const { result } = renderHook(() => useVideoTask('a'), { wrapper: app.wrapper })
    await app.advance(60_000)
    expect(result.current.error).toMatchObject({ code: 'wrong_base_url', retryable: false })
    expect(app.requestCount()).toBe(1)
  })

  it.each<[string, () => Response]>([
    ['an HTML page', () => new Response('<!doctype html>')],
    ['an HTML page with 404', () => new Response('<html>no such site</html>', { status: 404 })],
    ['a redirect', () => new Response(null, { status: 302, headers: { location: 'https://login.example' } })],
    ['a 526', () => new Response('', { status: 526 })],
    ['an unknown error under 200', () => Response.json({ status: 'error', message: 'try later' })],
  ])('%s after a good answer is an outage', async (_, answer) => {
    const { app, result } = await watchThenFail(answer)
    expect(result.current).toMatchObject({ data: { status: 'in_progress' }, error: { retryable: true } })
    await app.advance(120_000)
    app.answer = undefined
    await app.advance(90_000)
    expect(result.current.error).toBeNull()
  })

  it('a 401 to the first poll stops polling, also for later mounts', async () => {
    const app = createTestApp()
    app.answer = () => new Response('', { status: 401 })
    const first = renderHook(() => useVideoTask('a'), { wrapper: app.wrapper })
    await app.advance(60_000)
    expect(first.result.current).toMatchObject({ data: undefined, error: { status: 401 } })
    renderHook(() => useVideoTask('a'), { wrapper: app.wrapper })
    await app.advance(60_000)
    expect(app.requestCount()).toBe(1)
  })

  it('counts failed polls per task in error.attempt, on a copy of the error the client threw', async () => {
    const app = createTestApp()
    const thrown = Object.freeze(new VideoApiError({ status: 502, code: 'overloaded', retryAfter: 5_000 }))
    const client = { ...app.client, retrieve: () => Promise.reject(thrown) }
    const { result } = renderHook(
      () =>
        ['a', 'b'].map((id) => {
          const { error, refetch } = useVideoTask(id, { client })
          return { error, refetch }
        }),
      { wrapper: app.wrapper },
    )
    await app.advance(100)
    void result.current[1]?.refetch()
    await app.advance(100)
    const [first, second] = result.current.map(({ error }) => error)
    expect([first?.attempt, second?.attempt]).toEqual([1, 2])
    expect(thrown).not.toHaveProperty('attempt')
    for (const error of [first, second]) {
      expect(error).toBeInstanceOf(VideoApiError)
      expect(Object.prototype.toString.call(error)).toBe('[object Error]')
      const { name, message, code, retryable, status, retryAfter, stack } = thrown
      expect(error).toMatchObject({ name, message, code, retryable, status, retryAfter, stack })
    }
  })

  it('counts each request of a first poll that failed in error.attempt', async () => {
    const app = createTestApp()
    app.answer = () => Promise.reject(new TypeError('Failed to fetch'))
    const { result } = renderHook(() => useVideoTask('a'), { wrapper: app.wrapper })
    for (let seconds = 0; seconds < 20 && !result.current.error; seconds++) await app.advance(1_000)
    expect(app.requestCount()).toBeGreaterThan(1)
    expect(result.current.error?.attempt).toBe(app.requestCount())
  })

  it('an outage does not shorten the 404 grace period of a new id', async () => {
    const app = createTestApp()
    const { id } = app.emulator.addTask({ state: { status: 'in_progress', progress: 50 } })
    app.answer = () => Promise.reject(new TypeError('Failed to fetch'))
    const { result } = renderHook(() => useVideoTask(id), { wrapper: app.wrapper })
    await app.advance(60_000)
    expect(result.current.error).toMatchObject({ code: 'network_error' })
    app.answer = () => new Response('', { status: 404 })
    const requests = app.requestCount()
    while (app.requestCount() === requests) await app.advance(1_000)
    expect(result.current.error).toMatchObject({ status: 404 })
    app.answer = undefined
    await app.advance(10_000)
    expect(result.current).toMatchObject({ data: { progress: 50 }, error: null })
  })

  it('an unknown id is retried for 30 s, then polling stops with task_not_exist', async () => {
    const app = createTestApp()
    const { result } = renderHook(() => useVideoTask('unknown'), { wrapper: app.wrapper })
    await app.advance(20_000)
    expect(videoTaskState(result.current)).toBe('unreachable')
    await app.advance(40_000)
    expect(app.requestCount()).toBe(5)
    expect(result.current.error).toMatchObject({ code: 'task_not_exist' })
    await app.advance(600_000)
    expect(app.requestCount()).toBe(5)
  })
})

it('focus and mounts do not shorten the wait of a Retry-After on 429', async () => {
  const app = createTestApp()
  const { id } = app.emulator.addTask({ state: { status: 'in_progress', progress: 50 } })
  const busy = () => new Response('', { status: 429, headers: { 'retry-after': '300' } })
  app.answer = busy
  renderHook(() => useVideoTask(id), { wrapper: app.wrapper })
  await app.advance(0)
  // One at the moment of the answer. A poll that waits for the key would show as one that is sent.
  for (let mounts = 0; mounts < 2; mounts++) {
    const { result } = renderHook(() => useVideoTask(id).fetchStatus, { wrapper: app.wrapper })
    await app.advance(1_000)
    expect(result.current).toBe('idle')
  }
  expect(app.requestCount()).toBe(1)
  for (let second = 0; second < 20; second++) {
    focusManager.setFocused(false)
    focusManager.setFocused(true)
    renderHook(() => useVideoTask(id), { wrapper: app.wrapper })
    await app.advance(1_000)
  }
  expect(app.requestCount()).toBe(1)
  app.answer = undefined
  await app.advance(320_000)
  expect(app.requestCount()).toBeGreaterThan(1)
})

it.each([{ code: 'success', data: null }, { request_id: 'r' }, { status: 'unknown' }])(
  'a response of %j keeps the known fields of the task',
  async (body) => {
    const app = createTestApp()
    const { id } = app.emulator.addTask({ model: 'wan2.7', state: { status: 'in_progress', progress: 50 } })
    const { result } = renderHook(() => useVideoTask(id), { wrapper: app.wrapper })
    await app.advance(100)
    app.answer = () => Response.json(body)
    await app.advance(60_000)
    expect(app.requestCount()).toBeGreaterThan(2)
    expect(result.current).toMatchObject({
      error: null,
      data: { id, status: 'in_progress', progress: 50, model: 'wan2.7' },
    })
  },
)

describe('hidden page', () => {
  it('a hidden page polls every 45 s, and at once when it becomes visible', async () => {
    const app = createTestApp()
    const { id } = app.emulator.addTask({ state: { status: 'in_progress', progress: 50 } })
    renderHook(() => useVideoTask(id), { wrapper: app.wrapper })
    await app.advance(100)
    focusManager.setFocused(false)
    await app.advance(5_000)
    const hidden = app.requestCount()
    await app.advance(90_000)
    expect(app.requestCount()).toBe(hidden + 2)
    await app.advance(20_000)
    focusManager.setFocused(true)
    await app.advance(100)
    expect(app.requestCount()).toBe(hidden + 3)
    await app.advance(5_000)
    expect(app.requestCount()).toBe(hidden + 4)
  })

  it('a page that is visible again within seconds polls at the visible interval', async () => {
    const app = createTestApp()
    const { id } = app.emulator.addTask({ state: { status: 'in_progress', progress: 50 } })
    renderHook(() => useVideoTask(id), { wrapper: app.wrapper })
    await app.advance(5_100)
    focusManager.setFocused(false)
    await app.advance(5_000)
    const hidden = app.requestCount()
    await app.advance(1_000)
    focusManager.setFocused(true)
    await app.advance(100)
    expect(app.requestCount()).toBe(hidden)
    await app.advance(5_000)
    expect(app.requestCount()).toBe(hidden + 1)
  })

  it('a hidden page recovers from a failed poll', async () => {
    const app = createTestApp()
    const { id } = app.emulator.addTask({ state: { status: 'in_progress', progress: 50 } })
    const { result } = renderHook(() => useVideoTask(id), { wrapper: app.wrapper })
    await app.advance(100)
    focusManager.setFocused(false)
    app.answer = () => new Response('', { status: 503 })
    await app.advance(60_000)
    expect(result.current.error).not.toBeNull()
    app.answer = undefined
    await app.advance(60_000)
    expect(result.current.error).toBeNull()
  })
})

it('reconnecting sends one request and clears the network error', async () => {
  const app = createTestApp()
  const { id } = app.emulator.addTask({ state: { status: 'in_progress', progress: 50 } })
  const { result } = renderHook(() => useVideoTask(id), { wrapper: app.wrapper })
  await app.advance(100)
  onlineManager.setOnline(false)
  app.answer = () => Promise.reject(new TypeError('offline'))
  await app.advance(30_000)
  expect(result.current).toMatchObject({ data: { progress: 50 }, error: { code: 'network_error' } })
  app.answer = undefined
  const requests = app.requestCount()
  onlineManager.setOnline(true)
  await app.advance(100)
  expect(app.requestCount()).toBe(requests + 1)
  expect(result.current.error).toBeNull()
})

describe('useVideoTasks', () => {
  it.each([
    ['useVideoTasks', (id: string) => useVideoTasks([id])],
    ['useVideoTask', (id: string) => useVideoTask(id)],
  ])('%s does not call pollInterval again for renders without a change', async (_, watch) => {
    const app = createTestApp()
    const { id } = app.emulator.addTask({ state: { status: 'in_progress', progress: 20 } })
    const pollInterval = vi.fn(() => 5_000)
    const wrapper = ({ children }: { children: ReactNode }) =>
      app.wrapper({
        children: (
          <VideoTaskProvider client={app.client} pollInterval={pollInterval}>
            {children}
          </VideoTaskProvider>
        ),
      })
    const { rerender } = renderHook(() => void watch(id), { wrapper })
    await app.advance(1_000)
    rerender()
    pollInterval.mockClear()
    for (let render = 0; render < 10; render++) rerender()
    expect(pollInterval).not.toHaveBeenCalled()
    await app.advance(5_000)
    expect(pollInterval).toHaveBeenCalled()
  })

  it('useVideoTasks returns results in the order of the ids, and equal ids share a query', async () => {
    const app = createTestApp()
    const [a, b] = [20, 60].map(
      (progress) => app.emulator.addTask({ state: { status: 'in_progress', progress } }).id,
    )
    const { result, rerender } = renderHook(({ ids }) => useVideoTasks(ids), {
      wrapper: app.wrapper,
      initialProps: { ids: [b, a, b] as string[] },
    })
    await app.advance(100)
    expect(result.current.map(({ data }) => data?.progress)).toEqual([60, 20, 60])
    expect(app.requestCount()).toBe(2)
    rerender({ ids: [a as string] })
    expect(result.current.map(({ data }) => data?.progress)).toEqual([20])
    rerender({ ids: [] })
    expect(result.current).toEqual([])
  })

  it('useVideoTasks reports an invalid id without affecting the other tasks', async () => {
    const app = createTestApp()
    const { id } = app.emulator.addTask({ state: { status: 'in_progress', progress: 50 } })
    const { result } = renderHook(() => useVideoTasks(['..', id]), { wrapper: app.wrapper })
    await app.advance(100)
    expect(result.current[0]?.error).toMatchObject({ code: 'invalid_id' })
    expect(result.current[1]?.data?.progress).toBe(50)
  })
})

it('tasks of different scopes have separate cache entries', async () => {
  const app = createTestApp()
  const { id } = app.emulator.addTask({ state: { status: 'in_progress', progress: 50 } })
  const { result } = renderHook(
    () => [useVideoTask(id, { scope: 'ann' }), useVideoTask(id, { scope: 'ben' })],
    {
      wrapper: app.wrapper,
    },
  )
  await app.advance(100)
  expect(app.requestCount()).toBe(2)
  app.queryClient.removeQueries({ queryKey: videoTaskKeys.all('ann') })
  expect(app.queryClient.getQueryData(videoTaskKeys.detail(id, 'ben'))).toBe(result.current[1]?.data)
  expect(app.queryClient.getQueryData(videoTaskKeys.detail(id, 'ann'))).toBeUndefined()
})
