import {
  dehydrate,
  hydrate,
  QueryClient,
  QueryClientProvider,
  QueryErrorResetBoundary,
  QueryObserver,
  useQuery,
  useSuspenseQuery,
} from '@tanstack/react-query'
import { render, renderHook, screen } from '@testing-library/react'
import { Component, type ReactNode, Suspense } from 'react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { useVideoTask, videoTaskKeys, videoTaskOptions } from 'react-video-task'
import { createTestApp } from '../hooks/support/createTestApp.js'

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
