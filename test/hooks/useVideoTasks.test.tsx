import { IsRestoringProvider, QueryErrorResetBoundary, QueryClientProvider } from '@tanstack/react-query'
import { act, render, renderHook, screen } from '@testing-library/react'
import { Component, type ReactNode } from 'react'
import { renderToString } from 'react-dom/server'
import { expect, it, vi } from 'vitest'
import {
  useVideoTask,
  useVideoTasks,
  videoTaskKeys,
  VideoTaskProvider,
  videoTaskState,
} from 'react-video-task'
import { createTestApp } from './support/createTestApp.js'

const running = { state: { status: 'in_progress', progress: 50 } } as const

class Boundary extends Component<{ children: ReactNode; onReset: () => void }, { message?: string }> {
  override state: { message?: string } = {}
  static getDerivedStateFromError(error: Error) {
    return { message: error.message }
  }
  override render() {
    const retry = () => {
      this.props.onReset()
      this.setState({ message: undefined })
    }
    return this.state.message === undefined ? (
      this.props.children
    ) : (
      <button onClick={retry}>{this.state.message}</button>
    )
  }
}

const Statuses = ({ ids }: { ids: string[] }) => <p>{useVideoTasks(ids).map(videoTaskState).join()}</p>
const Status = ({ id }: { id: string }) => <p>{videoTaskState(useVideoTask(id))}</p>
const OneByOne = ({ ids }: { ids: string[] }) => ids.map((id) => <Status key={id} id={id} />)

it.each([
  ['useVideoTasks', Statuses, 'in_progress,in_progress'],
  ['useVideoTask', OneByOne, 'in_progress'],
])(
  '%s throws to the error boundary where the app asks for it, and asks again after a reset',
  async (_, Watch, shown) => {
    const app = createTestApp()
    vi.spyOn(console, 'error').mockImplementation(() => undefined)
    app.queryClient.setDefaultOptions({
      queries: { throwOnError: (error) => 'status' in error && error.status === 401 },
    })
    const ids = [app.emulator.addTask(running).id, app.emulator.addTask(running).id]
    app.answer = (request) =>
      request.url.includes(ids[1] ?? '')
        ? Response.json({ error: { message: 'Sign in' } }, { status: 401 })
        : app.emulator.handle(request)
    render(
      <QueryErrorResetBoundary>
        {({ reset }) => (
          <Boundary onReset={reset}>
            <Watch ids={ids} />
          </Boundary>
        )}
      </QueryErrorResetBoundary>,
      { wrapper: app.wrapper },
    )
    await app.advance(1_000)
    const button = screen.getByRole('button', { name: /Sign in/ })
    const asked = app.requestCount()
    await app.advance(60_000)
    expect(app.requestCount()).toBe(asked)

    app.answer = undefined
    act(() => button.click())
    await app.advance(1_000)
    expect(screen.getAllByText(shown)).not.toEqual([])
  },
)

it.each([
  ['useVideoTasks', Statuses],
  ['useVideoTask', OneByOne],
])(
  '%s throws again where the boundary was not reset, without a request, and after a reset',
  async (_, Watch) => {
    const app = createTestApp()
    vi.spyOn(console, 'error').mockImplementation(() => undefined)
    app.queryClient.setDefaultOptions({ queries: { throwOnError: true } })
    const refuse = () => Response.json({ error: { message: 'Sign in' } }, { status: 401 })
    app.answer = refuse
    const ids = [app.emulator.addTask(running).id]
    let isReset = false
    render(
      <QueryErrorResetBoundary>
        {({ reset }) => (
          <Boundary onReset={() => isReset && reset()}>
            <Watch ids={ids} />
          </Boundary>
        )}
      </QueryErrorResetBoundary>,
      { wrapper: app.wrapper },
    )
    await app.advance(1_000)
    const asked = app.requestCount()
    act(() => screen.getByRole('button', { name: /Sign in/ }).click())
    await app.advance(1_000)
    expect(screen.getByRole('button', { name: /Sign in/ })).toBeDefined()
    expect(app.requestCount()).toBe(asked)

    isReset = true
    app.answer = undefined
    act(() => screen.getByRole('button', { name: /Sign in/ }).click())
    await app.advance(1_000)
    expect(screen.getByText('in_progress')).toBeDefined()
    app.answer = refuse
    await app.advance(60_000)
    expect(screen.getByRole('button', { name: /Sign in/ })).toBeDefined()
  },
)

it('useVideoTasks shows an error in its result where the app does not ask for a boundary', async () => {
  const app = createTestApp()
  const ids = ['..', app.emulator.addTask(running).id]
  render(<Statuses ids={ids} />, { wrapper: app.wrapper })
  await app.advance(1_000)
  expect(screen.getByText('unreachable,in_progress')).toBeDefined()
})

it('useVideoTasks renders on a server what was prefetched, and asks for nothing there', () => {
  const app = createTestApp()
  app.queryClient.setQueryData(videoTaskKeys.detail('a'), {
    id: 'a',
    object: 'video',
    status: 'in_progress',
    progress: 7,
  })
  const html = renderToString(
    <QueryClientProvider client={app.queryClient}>
      <VideoTaskProvider client={app.client}>
        <Statuses ids={['a', 'b']} />
      </VideoTaskProvider>
    </QueryClientProvider>,
  )
  expect(html).toBe('<p>in_progress,loading</p>')
  expect(app.requestCount()).toBe(0)
})

it('useVideoTasks waits for a cache that is being restored', async () => {
  const app = createTestApp()
  const ids = [app.emulator.addTask(running).id]
  const view = (isRestoring: boolean) => (
    <IsRestoringProvider value={isRestoring}>
      <Statuses ids={ids} />
    </IsRestoringProvider>
  )
  const { rerender, unmount } = render(view(true), { wrapper: app.wrapper })
  await app.advance(20_000)
  expect(app.requestCount()).toBe(0)
  expect(screen.getByText('idle')).toBeDefined()
  rerender(view(false))
  await app.advance(1_000)
  expect(screen.getByText('in_progress')).toBeDefined()
  unmount()
  const asked = app.requestCount()
  await app.advance(60_000)
  expect(app.requestCount()).toBe(asked)
})

it('useVideoTasks keeps the polls in flight when the ids change, and ends those of ids that left', async () => {
  const app = createTestApp()
  const [a = '', b = '', c = ''] = [1, 2, 3].map(() => app.emulator.addTask(running).id)
  let release = () => {}
  const held = new Promise<void>((resolve) => (release = resolve))
  app.answer = async (request) => {
    await held
    return app.emulator.handle(request)
  }
  const { result, rerender } = renderHook(({ ids }) => useVideoTasks(ids).map(videoTaskState).join(), {
    wrapper: app.wrapper,
    initialProps: { ids: [a, b] },
  })
  await app.advance(100)
  rerender({ ids: [c, a] })
  await app.advance(100)
  expect(app.signals.map((signal) => signal?.aborted)).toEqual([false, true, false])
  release()
  await app.advance(100)
  expect(result.current).toBe('in_progress,in_progress')
  expect(app.requestCount()).toBe(3)
})

it('useVideoTasks renders again only where something that was read has changed', async () => {
  const app = createTestApp()
  const ids = [app.emulator.addTask(running).id, app.emulator.addTask(running).id]
  let renders = 0
  renderHook(
    () => {
      renders += 1
      return useVideoTasks(ids, { pollInterval: 5_000 }).map(({ data }) => data?.progress)
    },
    { wrapper: app.wrapper },
  )
  await app.advance(1_000)
  const before = renders
  const asked = app.requestCount()
  await app.advance(20_000)
  expect(app.requestCount()).toBeGreaterThan(asked + 4)
  expect(renders).toBe(before)
})
