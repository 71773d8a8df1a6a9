import {
  dehydrate,
  hydrate,
  QueryClient,
  QueryClientProvider,
  QueryErrorResetBoundary,
  QueryObserver,
  useQueries,
  useQuery,
  useSuspenseQuery,
} from '@tanstack/react-query'
import { act, render, renderHook, screen } from '@testing-library/react'
import { Component, type ReactNode, Suspense } from 'react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { useVideoTask, useVideoTasks, videoTaskKeys, videoTaskOptions } from 'react-video-task'
import { createTestApp } from '../hooks/support/createTestApp.js'
import { renderAsInProduction } from '../support/renderAsInProduction.js'

afterEach(() => vi.restoreAllMocks())

it('a QueryObserver with videoTaskOptions polls a task to the end', async () => {
  const app = createTestApp()
  const { id } = app.emulator.addTask({})
  const observer = new QueryObserver(app.queryClient, videoTaskOptions(app.client, id))
  const stop = observer.subscribe(() => {})
  await app.advance(60_000)
  expect(observer.getCurrentResult().data?.status).toBe('completed')
  const requests = app.requestCount()
  await app.advance(600_000)
  expect(app.requestCount()).toBe(requests)
  stop()
})

it('polls at the given pollInterval', async () => {
  const app = createTestApp()
  const { id } = app.emulator.addTask({ state: { status: 'in_progress', progress: 50 } })
  renderHook(() => useVideoTask(id, { pollInterval: 1_000 }), { wrapper: app.wrapper })
  await app.advance(10_100)
  expect(app.requestCount()).toBe(11)
})

it('asks a pollInterval function once for each state of a task', async () => {
  const app = createTestApp()
  const { id } = app.emulator.addTask({ state: { status: 'in_progress', progress: 50 } })
  const asked: unknown[] = []
  const pollInterval = (state: unknown) => {
    asked.push(state)
    return 1_000
  }
  const observer = new QueryObserver(app.queryClient, videoTaskOptions(app.client, id, { pollInterval }))
  const stop = observer.subscribe(() => {})
  await app.advance(10_100)
  stop()
  expect(app.requestCount()).toBe(11)
  expect(asked.length).toBeGreaterThanOrEqual(11)
  expect(asked).toEqual([...new Set(asked)])
})

it('select re-renders only when the selected value changes', async () => {
  renderAsInProduction()
  const app = createTestApp()
  const { id } = app.emulator.addTask({})
  let renders = 0
  const { result } = renderHook(
    () => {
      renders += 1
      return useQuery({ ...videoTaskOptions(app.client, id), select: (task) => task.status }).data
    },
    { wrapper: app.wrapper },
  )
  await app.advance(60_000)
  expect(result.current).toBe('completed')
  expect(renders).toBeLessThanOrEqual(4)
})

it('a task prefetched on a server hydrates without a request', async () => {
  const app = createTestApp()
  const { id } = app.emulator.addTask({ state: { status: 'completed' } })
  const server = new QueryClient()
  await server.prefetchQuery(videoTaskOptions(app.client, id))
  expect(app.requestCount()).toBe(1)
  hydrate(app.queryClient, JSON.parse(JSON.stringify(dehydrate(server))))
  const { result } = renderHook(() => useVideoTask(id), { wrapper: app.wrapper })
  expect(result.current.data?.status).toBe('completed')
  await app.advance(60_000)
  expect(app.requestCount()).toBe(1)
})

it('videoTaskKeys nest, so that one key matches all tasks of a scope', () => {
  expect(videoTaskKeys.detail('a')).toEqual(['video-task', '', 'detail', 'a'])
  expect(videoTaskKeys.details('ann')).toEqual(videoTaskKeys.detail('a', 'ann').slice(0, 3))
  expect(videoTaskKeys.all('ann')).toEqual(videoTaskKeys.detail('a', 'ann').slice(0, 2))
})

class Boundary extends Component<{ children: ReactNode; onReset: () => void }> {
  override state: { error?: Error } = {}
  static getDerivedStateFromError(error: Error) {
    return { error }
  }
  override render() {
    if (!this.state.error) return this.props.children
    const reset = () => {
      this.props.onReset()
      this.setState({ error: undefined })
    }
    return <button onClick={reset}>{this.state.error.name}</button>
  }
}

describe('with Suspense', () => {
  function renderSuspended(app: ReturnType<typeof createTestApp>, id: string) {
    const Status = () => <p>{useSuspenseQuery(videoTaskOptions(app.client, id)).data.status}</p>
    vi.spyOn(console, 'error').mockImplementation(() => {})
    render(
      <QueryClientProvider client={app.queryClient}>
        <QueryErrorResetBoundary>
          {({ reset }) => (
            <Boundary onReset={reset}>
              <Suspense fallback="waiting">
                <Status />
              </Suspense>
            </Boundary>
          )}
        </QueryErrorResetBoundary>
      </QueryClientProvider>,
    )
  }

  it('useSuspenseQuery stays suspended through a first 503 and then shows the task', async () => {
    const app = createTestApp()
    const { id } = app.emulator.addTask({ state: { status: 'in_progress', progress: 50 } })
    app.answer = () => new Response('', { status: 503 })
    renderSuspended(app, id)
    await app.advance(1_000)
    expect(screen.getByText('waiting')).toBeTruthy()
    app.answer = undefined
    await app.advance(3_000)
    expect(screen.getByText('in_progress')).toBeTruthy()
  })

  it('useSuspenseQuery throws a 401 to the error boundary, whose reset retries', async () => {
    const app = createTestApp()
    const { id } = app.emulator.addTask({ state: { status: 'in_progress', progress: 50 } })
    app.answer = () => new Response('', { status: 401 })
    renderSuspended(app, id)
    await app.advance(100)
    const retry = screen.getByText('VideoApiError')
    expect(app.requestCount()).toBe(1)
    app.answer = undefined
    retry.click()
    await app.advance(1_000)
    expect(screen.getByText('in_progress')).toBeTruthy()
  })
})

describe('after a 401 to the first poll', () => {
  /** What an app mounts to watch a task. */
  const watchers: [string, (app: ReturnType<typeof createTestApp>) => unknown][] = [
    ['useVideoTask', () => useVideoTask('a')],
    ['useVideoTasks', () => useVideoTasks(['a'])[0]],
    ['useQuery', ({ client }) => useQuery(videoTaskOptions(client, 'a'))],
    [
      'useQuery with a selection',
      ({ client }) => useQuery({ ...videoTaskOptions(client, 'a'), select: ({ status }) => status }),
    ],
    ['useQueries', ({ client }) => useQueries({ queries: [videoTaskOptions(client, 'a')] })[0]],
  ]

  /** Creates an app in which the only poll of a task was refused, and nothing watches the task any more. */
  async function createRefusedApp() {
    const app = createTestApp()
    app.answer = () => new Response('', { status: 401 })
    await app.queryClient.prefetchQuery(videoTaskOptions(app.client, 'a'))
    expect(app.requestCount()).toBe(1)
    return app
  }

  it.each(watchers)('%s shows the error without a request, and polls when asked to', async (_, watch) => {
    const app = await createRefusedApp()
    for (let mounts = 0; mounts < 2; mounts++) {
      const { result, unmount } = renderHook(() => watch(app), { wrapper: app.wrapper })
      expect(result.current).toMatchObject({ error: { status: 401 }, fetchStatus: 'idle' })
      await app.advance(60_000)
      unmount()
    }
    expect(app.requestCount()).toBe(1)
    renderHook(() => watch(app), { wrapper: app.wrapper })
    await act(() => app.queryClient.invalidateQueries({ queryKey: videoTaskKeys.all() }))
    expect(app.requestCount()).toBe(2)
    await act(() => app.queryClient.refetchQueries({ queryKey: videoTaskKeys.all() }))
    expect(app.requestCount()).toBe(3)
  })

  it.each(watchers)('%s polls on mount once an outage has followed', async (_, watch) => {
    const app = await createRefusedApp()
    app.answer = () => new Response('', { status: 503 })
    await app.queryClient.refetchQueries({ queryKey: videoTaskKeys.all() })
    const requests = app.requestCount()
    renderHook(() => watch(app), { wrapper: app.wrapper })
    await app.advance(0)
    expect(app.requestCount()).toBe(requests + 1)
  })

  it('a QueryObserver sends no request at a subscription, until an outage has followed', async () => {
    const app = await createRefusedApp()
    const observer = new QueryObserver(app.queryClient, videoTaskOptions(app.client, 'a'))
    for (let subscriptions = 0; subscriptions < 3; subscriptions++) {
      const stop = observer.subscribe(() => {})
      await app.advance(60_000)
      stop()
    }
    expect(app.requestCount()).toBe(1)
    expect(observer.getCurrentResult()).toMatchObject({ error: { status: 401 }, fetchStatus: 'idle' })
    app.answer = () => new Response('', { status: 503 })
    await app.queryClient.refetchQueries({ queryKey: videoTaskKeys.all() })
    const requests = app.requestCount()
    const stop = observer.subscribe(() => {})
    await app.advance(0)
    stop()
    expect(app.requestCount()).toBe(requests + 1)
  })

  it('a reset error boundary polls, also where another component shows the error', async () => {
    const app = await createRefusedApp()
    vi.spyOn(console, 'error').mockImplementation(() => {})
    const Shown = () => <p>{useVideoTask('a').error?.name ?? 'no error'}</p>
    const Thrown = () => (
      <p>{useQuery({ ...videoTaskOptions(app.client, 'a'), throwOnError: true }).data?.status}</p>
    )
    render(
      <app.wrapper>
        <QueryErrorResetBoundary>
          {({ reset }) => (
            <Boundary onReset={reset}>
              <Thrown />
            </Boundary>
          )}
        </QueryErrorResetBoundary>
        <Shown />
      </app.wrapper>,
    )
    await app.advance(60_000)
    expect(app.requestCount()).toBe(1)
    app.answer = () => Response.json({ id: 'a', status: 'in_progress', progress: 50 })
    screen.getByRole('button', { name: 'VideoApiError' }).click()
    await app.advance(100)
    expect(app.requestCount()).toBe(2)
    expect(screen.getByText('in_progress')).toBeTruthy()
    expect(screen.getByText('no error')).toBeTruthy()
  })
})
