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

/** Listeners that write down what they are told. */
function notebook() {
  const told: string[] = []
  const listeners = {
    onStatusChange: (task: { status: string }, previous: string | undefined) =>
      void told.push(`${previous} > ${task.status}`),
    onCompleted: () => void told.push('completed'),
    onFailed: () => void told.push('failed'),
  }
  return { told, listeners }
}

const whole = ['queued > in_progress', 'in_progress > completed', 'completed']

describe.each([{ strict: false }, { strict: true }])(
  'listening to tasks (StrictMode: $strict)',
  ({ strict }) => {
    it('tells each transition once, however many watch, refetch and render', async () => {
      const app = createTestApp({ strict })
      const { id } = app.emulator.addTask({ model: 'wan2.6' })
      const { told, listeners } = notebook()
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
      expect(told).toEqual(whole)
    })

    it('tells every hook once, in whatever order they come and go', async () => {
      const app = createTestApp({ strict })
      const { id } = app.emulator.addTask({ model: 'wan2.6' })
      const books = [notebook(), notebook(), notebook()] as const
      const mount = (book: ReturnType<typeof notebook>) =>
        renderHook(() => useVideoTaskEvents(book.listeners), { wrapper: app.wrapper })
      const first = mount(books[0])
      mount(books[1])
      renderHook(() => useVideoTask(id), { wrapper: app.wrapper })
      await app.advance(100)
      first.unmount()
      await app.advance(40_000)
      mount(books[2])
      mount(books[0])
      await app.advance(10_000)
      expect(books.map(({ told }) => told)).toEqual([[], whole, []])
    })

    it('a remount repeats nothing, and misses nothing that happened meanwhile', async () => {
      const app = createTestApp({ strict })
      const { id } = app.emulator.addTask({ model: 'wan2.6' })
      const { told, listeners } = notebook()
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
      expect(told).toEqual(whole)
    })
  },
)

it('a created task is told of from its first change on', async () => {
  const app = createTestApp()
  const { told, listeners } = notebook()
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
  expect(told).toEqual(whole)
})

it('a failure is told as one', async () => {
  const app = createTestApp()
  const failing = app.emulator.addTask({ state: { status: 'failed', error: { message: 'Refused' } } })
  const { told, listeners } = notebook()
  renderHook(() => (useVideoTaskEvents(listeners, { includeSettled: true }), useVideoTask(failing.id)), {
    wrapper: app.wrapper,
  })
  await app.advance(10_000)
  expect(told).toEqual(['undefined > failed', 'failed'])
})

it('calls the latest listeners, and stays subscribed while they change', async () => {
  const app = createTestApp()
  const { id } = app.emulator.addTask({ model: 'wan2.6' })
  const told: string[] = []
  const subscribe = vi.spyOn(app.queryClient.getQueryCache(), 'subscribe')
  const { rerender } = renderHook(
    ({ name }) => {
      useVideoTask(id)
      useVideoTaskEvents({ onCompleted: () => void told.push(name) }, { isLeader: () => true })
    },
    { wrapper: app.wrapper, initialProps: { name: 'first' } },
  )
  const before = subscribe.mock.calls.length
  await app.advance(100)
  rerender({ name: 'second' })
  await app.advance(40_000)
  expect(told).toEqual(['second'])
  expect(subscribe).toHaveBeenCalledTimes(before)
})

it('a listener that throws breaks neither the page nor the watch, and is reported', async () => {
  const report = vi.fn()
  vi.stubGlobal('reportError', report)
  const app = createTestApp()
  const { id } = app.emulator.addTask({ model: 'wan2.6' })
  const { told, listeners } = notebook()
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
  expect(told).toEqual(whole)
  expect(report.mock.calls).toEqual([[error], [error], [error]])
  vi.unstubAllGlobals()
})

it('what hydration brings in mid-render is told without a warning', async () => {
  const app = createTestApp()
  const { queryClient } = app
  const complaints = vi.spyOn(console, 'error')
  onTestFinished(() => complaints.mockRestore())
  function Toasts() {
    const [count, setCount] = useState(0)
    useVideoTaskEvents({ onCompleted: () => setCount((n) => n + 1) }, { includeSettled: true })
    return count
  }
  function Late() {
    // What HydrationBoundary does: it fills the cache while React renders.
    queryClient.setQueryData(videoTaskKeys.detail('a'), { id: 'a', status: 'completed' })
    return null
  }
  const page = (isLate: boolean) => (
    <>
      <Toasts />
      {isLate && <Late />}
    </>
  )
  const { rerender, container } = render(page(false), { wrapper: app.wrapper })
  await app.advance(100)
  rerender(page(true))
  await app.advance(100)
  expect(container.textContent).toBe('1')
  expect(complaints).not.toHaveBeenCalled()
})

describe('a reload', () => {
  /** An app that creates one task, listens, and can be reloaded: what React, the cache and the registry held is gone. */
  function openApp() {
    const app = createTestApp()
    const book = notebook()
    const open = (id: string, options?: UseVideoTaskEventsOptions, beforeItMounts?: () => void) => {
      cleanup()
      app.queryClient = new QueryClient()
      beforeItMounts?.()
      const registry = createVideoTaskRegistry()
      renderHook(() => (useVideoTaskEvents(book.listeners, { registry, ...options }), useVideoTask(id)), {
        wrapper: app.wrapper,
      })
      return registry
    }
    return { app, open, told: book.told }
  }

  it('repeats nothing that was told before it', async () => {
    const { app, open, told } = openApp()
    const { id } = app.emulator.addTask({ model: 'wan2.6' })
    createVideoTaskRegistry().add(id)
    for (let second = 0; second < 40; second += 8) {
      open(id)
      await app.advance(8_000)
    }
    open(id, { includeSettled: true })
    await app.advance(8_000)
    expect(told).toEqual(whole)
  })

  it('tells once of a task that was running before it and is found done after it', async () => {
    const { app, open, told } = openApp()
    const { id } = app.emulator.addTask({ model: 'wan2.6' })
    open(id).add(id)
    await app.advance(100)
    cleanup()
    await app.advance(60_000)
    for (let page = 0; page < 3; page++) {
      open(id)
      await app.advance(10_000)
    }
    expect(told).toEqual(['queued > completed', 'completed'])
  })

  it('is silent about a task that others made and that is done when first seen', async () => {
    const { app, open, told } = openApp()
    const { id } = app.emulator.addTask({ state: { status: 'completed' } })
    open(id)
    await app.advance(10_000)
    expect(told).toEqual([])
  })

  it('with a persisted cache tells of what it had persisted as running, and of the rest nothing', async () => {
    const { app, open, told } = openApp()
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
    expect(told).toEqual(['queued > completed', 'completed'])
  })

  it('with a persisted cache that lags behind tells nothing twice', async () => {
    const { app, open, told } = openApp()
    const { id } = app.emulator.addTask({ model: 'wan2.6' })
    open(id).add(id)
    await app.advance(100)
    const persisted: DehydratedState = JSON.parse(JSON.stringify(dehydrate(app.queryClient)))
    await app.advance(40_000)
    open(id, {}, () => hydrate(app.queryClient, persisted))
    await app.advance(40_000)
    expect(told).toEqual(whole)
  })
})
