import { dehydrate, type DehydratedState, hydrate, QueryClient } from '@tanstack/react-query'
import { cleanup, render, renderHook } from '@testing-library/react'
import { useState } from 'react'
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import {
  createVideoTaskRegistry,
  useCreateVideoTask,
  useVideoTask,
  useVideoTaskEvents,
  type UseVideoTaskEventsOptions,
  useVideoTasks,
  videoTaskKeys,
} from 'react-video-task'
import { createTestApp } from './support/createTestApp.js'

afterEach(() => localStorage.clear())

/** Creates listeners that record their calls. */
function createListeners() {
  const calls: string[] = []
  const listeners = {
    onStatusChange: (task: { status: string }, previous: string | undefined) =>
      void calls.push(`${previous} > ${task.status}`),
    onCompleted: () => void calls.push('completed'),
    onFailed: () => void calls.push('failed'),
  }
  return { calls, listeners }
}

const allCalls = ['queued > in_progress', 'in_progress > completed', 'completed']

describe.each([{ strict: false }, { strict: true }])(
  'useVideoTaskEvents (StrictMode: $strict)',
  ({ strict }) => {
    it('calls the listeners once per transition, regardless of hooks, refetches and renders', async () => {
      const app = createTestApp({ strict })
      const { id } = app.emulator.addTask({ model: 'wan2.6' })
      const { calls, listeners } = createListeners()
      const { rerender } = renderHook(
        () => {
          useVideoTaskEvents({ ...listeners })
          return [useVideoTask(id), useVideoTask(id), useVideoTasks([id, id])]
        },
        { wrapper: app.wrapper },
      )
      renderHook(() => useVideoTask(id), { wrapper: app.wrapper })
      for (let second = 0; second < 40; second++) {
        await app.advance(1_000)
        rerender()
        if (second % 7 === 0) void app.queryClient.refetchQueries()
      }
      expect(calls).toEqual(allCalls)
    })

    it('calls the listeners of every mounted hook once, while other hooks mount and unmount', async () => {
      const app = createTestApp({ strict })
      const { id } = app.emulator.addTask({ model: 'wan2.6' })
      const recorded = [createListeners(), createListeners(), createListeners()] as const
      const mount = ({ listeners }: ReturnType<typeof createListeners>) =>
        renderHook(() => useVideoTaskEvents(listeners), { wrapper: app.wrapper })
      const first = mount(recorded[0])
      mount(recorded[1])
      renderHook(() => useVideoTask(id), { wrapper: app.wrapper })
      await app.advance(100)
      first.unmount()
      await app.advance(40_000)
      mount(recorded[2])
      mount(recorded[0])
      await app.advance(10_000)
      expect(recorded.map(({ calls }) => calls)).toEqual([[], allCalls, []])
    })

    it('a remount repeats no transition and reports those that happened while unmounted', async () => {
      const app = createTestApp({ strict })
      const { id } = app.emulator.addTask({ model: 'wan2.6' })
      const { calls, listeners } = createListeners()
      renderHook(() => useVideoTask(id), { wrapper: app.wrapper })
      const mount = () => renderHook(() => useVideoTaskEvents(listeners), { wrapper: app.wrapper })
      let hook = mount()
      for (let second = 0; second < 40; second++) {
        await app.advance(1_000)
        hook.unmount()
        if (second % 3 === 0) await app.advance(100)
        hook = mount()
      }
      await app.advance(100)
      expect(calls).toEqual(allCalls)
    })
  },
)

it('reports every transition of a task created with useCreateVideoTask', async () => {
  const app = createTestApp()
  const { calls, listeners } = createListeners()
  const { result } = renderHook(
    () => {
      const create = useCreateVideoTask()
      useVideoTaskEvents(listeners)
      useVideoTask(create.data?.id)
      return create
    },
    { wrapper: app.wrapper },
  )
  result.current.mutate({ model: 'wan2.6', prompt: 'a fox in the snow' })
  for (let second = 0; second < 40; second++) await app.advance(1_000)
  expect(calls).toEqual(allCalls)
})

it('calls onFailed for a failed task', async () => {
  const app = createTestApp()
  const failing = app.emulator.addTask({ state: { status: 'failed', error: { message: 'Refused' } } })
  const { calls, listeners } = createListeners()
  renderHook(() => (useVideoTaskEvents(listeners, { includeSettled: true }), useVideoTask(failing.id)), {
    wrapper: app.wrapper,
  })
  await app.advance(10_000)
  expect(calls).toEqual(['undefined > failed', 'failed'])
})

it('calls the latest listeners without subscribing to the cache again', async () => {
  const app = createTestApp()
  const { id } = app.emulator.addTask({ model: 'wan2.6' })
  const calls: string[] = []
  const subscribe = vi.spyOn(app.queryClient.getQueryCache(), 'subscribe')
  const { rerender } = renderHook(
    ({ name }) => {
      useVideoTask(id)
      useVideoTaskEvents({ onCompleted: () => void calls.push(name) }, { isLeader: () => true })
    },
    { wrapper: app.wrapper, initialProps: { name: 'first' } },
  )
  const before = subscribe.mock.calls.length
  await app.advance(100)
  rerender({ name: 'second' })
  await app.advance(40_000)
  expect(calls).toEqual(['second'])
  expect(subscribe).toHaveBeenCalledTimes(before)
})

it('an error that a listener throws goes to reportError, and polling continues', async () => {
  const report = vi.fn()
  vi.stubGlobal('reportError', report)
  const app = createTestApp()
  const { id } = app.emulator.addTask({ model: 'wan2.6' })
  const { calls, listeners } = createListeners()
  const error = new Error('in a listener')
  const fail = () => {
    throw error
  }
  renderHook(() => useVideoTaskEvents({ onStatusChange: fail, onCompleted: fail }), {
    wrapper: app.wrapper,
  })
  const { result } = renderHook(() => (useVideoTaskEvents(listeners), useVideoTask(id)), {
    wrapper: app.wrapper,
  })
  void result.current.data
  await app.advance(40_000)
  expect(result.current.data?.status).toBe('completed')
  expect(calls).toEqual(allCalls)
  expect(report.mock.calls).toEqual([[error], [error], [error]])
})

it('reports a task that hydration completes during a render, without a warning', async () => {
  const app = createTestApp()
  const { queryClient } = app
  const consoleError = vi.spyOn(console, 'error')
  onTestFinished(() => consoleError.mockRestore())
  function Toasts() {
    const [count, setCount] = useState(0)
    useVideoTaskEvents({ onCompleted: () => setCount((n) => n + 1) }, { includeSettled: true })
    return count
  }
  function HydratingChild() {
    // HydrationBoundary writes to the cache during a render.
    queryClient.setQueryData(videoTaskKeys.detail('a'), { id: 'a', status: 'completed' })
    return null
  }
  const page = (isHydrating: boolean) => (
    <>
      <Toasts />
      {isHydrating && <HydratingChild />}
    </>
  )
  const { rerender, container } = render(page(false), { wrapper: app.wrapper })
  await app.advance(100)
  rerender(page(true))
  await app.advance(100)
  expect(container.textContent).toBe('1')
  expect(consoleError).not.toHaveBeenCalled()
})

describe('after a reload', () => {
  /** Creates an app whose `open` reloads the page with an empty cache, and records the calls of its listeners. */
  function openApp() {
    const app = createTestApp()
    const { calls, listeners } = createListeners()
    const open = (id: string, options?: UseVideoTaskEventsOptions, beforeMount?: () => void) => {
      cleanup()
      app.queryClient = new QueryClient()
      beforeMount?.()
      const registry = createVideoTaskRegistry()
      renderHook(() => (useVideoTaskEvents(listeners, { registry, ...options }), useVideoTask(id)), {
        wrapper: app.wrapper,
      })
      return registry
    }
    return { app, open, calls }
  }

  it('a reload with a registry repeats no reported transition', async () => {
    const { app, open, calls } = openApp()
    const { id } = app.emulator.addTask({ model: 'wan2.6' })
    createVideoTaskRegistry().add(id)
    for (let second = 0; second < 40; second += 8) {
      open(id)
      await app.advance(8_000)
    }
    open(id, { includeSettled: true })
    await app.advance(8_000)
    expect(calls).toEqual(allCalls)
  })

  it('a task that completes between two reloads is reported once', async () => {
    const { app, open, calls } = openApp()
    const { id } = app.emulator.addTask({ model: 'wan2.6' })
    open(id).add(id)
    await app.advance(100)
    cleanup()
    await app.advance(60_000)
    for (let page = 0; page < 3; page++) {
      open(id)
      await app.advance(10_000)
    }
    expect(calls).toEqual(['queued > completed', 'completed'])
  })

  it('a reload does not report a task that is unknown to the registry and already completed', async () => {
    const { app, open, calls } = openApp()
    const { id } = app.emulator.addTask({ state: { status: 'completed' } })
    open(id)
    await app.advance(10_000)
    expect(calls).toEqual([])
  })

  it('a reload with a persisted cache reports a task persisted as queued that has completed, once', async () => {
    const { app, open, calls } = openApp()
    const { id } = app.emulator.addTask({ model: 'wan2.6' })
    open(id, { registry: undefined })
    await app.advance(100)
    for (let page = 0; page < 3; page++) {
      const persisted: DehydratedState = JSON.parse(JSON.stringify(dehydrate(app.queryClient)))
      cleanup()
      await app.advance(60_000)
      open(id, { registry: undefined }, () => hydrate(app.queryClient, persisted))
      await app.advance(10_000)
    }
    expect(calls).toEqual(['queued > completed', 'completed'])
  })

  it('a reload with an outdated persisted cache repeats no transition', async () => {
    const { app, open, calls } = openApp()
    const { id } = app.emulator.addTask({ model: 'wan2.6' })
    open(id).add(id)
    await app.advance(100)
    const persisted: DehydratedState = JSON.parse(JSON.stringify(dehydrate(app.queryClient)))
    await app.advance(40_000)
    open(id, {}, () => hydrate(app.queryClient, persisted))
    await app.advance(40_000)
    expect(calls).toEqual(allCalls)
  })
})
