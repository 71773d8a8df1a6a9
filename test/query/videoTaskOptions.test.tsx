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
import { watchWorld } from '../hooks/support/watchWorld.js'

afterEach(() => vi.restoreAllMocks())

it('a bare QueryObserver polls just as the hook does', async () => {
  const world = watchWorld()
  const { id } = world.emulator.addTask({})
  const observer = new QueryObserver(world.queryClient, videoTaskOptions(world.client, id))
  const end = observer.subscribe(() => {})
  await world.pass(60_000)
  expect(observer.getCurrentResult().data?.status).toBe('completed')
  const asked = world.count()
  await world.pass(600_000)
  expect(world.count()).toBe(asked)
  end()
})

it('takes another poll interval', async () => {
  const world = watchWorld()
  const { id } = world.emulator.addTask({ state: { status: 'in_progress', progress: 50 } })
  renderHook(() => useVideoTask(id, { pollInterval: 1_000 }), { wrapper: world.wrapper })
  await world.pass(10_100)
  expect(world.count()).toBe(11)
})

it('serves select, which renders only when what it picks changes', async () => {
  const world = watchWorld()
  const { id } = world.emulator.addTask({})
  let renders = 0
  const { result } = renderHook(
    () => {
      renders += 1
      return useQuery({ ...videoTaskOptions(world.client, id), select: (task) => task.status }).data
    },
    { wrapper: world.wrapper },
  )
  await world.pass(60_000)
  expect(result.current).toBe('completed')
  expect(renders).toBeLessThanOrEqual(4)
})

it('what a server prefetched hydrates under another base URL, without a request', async () => {
  const world = watchWorld()
  const { id } = world.emulator.addTask({ state: { status: 'completed' } })
  const server = new QueryClient()
  await server.prefetchQuery(videoTaskOptions(world.client, id))
  expect(world.count()).toBe(1)
  hydrate(world.queryClient, JSON.parse(JSON.stringify(dehydrate(server))))
  const { result } = renderHook(() => useVideoTask(id), { wrapper: world.wrapper })
  expect(result.current.data?.status).toBe('completed')
  await world.pass(60_000)
  expect(world.count()).toBe(1)
})

it('keys nest, so that one scope can be dropped whole', () => {
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
  function suspended(world: ReturnType<typeof watchWorld>, id: string) {
    const Status = () => <p>{useSuspenseQuery(videoTaskOptions(world.client, id)).data.status}</p>
    vi.spyOn(console, 'error').mockImplementation(() => {})
    render(
      <QueryClientProvider client={world.queryClient}>
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

  it('a first 503 does not reach the error boundary', async () => {
    const world = watchWorld()
    const { id } = world.emulator.addTask({ state: { status: 'in_progress', progress: 50 } })
    world.answer = () => new Response('', { status: 503 })
    suspended(world, id)
    await world.pass(1_000)
    expect(screen.getByText('waiting')).toBeTruthy()
    world.answer = undefined
    await world.pass(3_000)
    expect(screen.getByText('in_progress')).toBeTruthy()
  })

  it('a 401 does, at once, and the boundary can try again', async () => {
    const world = watchWorld()
    const { id } = world.emulator.addTask({ state: { status: 'in_progress', progress: 50 } })
    world.answer = () => new Response('', { status: 401 })
    suspended(world, id)
    await world.pass(100)
    const retry = screen.getByText('VideoApiError')
    expect(world.count()).toBe(1)
    world.answer = undefined
    retry.click()
    await world.pass(1_000)
    expect(screen.getByText('in_progress')).toBeTruthy()
  })
})
