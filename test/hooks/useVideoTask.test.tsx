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

describe.each([{ strict: false }, { strict: true }])(
  'watching a task (StrictMode: $strict)',
  ({ strict }) => {
    it('polls through queue and progress to the end, and not once more', async () => {
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

      const asked = app.requestCount()
      await app.advance(3_600_000)
      expect(app.requestCount()).toBe(asked)
    })

    it('asks once per poll, one interval after the last answer', async () => {
      const app = createTestApp({ strict })
      const { id } = app.emulator.addTask({ state: { status: 'in_progress', progress: 50 } })
      renderHook(() => useVideoTask(id), { wrapper: app.wrapper })
      await app.advance(100)
      const first = app.requestCount()
      // A remount by StrictMode may abort one request and ask again.
      expect(first).toBeLessThanOrEqual(strict ? 2 : 1)
      await app.advance(50_000)
      expect(app.requestCount() - first).toBe(10)
    })
  },
)

it('any number of hooks for one id share one request per poll', async () => {
  const app = createTestApp()
  const { id } = app.emulator.addTask({ state: { status: 'in_progress', progress: 50 } })
  renderHook(() => [useVideoTask(id), useVideoTask(id), useVideoTask(id)], { wrapper: app.wrapper })
  renderHook(() => useVideoTask(id), { wrapper: app.wrapper })
  await app.advance(10_100)
  expect(app.requestCount()).toBe(3)
})

it('an unchanged poll renders nothing', async () => {
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

it('frequent renders do not put off a poll', async () => {
  const app = createTestApp()
  const { id } = app.emulator.addTask({ state: { status: 'in_progress', progress: 50 } })
  const { rerender } = renderHook(() => useVideoTask(id), { wrapper: app.wrapper })
  for (let i = 0; i < 101; i++) {
    await app.advance(100)
    rerender()
  }
  expect(app.requestCount()).toBe(3)
})

describe('without an id', () => {
  it.each([null, undefined])('%s waits without a request', async (id) => {
    const app = createTestApp()
    const { result } = renderHook(() => useVideoTask(id), { wrapper: app.wrapper })
    await app.advance(60_000)
    expect(app.requestCount()).toBe(0)
    expect(result.current).toMatchObject({ status: 'pending', fetchStatus: 'idle', data: undefined })
    expect(videoTaskState(result.current)).toBe('idle')
  })

  it('a refetch on a hook that waits asks nothing and spoils no other', async () => {
    const app = createTestApp()
    vi.spyOn(console, 'error').mockImplementation(() => {})
    const { result } = renderHook(() => useVideoTask(null), { wrapper: app.wrapper })
    void result.current.refetch()
    await app.advance(60_000)
    const other = renderHook(() => useVideoTask(undefined), { wrapper: app.wrapper })
    expect(videoTaskState(other.result.current)).toBe('idle')
    expect(app.requestCount()).toBe(0)
  })

  it('an id that cannot be one is the error of its query: no request, nothing thrown, and waiting stays waiting', async () => {
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

it('a change of id never shows the old task, even where the app keeps previous data by default', async () => {
  const app = createTestApp()
  app.queryClient = new QueryClient({ defaultOptions: { queries: { placeholderData: keepPreviousData } } })
  const old = app.emulator.addTask({ state: { status: 'in_progress', progress: 50 } }).id
  const fresh = app.emulator.addTask({ state: { status: 'queued' } }).id
  const { result, rerender } = renderHook(({ id }) => useVideoTask(id), {
    wrapper: app.wrapper,
    initialProps: { id: old as string | null },
  })
  await app.advance(100)
  expect(result.current.data?.id).toBe(old)
  rerender({ id: fresh })
  expect(result.current.data).toBeUndefined()
  await app.advance(100)
  expect(result.current.data?.id).toBe(fresh)
  rerender({ id: null })
  expect(result.current.data).toBeUndefined()
})

it('an unmount aborts the request under way and ends polling', async () => {
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

describe('when a poll fails', () => {
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
  ])('%s shows its error, keeps what is known, and polling goes on', async (_, answer) => {
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
  })

  it('waits longer after each failure in a row, and starts anew after a success', async () => {
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
    ['an HTML page', () => new Response('<!doctype html>')],
  ])('%s ends polling: no refocus, reconnect or mount asks again, only refetch does', async (_, answer) => {
    const { app, result, id } = await watchThenFail(answer)
    expect(result.current).toMatchObject({ data: { status: 'in_progress' }, error: { retryable: false } })
    const asked = app.requestCount()
    await app.advance(600_000)
    focusManager.setFocused(false)
    focusManager.setFocused(true)
    onlineManager.setOnline(false)
    onlineManager.setOnline(true)
    renderHook(() => useVideoTask(id), { wrapper: app.wrapper })
    await app.advance(600_000)
    expect(app.requestCount()).toBe(asked)
    app.answer = undefined
    void result.current.refetch()
    await app.advance(100)
    expect(result.current.error).toBeNull()
    await app.advance(5_000)
    expect(app.requestCount()).toBe(asked + 2)
  })

  it('a first answer of 401 ends it as well, a mount included', async () => {
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
    const thrown = Object.freeze(new VideoApiError({ status: 503, code: 'overloaded', retryAfter: 5_000 }))
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

  it('an outage before does not use up the time that a fresh id gets', async () => {
    const app = createTestApp()
    const { id } = app.emulator.addTask({ state: { status: 'in_progress', progress: 50 } })
    app.answer = () => Promise.reject(new TypeError('Failed to fetch'))
    const { result } = renderHook(() => useVideoTask(id), { wrapper: app.wrapper })
    await app.advance(60_000)
    expect(result.current.error).toMatchObject({ code: 'network_error' })
    app.answer = () => new Response('', { status: 404 })
    const asked = app.requestCount()
    while (app.requestCount() === asked) await app.advance(1_000)
    expect(result.current.error).toMatchObject({ status: 404 })
    app.answer = undefined
    await app.advance(10_000)
    expect(result.current).toMatchObject({ data: { progress: 50 }, error: null })
  })

  it('an id nobody knows yet gets its 30 s, then the watch ends', async () => {
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

it('no look at the tab and no mount cuts short the wait a server asked for', async () => {
  const app = createTestApp()
  const { id } = app.emulator.addTask({ state: { status: 'in_progress', progress: 50 } })
  const busy = () => new Response('', { status: 429, headers: { 'retry-after': '300' } })
  app.answer = busy
  renderHook(() => useVideoTask(id), { wrapper: app.wrapper })
  await app.advance(1_000)
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
  'an answer that says less takes nothing back: %j',
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

describe('a page nobody sees', () => {
  it('is polled every 45 s and catches up at once when it is shown', async () => {
    const app = createTestApp()
    const { id } = app.emulator.addTask({ state: { status: 'in_progress', progress: 50 } })
    renderHook(() => useVideoTask(id), { wrapper: app.wrapper })
    await app.advance(100)
    focusManager.setFocused(false)
    await app.advance(5_000)
    const hidden = app.requestCount()
    await app.advance(90_000)
    expect(app.requestCount()).toBe(hidden + 2)
    focusManager.setFocused(true)
    await app.advance(100)
    expect(app.requestCount()).toBe(hidden + 3)
    await app.advance(5_000)
    expect(app.requestCount()).toBe(hidden + 4)
  })

  it('survives a failure while hidden', async () => {
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

it('an outage is waited out and ends with one request', async () => {
  const app = createTestApp()
  const { id } = app.emulator.addTask({ state: { status: 'in_progress', progress: 50 } })
  const { result } = renderHook(() => useVideoTask(id), { wrapper: app.wrapper })
  await app.advance(100)
  onlineManager.setOnline(false)
  app.answer = () => Promise.reject(new TypeError('offline'))
  await app.advance(30_000)
  expect(result.current).toMatchObject({ data: { progress: 50 }, error: { code: 'network_error' } })
  app.answer = undefined
  const asked = app.requestCount()
  onlineManager.setOnline(true)
  await app.advance(100)
  expect(app.requestCount()).toBe(asked + 1)
  expect(result.current.error).toBeNull()
})

describe('useVideoTasks', () => {
  it('asks the policy of no task again where the page renders and nothing has changed', async () => {
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
    const { rerender } = renderHook(() => useVideoTasks([id]), { wrapper })
    await app.advance(1_000)
    rerender()
    pollInterval.mockClear()
    for (let render = 0; render < 10; render++) rerender()
    expect(pollInterval).not.toHaveBeenCalled()
    await app.advance(5_000)
    expect(pollInterval).toHaveBeenCalled()
  })

  it('gives results in the order of the ids, equal ones sharing a query', async () => {
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

  it('one bad id spoils none of the others', async () => {
    const app = createTestApp()
    const { id } = app.emulator.addTask({ state: { status: 'in_progress', progress: 50 } })
    const { result } = renderHook(() => useVideoTasks(['..', id]), { wrapper: app.wrapper })
    await app.advance(100)
    expect(result.current[0]?.error).toMatchObject({ code: 'invalid_id' })
    expect(result.current[1]?.data?.progress).toBe(50)
  })
})

it('scopes keep the tasks of two users apart', async () => {
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
