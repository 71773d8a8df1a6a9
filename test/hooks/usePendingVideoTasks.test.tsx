import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, cleanup, render, renderHook } from '@testing-library/react'
import { type ReactNode, StrictMode, useSyncExternalStore } from 'react'
import { hydrateRoot } from 'react-dom/client'
import { renderToString } from 'react-dom/server'
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import {
  createVideoTaskRegistry,
  useCreateVideoTask,
  usePendingVideoTasks,
  useVideoTask,
  useVideoTaskEvents,
  useVideoTasks,
  videoTaskKeys,
  VideoTaskProvider,
  type VideoTaskTabs,
} from 'react-video-task'
import { errorOf } from '../support/errorOf.js'
import { createTestApp } from './support/createTestApp.js'

afterEach(() => {
  vi.restoreAllMocks()
  localStorage.clear()
})

describe.each([{ strict: false }, { strict: true }])(
  'usePendingVideoTasks (StrictMode: $strict)',
  ({ strict }) => {
    it('usePendingVideoTasks lists the ids in the registry, newest first, without a request', async () => {
      const app = createTestApp({ strict })
      const registry = createVideoTaskRegistry()
      const { result } = renderHook(() => usePendingVideoTasks({ registry }), { wrapper: app.wrapper })
      expect(result.current).toEqual([])
      act(() => registry.add('a'))
      await app.advance(1)
      act(() => registry.add('b'))
      expect(result.current).toEqual(['b', 'a'])
      await app.advance(60_000)
      expect(app.requestCount()).toBe(0)
    })

    it('a reload restores the pending tasks, and settled ones stay listed until the next reload', async () => {
      const app = createTestApp({ strict })
      const ids = [1, 2, 3].map(() => app.emulator.addTask({ model: 'wan2.6' }).id)
      const endless = app.emulator.addTask({ state: { status: 'in_progress', progress: 50 } }).id
      for (const id of [...ids, endless]) {
        createVideoTaskRegistry().add(id)
        await app.advance(1)
      }
      const open = () => {
        cleanup()
        app.queryClient = new QueryClient()
        const registry = createVideoTaskRegistry()
        return renderHook(
          () => useVideoTasks(usePendingVideoTasks({ registry })).map(({ data }) => data?.status),
          { wrapper: app.wrapper },
        ).result
      }
      const first = open()
      expect(first.current).toHaveLength(4)
      await app.advance(40_000)
      expect(first.current).toEqual(['in_progress', 'completed', 'completed', 'completed'])
      const second = open()
      await app.advance(10_000)
      expect(second.current).toEqual(['in_progress'])
    })
  },
)

it.each([
  ['a 404', 404],
  ['a 503', 503],
  ['a 401', 401],
  ['a 200 that is no task', 200],
])('usePendingVideoTasks keeps a pending id when polls get %s', async (_, status) => {
  const app = createTestApp()
  const { id } = app.emulator.addTask({ model: 'wan2.6' })
  const registry = createVideoTaskRegistry()
  registry.add(id)
  app.answer = () => new Response('{"error":{"message":"no"}}', { status })
  const { result } = renderHook(
    () => {
      const ids = usePendingVideoTasks({ registry })
      useVideoTasks(ids)
      return ids
    },
    { wrapper: app.wrapper },
  )
  await app.advance(120_000)
  expect(app.requestCount()).toBeGreaterThan(0)
  expect(result.current).toEqual([id])
  expect(createVideoTaskRegistry().pending()).toEqual([id])
})

it('usePendingVideoTasks marks a task as settled that other components watched to its end before it mounted', async () => {
  const app = createTestApp()
  const { id } = app.emulator.addTask({ state: { status: 'completed' } })
  const registry = createVideoTaskRegistry()
  registry.add(id)
  renderHook(() => useVideoTask(id), { wrapper: app.wrapper })
  await app.advance(100)
  renderHook(() => usePendingVideoTasks({ registry }), { wrapper: app.wrapper })
  await app.advance(100)
  expect(createVideoTaskRegistry({ now: () => Date.now() + 1 }).pending()).toEqual([])
})

it('usePendingVideoTasks returns the same array across polls, renders and status changes', async () => {
  const app = createTestApp()
  const { id } = app.emulator.addTask({ model: 'wan2.6' })
  const registry = createVideoTaskRegistry()
  registry.add(id)
  const arrays = new Set<readonly string[]>()
  const { rerender } = renderHook(
    () => {
      const ids = usePendingVideoTasks({ registry })
      arrays.add(ids)
      useVideoTasks(ids)
    },
    { wrapper: app.wrapper },
  )
  for (let second = 0; second < 40; second++) {
    await app.advance(1_000)
    registry.markNotified(id, 'in_progress')
    rerender()
  }
  expect([...arrays]).toEqual([[id]])
})

it('usePendingVideoTasks updates when another tab changes the registry', async () => {
  const app = createTestApp()
  const registry = createVideoTaskRegistry()
  const { result } = renderHook(() => usePendingVideoTasks({ registry }), { wrapper: app.wrapper })
  const other = createVideoTaskRegistry()
  const fireStorageEvent = () =>
    act(() => void dispatchEvent(new StorageEvent('storage', { key: 'react-video-task:tasks:' })))
  other.add('a')
  fireStorageEvent()
  expect(result.current).toEqual(['a'])
  other.clear()
  fireStorageEvent()
  expect(result.current).toEqual([])
})

it('usePendingVideoTasks lists only the ids of its scope', () => {
  const app = createTestApp()
  const registry = createVideoTaskRegistry()
  registry.add('a', 'ann')
  registry.add('b', 'bob')
  const { result, rerender } = renderHook(({ scope }) => usePendingVideoTasks({ registry, scope }), {
    wrapper: app.wrapper,
    initialProps: { scope: 'ann' },
  })
  expect(result.current).toEqual(['a'])
  rerender({ scope: 'bob' })
  expect(result.current).toEqual(['b'])
})

it('usePendingVideoTasks without a registry throws missing_registry and names createVideoTaskRegistry', async () => {
  const app = createTestApp()
  vi.spyOn(console, 'error').mockImplementation(() => {})
  const error = await errorOf(() => renderHook(() => usePendingVideoTasks(), { wrapper: app.wrapper }))
  expect(error).toMatchObject({ name: 'VideoTaskError', code: 'missing_registry' })
  expect(String(error)).toContain('createVideoTaskRegistry')
})

it('usePendingVideoTasks is empty in server HTML and lists the ids after hydration, without a warning', async () => {
  const registry = createVideoTaskRegistry()
  registry.add('a')
  const seen: string[] = []
  function Pending() {
    const ids = usePendingVideoTasks({ registry })
    seen.push(ids.join())
    return <p>{ids.length === 0 ? 'Nothing yet' : ids.join()}</p>
  }
  const page = (children: ReactNode) => (
    <StrictMode>
      <QueryClientProvider client={new QueryClient()}>{children}</QueryClientProvider>
    </StrictMode>
  )
  const html = renderToString(page(<Pending />))
  expect(html).toContain('Nothing yet')
  const consoleError = vi.spyOn(console, 'error')
  const container = document.body.appendChild(document.createElement('div'))
  container.innerHTML = html
  const root = await act(async () => hydrateRoot(container, page(<Pending />)))
  onTestFinished(() => {
    act(() => root.unmount())
    container.remove()
  })
  expect(container.textContent).toBe('a')
  expect(consoleError).not.toHaveBeenCalled()
})

it('usePendingVideoTasks marks a task as settled that hydration completes during a render, without a warning', async () => {
  const app = createTestApp()
  const { id } = app.emulator.addTask({ state: { status: 'completed' } })
  const registry = createVideoTaskRegistry()
  registry.add(id)
  const consoleError = vi.spyOn(console, 'error')
  const { queryClient } = app
  function HydratingChild() {
    // HydrationBoundary writes to the cache during a render.
    queryClient.setQueryData(['video-task', '', 'detail', id], { id, status: 'completed' })
    return null
  }
  function TaskState() {
    usePendingVideoTasks({ registry })
    const [record] = useSyncExternalStore(registry.subscribe, () => registry.list())
    return record?.ended === undefined ? 'running' : 'ended'
  }
  const page = (isHydrating: boolean) => (
    <>
      <TaskState />
      {isHydrating && <HydratingChild />}
    </>
  )
  const { rerender, container } = render(page(false), { wrapper: app.wrapper })
  await app.advance(100)
  expect(container.textContent).toBe('running')
  rerender(page(true))
  await app.advance(100)
  expect(container.textContent).toBe('ended')
  expect(consoleError).not.toHaveBeenCalled()
})

it("with the provider's registry, a created task stays pending across a reload and completes once", async () => {
  const app = createTestApp()
  const completed: string[] = []
  const open = () => {
    cleanup()
    const queryClient = new QueryClient()
    const registry = createVideoTaskRegistry()
    const wrapper = ({ children }: { children: ReactNode }) => (
      <QueryClientProvider client={queryClient}>
        <VideoTaskProvider client={app.client} scope="ann" registry={registry}>
          {children}
        </VideoTaskProvider>
      </QueryClientProvider>
    )
    return renderHook(
      () => {
        const ids = usePendingVideoTasks()
        useVideoTasks(ids)
        useVideoTaskEvents({ onCompleted: ({ id }) => void completed.push(id) })
        return { ids, create: useCreateVideoTask() }
      },
      { wrapper },
    ).result
  }
  const first = open()
  first.current.create.mutate({ model: 'wan2.6', prompt: 'a fox in the snow' })
  await app.advance(100)
  const id = first.current.create.data?.id
  expect(first.current.ids).toEqual([id])

  cleanup()
  await app.advance(60_000)
  const second = open()
  expect(second.current.ids).toEqual([id])
  await app.advance(10_000)
  expect(second.current.ids).toEqual([id])
  const third = open()
  await app.advance(10_000)
  expect(third.current.ids).toEqual([])
  expect(completed).toEqual([id])
  expect(localStorage.key(0)).toBe('react-video-task:tasks:ann')
})

it("useVideoTaskEvents asks the provider's tabs for the leader and calls no listener in a follower", async () => {
  const app = createTestApp()
  const leaderQueries: unknown[] = []
  const tabs: VideoTaskTabs = {
    connect: () => () => {},
    share: ({ pollApi, signal }) => pollApi(signal),
    isLeader: (...args) => leaderQueries.push(args) < 0,
  }
  const { queryClient } = app
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={queryClient}>
      <VideoTaskProvider client={app.client} scope="ann" tabs={tabs}>
        {children}
      </VideoTaskProvider>
    </QueryClientProvider>
  )
  const { id } = app.emulator.addTask({ model: 'wan2.6' })
  const onStatusChange = vi.fn()
  renderHook(() => (useVideoTaskEvents({ onStatusChange }), useVideoTask(id)), { wrapper })
  await app.advance(60_000)
  expect(queryClient.getQueryData(videoTaskKeys.detail(id, 'ann'))).toMatchObject({ status: 'completed' })
  expect(leaderQueries.at(-1)).toEqual([id, 'ann', queryClient])
  expect(onStatusChange).not.toHaveBeenCalled()
})
