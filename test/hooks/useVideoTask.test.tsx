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
import { watchWorld } from './support/watchWorld.js'

afterEach(() => {
  vi.restoreAllMocks()
  focusManager.setFocused(undefined)
  onlineManager.setOnline(true)
})

describe.each([{ strict: false }, { strict: true }])(
  'watching a task (StrictMode: $strict)',
  ({ strict }) => {
    it('polls through queue and progress to the end, and not once more', async () => {
      const world = watchWorld({ strict })
      const { id } = world.emulator.addTask({ model: 'wan2.6' })
      const { result } = renderHook(() => useVideoTask(id), { wrapper: world.wrapper })
      expect(result.current.data).toBeUndefined()
      expect(videoTaskState(result.current)).toBe('loading')

      const states = new Set<string>()
      for (let second = 0; second < 30; second++) {
        await world.pass(1_000)
        states.add(videoTaskState(result.current))
      }
      expect([...states]).toEqual(['queued', 'in_progress', 'completed'])
      const { data } = result.current
      expect(data?.status === 'completed' && data.video_url).toMatch(/^http/)

      const asked = world.count()
      await world.pass(3_600_000)
      expect(world.count()).toBe(asked)
    })

    it('asks once per poll, one interval after the last answer', async () => {
      const world = watchWorld({ strict })
      const { id } = world.emulator.addTask({ state: { status: 'in_progress', progress: 50 } })
      renderHook(() => useVideoTask(id), { wrapper: world.wrapper })
      await world.pass(100)
      const first = world.count()
      // A remount by StrictMode may abort one request and ask again.
      expect(first).toBeLessThanOrEqual(strict ? 2 : 1)
      await world.pass(50_000)
      expect(world.count() - first).toBe(10)
    })
  },
)

it('any number of hooks for one id share one request per poll', async () => {
  const world = watchWorld()
  const { id } = world.emulator.addTask({ state: { status: 'in_progress', progress: 50 } })
  renderHook(() => [useVideoTask(id), useVideoTask(id), useVideoTask(id)], { wrapper: world.wrapper })
  renderHook(() => useVideoTask(id), { wrapper: world.wrapper })
  await world.pass(10_100)
  expect(world.count()).toBe(3)
})

it('an unchanged poll renders nothing', async () => {
  const world = watchWorld()
  const { id } = world.emulator.addTask({ state: { status: 'in_progress', progress: 50 } })
  let renders = 0
  renderHook(
    () => {
      renders += 1
      return videoTaskState(useVideoTask(id))
    },
    { wrapper: world.wrapper },
  )
  await world.pass(100)
  const before = renders
  await world.pass(50_000)
  expect(world.count()).toBe(11)
  expect(renders).toBe(before)
})

it('frequent renders do not put off a poll', async () => {
  const world = watchWorld()
  const { id } = world.emulator.addTask({ state: { status: 'in_progress', progress: 50 } })
  const { rerender } = renderHook(() => useVideoTask(id), { wrapper: world.wrapper })
  for (let i = 0; i < 101; i++) {
    await world.pass(100)
    rerender()
  }
  expect(world.count()).toBe(3)
})

describe('without an id', () => {
  it.each([null, undefined])('%s waits without a request', async (id) => {
    const world = watchWorld()
    const { result } = renderHook(() => useVideoTask(id), { wrapper: world.wrapper })
    await world.pass(60_000)
    expect(world.count()).toBe(0)
    expect(result.current).toMatchObject({ status: 'pending', fetchStatus: 'idle', data: undefined })
    expect(videoTaskState(result.current)).toBe('idle')
  })

  it('a refetch on a hook that waits asks nothing and spoils no other', async () => {
    const world = watchWorld()
    vi.spyOn(console, 'error').mockImplementation(() => {})
    const { result } = renderHook(() => useVideoTask(null), { wrapper: world.wrapper })
    void result.current.refetch()
    await world.pass(60_000)
    const other = renderHook(() => useVideoTask(undefined), { wrapper: world.wrapper })
    expect(videoTaskState(other.result.current)).toBe('idle')
    expect(world.count()).toBe(0)
  })

  it('an id that cannot be one is the error of its query: no request, nothing thrown, and waiting stays waiting', async () => {
    const world = watchWorld()
    for (const id of ['', ' ', '.', '..', 'a\nb', 7 as unknown as string]) {
      const { result } = renderHook(() => useVideoTask(id), { wrapper: world.wrapper })
      await world.pass(60_000)
      expect(result.current.error).toBeInstanceOf(VideoTaskError)
      expect(result.current.error).toMatchObject({ code: 'invalid_id' })
    }
    const { result } = renderHook(() => useVideoTask(null), { wrapper: world.wrapper })
    expect(result.current.error).toBeNull()
    expect(world.count()).toBe(0)
  })
})

it('a change of id never shows the old task, even where the app keeps previous data by default', async () => {
  const world = watchWorld()
  world.queryClient = new QueryClient({ defaultOptions: { queries: { placeholderData: keepPreviousData } } })
  const old = world.emulator.addTask({ state: { status: 'in_progress', progress: 50 } }).id
  const fresh = world.emulator.addTask({ state: { status: 'queued' } }).id
  const { result, rerender } = renderHook(({ id }) => useVideoTask(id), {
    wrapper: world.wrapper,
    initialProps: { id: old as string | null },
  })
  await world.pass(100)
  expect(result.current.data?.id).toBe(old)
  rerender({ id: fresh })
  expect(result.current.data).toBeUndefined()
  await world.pass(100)
  expect(result.current.data?.id).toBe(fresh)
  rerender({ id: null })
  expect(result.current.data).toBeUndefined()
})

it('an unmount aborts the request under way and ends polling', async () => {
  const world = watchWorld()
  world.answer = () => new Promise(() => {})
  const { unmount } = renderHook(() => useVideoTask('a'), { wrapper: world.wrapper })
  await world.pass(100)
  expect(world.signals[0]?.aborted).toBe(false)
  unmount()
  expect(world.signals[0]?.aborted).toBe(true)
  await world.pass(600_000)
  expect(world.count()).toBe(1)
})

describe('when a poll fails', () => {
  const watchThenFail = async (answer: () => Response | Promise<Response>) => {
    const world = watchWorld()
    const { id } = world.emulator.addTask({ state: { status: 'in_progress', progress: 50 } })
    const { result } = renderHook(() => useVideoTask(id), { wrapper: world.wrapper })
    await world.pass(100)
    world.answer = answer
    await world.pass(5_000)
    return { world, result, id }
  }

  it.each([
    ['a 503', () => new Response('', { status: 503 })],
    ['no network', () => Promise.reject(new TypeError('Failed to fetch'))],
    ['cut-short JSON', () => new Response('{"id":')],
    ['null', () => Response.json(null)],
    ['an array', () => Response.json([])],
  ])('%s shows its error, keeps what is known, and polling goes on', async (_, answer) => {
    const { world, result } = await watchThenFail(answer)
    expect(result.current).toMatchObject({
      data: { status: 'in_progress', progress: 50 },
      error: { retryable: true },
    })
    expect(videoTaskState(result.current)).toBe('unreachable')
    world.answer = undefined
    await world.pass(2_100)
    expect(result.current.error).toBeNull()
    expect(videoTaskState(result.current)).toBe('in_progress')
  })

  it('waits longer after each failure in a row, and starts anew after a success', async () => {
    const { world } = await watchThenFail(() => new Response('', { status: 503 }))
    const countAfter = async (ms: number) => {
      await world.pass(ms)
      return world.count()
    }
    expect(await countAfter(0)).toBe(2)
    expect(await countAfter(2_200)).toBe(3)
    expect(await countAfter(3_300)).toBe(3)
    expect(await countAfter(1_000)).toBe(4)
    world.answer = undefined
    expect(await countAfter(8_600)).toBe(5)
    world.answer = () => new Response('', { status: 503 })
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
    const { world, result, id } = await watchThenFail(answer)
    expect(result.current).toMatchObject({ data: { status: 'in_progress' }, error: { retryable: false } })
    const asked = world.count()
    await world.pass(600_000)
    focusManager.setFocused(false)
    focusManager.setFocused(true)
    onlineManager.setOnline(false)
    onlineManager.setOnline(true)
    renderHook(() => useVideoTask(id), { wrapper: world.wrapper })
    await world.pass(600_000)
    expect(world.count()).toBe(asked)
    world.answer = undefined
    void result.current.refetch()
    await world.pass(100)
    expect(result.current.error).toBeNull()
    await world.pass(5_000)
    expect(world.count()).toBe(asked + 2)
  })

  it('a first answer of 401 ends it as well, a mount included', async () => {
    const world = watchWorld()
    world.answer = () => new Response('', { status: 401 })
    const first = renderHook(() => useVideoTask('a'), { wrapper: world.wrapper })
    await world.pass(60_000)
    expect(first.result.current).toMatchObject({ data: undefined, error: { status: 401 } })
    renderHook(() => useVideoTask('a'), { wrapper: world.wrapper })
    await world.pass(60_000)
    expect(world.count()).toBe(1)
  })

  it('counts failed polls per task in error.attempt, on a copy of the error the client threw', async () => {
    const world = watchWorld()
    const thrown = Object.freeze(new VideoApiError({ status: 503, code: 'overloaded', retryAfter: 5_000 }))
    const client = { ...world.client, retrieve: () => Promise.reject(thrown) }
    const { result } = renderHook(
      () =>
        ['a', 'b'].map((id) => {
          const { error, refetch } = useVideoTask(id, { client })
          return { error, refetch }
        }),
      { wrapper: world.wrapper },
    )
    await world.pass(100)
    void result.current[1]?.refetch()
    await world.pass(100)
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
    const world = watchWorld()
    const { id } = world.emulator.addTask({ state: { status: 'in_progress', progress: 50 } })
    world.answer = () => Promise.reject(new TypeError('Failed to fetch'))
    const { result } = renderHook(() => useVideoTask(id), { wrapper: world.wrapper })
    await world.pass(60_000)
    expect(result.current.error).toMatchObject({ code: 'network_error' })
    world.answer = () => new Response('', { status: 404 })
    const asked = world.count()
    while (world.count() === asked) await world.pass(1_000)
    expect(result.current.error).toMatchObject({ status: 404 })
    world.answer = undefined
    await world.pass(10_000)
    expect(result.current).toMatchObject({ data: { progress: 50 }, error: null })
  })

  it('an id nobody knows yet gets its 30 s, then the watch ends', async () => {
    const world = watchWorld()
    const { result } = renderHook(() => useVideoTask('unknown'), { wrapper: world.wrapper })
    await world.pass(20_000)
    expect(videoTaskState(result.current)).toBe('unreachable')
    await world.pass(40_000)
    expect(world.count()).toBe(5)
    expect(result.current.error).toMatchObject({ code: 'task_not_exist' })
    await world.pass(600_000)
    expect(world.count()).toBe(5)
  })
})

it('no look at the tab and no mount cuts short the wait a server asked for', async () => {
  const world = watchWorld()
  const { id } = world.emulator.addTask({ state: { status: 'in_progress', progress: 50 } })
  const busy = () => new Response('', { status: 429, headers: { 'retry-after': '300' } })
  world.answer = busy
  renderHook(() => useVideoTask(id), { wrapper: world.wrapper })
  await world.pass(1_000)
  expect(world.count()).toBe(1)
  for (let second = 0; second < 20; second++) {
    focusManager.setFocused(false)
    focusManager.setFocused(true)
    renderHook(() => useVideoTask(id), { wrapper: world.wrapper })
    await world.pass(1_000)
  }
  expect(world.count()).toBe(1)
  world.answer = undefined
  await world.pass(320_000)
  expect(world.count()).toBeGreaterThan(1)
})

it.each([{ code: 'success', data: null }, { request_id: 'r' }, { status: 'unknown' }])(
  'an answer that says less takes nothing back: %j',
  async (body) => {
    const world = watchWorld()
    const { id } = world.emulator.addTask({ model: 'wan2.7', state: { status: 'in_progress', progress: 50 } })
    const { result } = renderHook(() => useVideoTask(id), { wrapper: world.wrapper })
    await world.pass(100)
    world.answer = () => Response.json(body)
    await world.pass(60_000)
    expect(world.count()).toBeGreaterThan(2)
    expect(result.current).toMatchObject({
      error: null,
      data: { id, status: 'in_progress', progress: 50, model: 'wan2.7' },
    })
  },
)

describe('a page nobody sees', () => {
  it('is polled every 45 s and catches up at once when it is shown', async () => {
    const world = watchWorld()
    const { id } = world.emulator.addTask({ state: { status: 'in_progress', progress: 50 } })
    renderHook(() => useVideoTask(id), { wrapper: world.wrapper })
    await world.pass(100)
    focusManager.setFocused(false)
    await world.pass(5_000)
    const hidden = world.count()
    await world.pass(90_000)
    expect(world.count()).toBe(hidden + 2)
    focusManager.setFocused(true)
    await world.pass(100)
    expect(world.count()).toBe(hidden + 3)
    await world.pass(5_000)
    expect(world.count()).toBe(hidden + 4)
  })

  it('survives a failure while hidden', async () => {
    const world = watchWorld()
    const { id } = world.emulator.addTask({ state: { status: 'in_progress', progress: 50 } })
    const { result } = renderHook(() => useVideoTask(id), { wrapper: world.wrapper })
    await world.pass(100)
    focusManager.setFocused(false)
    world.answer = () => new Response('', { status: 503 })
    await world.pass(60_000)
    expect(result.current.error).not.toBeNull()
    world.answer = undefined
    await world.pass(60_000)
    expect(result.current.error).toBeNull()
  })
})

it('an outage is waited out and ends with one request', async () => {
  const world = watchWorld()
  const { id } = world.emulator.addTask({ state: { status: 'in_progress', progress: 50 } })
  const { result } = renderHook(() => useVideoTask(id), { wrapper: world.wrapper })
  await world.pass(100)
  onlineManager.setOnline(false)
  world.answer = () => Promise.reject(new TypeError('offline'))
  await world.pass(30_000)
  expect(result.current).toMatchObject({ data: { progress: 50 }, error: { code: 'network_error' } })
  world.answer = undefined
  const asked = world.count()
  onlineManager.setOnline(true)
  await world.pass(100)
  expect(world.count()).toBe(asked + 1)
  expect(result.current.error).toBeNull()
})

describe('useVideoTasks', () => {
  it('asks the policy of no task again where the page renders and nothing has changed', async () => {
    const world = watchWorld()
    const { id } = world.emulator.addTask({ state: { status: 'in_progress', progress: 20 } })
    const pollInterval = vi.fn(() => 5_000)
    const wrapper = ({ children }: { children: ReactNode }) =>
      world.wrapper({
        children: (
          <VideoTaskProvider client={world.client} pollInterval={pollInterval}>
            {children}
          </VideoTaskProvider>
        ),
      })
    const { rerender } = renderHook(() => useVideoTasks([id]), { wrapper })
    await world.pass(1_000)
    rerender()
    pollInterval.mockClear()
    for (let render = 0; render < 10; render++) rerender()
    expect(pollInterval).not.toHaveBeenCalled()
    await world.pass(5_000)
    expect(pollInterval).toHaveBeenCalled()
  })

  it('gives results in the order of the ids, equal ones sharing a query', async () => {
    const world = watchWorld()
    const [a, b] = [20, 60].map(
      (progress) => world.emulator.addTask({ state: { status: 'in_progress', progress } }).id,
    )
    const { result, rerender } = renderHook(({ ids }) => useVideoTasks(ids), {
      wrapper: world.wrapper,
      initialProps: { ids: [b, a, b] as string[] },
    })
    await world.pass(100)
    expect(result.current.map(({ data }) => data?.progress)).toEqual([60, 20, 60])
    expect(world.count()).toBe(2)
    rerender({ ids: [a as string] })
    expect(result.current.map(({ data }) => data?.progress)).toEqual([20])
    rerender({ ids: [] })
    expect(result.current).toEqual([])
  })

  it('one bad id spoils none of the others', async () => {
    const world = watchWorld()
    const { id } = world.emulator.addTask({ state: { status: 'in_progress', progress: 50 } })
    const { result } = renderHook(() => useVideoTasks(['..', id]), { wrapper: world.wrapper })
    await world.pass(100)
    expect(result.current[0]?.error).toMatchObject({ code: 'invalid_id' })
    expect(result.current[1]?.data?.progress).toBe(50)
  })
})

it('scopes keep the tasks of two users apart', async () => {
  const world = watchWorld()
  const { id } = world.emulator.addTask({ state: { status: 'in_progress', progress: 50 } })
  const { result } = renderHook(
    () => [useVideoTask(id, { scope: 'ann' }), useVideoTask(id, { scope: 'ben' })],
    {
      wrapper: world.wrapper,
    },
  )
  await world.pass(100)
  expect(world.count()).toBe(2)
  world.queryClient.removeQueries({ queryKey: videoTaskKeys.all('ann') })
  expect(world.queryClient.getQueryData(videoTaskKeys.detail(id, 'ben'))).toBe(result.current[1]?.data)
  expect(world.queryClient.getQueryData(videoTaskKeys.detail(id, 'ann'))).toBeUndefined()
})
