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
import { watchWorld } from './support/watchWorld.js'

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
      const world = watchWorld({ strict })
      const { id } = world.emulator.addTask({ model: 'wan2.6' })
      const { told, listeners } = notebook()
      const { rerender } = renderHook(
        () => {
          useVideoTaskEvents({ ...listeners })
          return [useVideoTask(id), useVideoTask(id), useVideoTasks([id, id])]
        },
        { wrapper: world.wrapper },
      )
      renderHook(() => useVideoTask(id), { wrapper: world.wrapper })
      for (let second = 0; second < 40; second++) {
        await world.pass(1_000)
        rerender()
        if (second % 7 === 0) void world.queryClient.refetchQueries()
      }
      expect(told).toEqual(whole)
    })

    it('tells every hook once, in whatever order they come and go', async () => {
      const world = watchWorld({ strict })
      const { id } = world.emulator.addTask({ model: 'wan2.6' })
      const books = [notebook(), notebook(), notebook()] as const
      const mount = (book: ReturnType<typeof notebook>) =>
        renderHook(() => useVideoTaskEvents(book.listeners), { wrapper: world.wrapper })
      const first = mount(books[0])
      mount(books[1])
      renderHook(() => useVideoTask(id), { wrapper: world.wrapper })
      await world.pass(100)
      first.unmount()
      await world.pass(40_000)
      mount(books[2])
      mount(books[0])
      await world.pass(10_000)
      expect(books.map(({ told }) => told)).toEqual([[], whole, []])
    })

    it('a remount repeats nothing, and misses nothing that happened meanwhile', async () => {
      const world = watchWorld({ strict })
      const { id } = world.emulator.addTask({ model: 'wan2.6' })
      const { told, listeners } = notebook()
      renderHook(() => useVideoTask(id), { wrapper: world.wrapper })
      const mount = () => renderHook(() => useVideoTaskEvents(listeners), { wrapper: world.wrapper })
      let hook = mount()
      for (let second = 0; second < 40; second++) {
        await world.pass(1_000)
        hook.unmount()
        if (second % 3 === 0) await world.pass(100)
        hook = mount()
      }
      await world.pass(100)
      expect(told).toEqual(whole)
    })
  },
)

it('a created task is told of from its first change on', async () => {
  const world = watchWorld()
  const { told, listeners } = notebook()
  const { result } = renderHook(
    () => {
      const create = useCreateVideoTask()
      useVideoTaskEvents(listeners)
      useVideoTask(create.data?.id)
      return create
    },
    { wrapper: world.wrapper },
  )
  result.current.mutate({ model: 'wan2.6', prompt: 'a fox in the snow' })
  for (let second = 0; second < 40; second++) await world.pass(1_000)
  expect(told).toEqual(whole)
})

it('a failure is told as one', async () => {
  const world = watchWorld()
  const failing = world.emulator.addTask({ state: { status: 'failed', error: { message: 'Refused' } } })
  const { told, listeners } = notebook()
  renderHook(() => (useVideoTaskEvents(listeners, { includeSettled: true }), useVideoTask(failing.id)), {
    wrapper: world.wrapper,
  })
  await world.pass(10_000)
  expect(told).toEqual(['undefined > failed', 'failed'])
})

it('calls the latest listeners, and stays subscribed while they change', async () => {
  const world = watchWorld()
  const { id } = world.emulator.addTask({ model: 'wan2.6' })
  const told: string[] = []
  const subscribe = vi.spyOn(world.queryClient.getQueryCache(), 'subscribe')
  const { rerender } = renderHook(
    ({ name }) => {
      useVideoTask(id)
      useVideoTaskEvents({ onCompleted: () => void told.push(name) }, { isLeader: () => true })
    },
    { wrapper: world.wrapper, initialProps: { name: 'first' } },
  )
  const before = subscribe.mock.calls.length
  await world.pass(100)
  rerender({ name: 'second' })
  await world.pass(40_000)
  expect(told).toEqual(['second'])
  expect(subscribe).toHaveBeenCalledTimes(before)
})

it('a listener that throws breaks neither the page nor the watch, and is reported', async () => {
  const report = vi.fn()
  vi.stubGlobal('reportError', report)
  const world = watchWorld()
  const { id } = world.emulator.addTask({ model: 'wan2.6' })
  const { told, listeners } = notebook()
  const error = new Error('in a listener')
  const fail = () => {
    throw error
  }
  renderHook(() => useVideoTaskEvents({ onStatusChange: fail, onCompleted: fail }), {
    wrapper: world.wrapper,
  })
  const { result } = renderHook(() => (useVideoTaskEvents(listeners), useVideoTask(id)), {
    wrapper: world.wrapper,
  })
  void result.current.data
  await world.pass(40_000)
  expect(result.current.data?.status).toBe('completed')
  expect(told).toEqual(whole)
  expect(report.mock.calls).toEqual([[error], [error], [error]])
  vi.unstubAllGlobals()
})

it('what hydration brings in mid-render is told without a warning', async () => {
  const world = watchWorld()
  const { queryClient } = world
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
  const { rerender, container } = render(page(false), { wrapper: world.wrapper })
  await world.pass(100)
  rerender(page(true))
  await world.pass(100)
  expect(container.textContent).toBe('1')
  expect(complaints).not.toHaveBeenCalled()
})

describe('a reload', () => {
  /** An app that creates one task, listens, and can be reloaded: what React, the cache and the registry held is gone. */
  function app() {
    const world = watchWorld()
    const book = notebook()
    const open = (id: string, options?: UseVideoTaskEventsOptions, beforeItMounts?: () => void) => {
      cleanup()
      world.queryClient = new QueryClient()
      beforeItMounts?.()
      const registry = createVideoTaskRegistry()
      renderHook(() => (useVideoTaskEvents(book.listeners, { registry, ...options }), useVideoTask(id)), {
        wrapper: world.wrapper,
      })
      return registry
    }
    return { world, open, told: book.told }
  }

  it('repeats nothing that was told before it', async () => {
    const { world, open, told } = app()
    const { id } = world.emulator.addTask({ model: 'wan2.6' })
    createVideoTaskRegistry().add(id)
    for (let second = 0; second < 40; second += 8) {
      open(id)
      await world.pass(8_000)
    }
    open(id, { includeSettled: true })
    await world.pass(8_000)
    expect(told).toEqual(whole)
  })

  it('tells once of a task that was running before it and is found done after it', async () => {
    const { world, open, told } = app()
    const { id } = world.emulator.addTask({ model: 'wan2.6' })
    open(id).add(id)
    await world.pass(100)
    cleanup()
    await world.pass(60_000)
    for (let page = 0; page < 3; page++) {
      open(id)
      await world.pass(10_000)
    }
    expect(told).toEqual(['queued > completed', 'completed'])
  })

  it('is silent about a task that others made and that is done when first seen', async () => {
    const { world, open, told } = app()
    const { id } = world.emulator.addTask({ state: { status: 'completed' } })
    open(id)
    await world.pass(10_000)
    expect(told).toEqual([])
  })

  it('with a persisted cache tells of what it had persisted as running, and of the rest nothing', async () => {
    const { world, open, told } = app()
    const { id } = world.emulator.addTask({ model: 'wan2.6' })
    open(id, { registry: undefined })
    await world.pass(100)
    for (let page = 0; page < 3; page++) {
      const persisted: DehydratedState = JSON.parse(JSON.stringify(dehydrate(world.queryClient)))
      cleanup()
      await world.pass(60_000)
      open(id, { registry: undefined }, () => hydrate(world.queryClient, persisted))
      await world.pass(10_000)
    }
    expect(told).toEqual(['queued > completed', 'completed'])
  })

  it('with a persisted cache that lags behind tells nothing twice', async () => {
    const { world, open, told } = app()
    const { id } = world.emulator.addTask({ model: 'wan2.6' })
    open(id).add(id)
    await world.pass(100)
    const persisted: DehydratedState = JSON.parse(JSON.stringify(dehydrate(world.queryClient)))
    await world.pass(40_000)
    open(id, {}, () => hydrate(world.queryClient, persisted))
    await world.pass(40_000)
    expect(told).toEqual(whole)
  })
})
