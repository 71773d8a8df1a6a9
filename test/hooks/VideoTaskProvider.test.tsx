import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render, renderHook } from '@testing-library/react'
import { memo, type ReactNode } from 'react'
import { afterEach, expect, it, vi } from 'vitest'
import {
  useCreateVideoTask,
  useVideoTask,
  useVideoTasks,
  type VideoClient,
  videoTaskKeys,
  VideoTaskProvider,
} from 'react-video-task'
import { parseVideoTask } from 'react-video-task/client'
import type { VideoTaskTabs } from 'react-video-task/tabs'
import { errorOf } from '../support/errorOf.js'
import { createTestApp } from './support/createTestApp.js'
import { renderAsInProduction } from '../support/renderAsInProduction.js'

const silenceConsole = () => vi.spyOn(console, 'error').mockImplementation(() => {})
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
})

const queryClient = new QueryClient()
const queryWrapper = ({ children }: { children: ReactNode }) => (
  <QueryClientProvider client={queryClient}>{children}</QueryClientProvider>
)

/** A client of another API, with only what the hooks require. */
const customClient: VideoClient = {
  create: async ({ prompt }) => parseVideoTask({ id: prompt, status: 'queued' }),
  retrieve: async (id) =>
    parseVideoTask({ id, status: 'completed', video_url: 'https://other.example/v.mp4' }),
  contentUrl: (id) => `https://other.example/${id}`,
}

it.each([
  ['useVideoTask', () => useVideoTask('a')],
  ['useVideoTasks', () => useVideoTasks(['a'])],
  ['useCreateVideoTask', () => useCreateVideoTask()],
])('%s without a provider throws missing_provider and says what helps', async (_, hook: () => unknown) => {
  silenceConsole()
  const thrown = () => errorOf(() => renderHook(hook, { wrapper: queryWrapper }))
  const advice = ' Put <VideoTaskProvider client={client}> around it, or pass a `client`.'
  const error = { name: 'VideoTaskError', code: 'missing_provider' }
  const message = 'A video task hook found no client.'
  expect(await thrown()).toMatchObject({ ...error, message: message + advice })
  vi.stubEnv('NODE_ENV', 'production')
  expect(await thrown()).toMatchObject({ ...error, message })
})

it('VideoTaskProvider without a QueryClient throws missing_query_client and names both possible causes', async () => {
  silenceConsole()
  const thrown = () => errorOf(() => render(<VideoTaskProvider client={customClient} />))
  const advice =
    ' Put <QueryClientProvider client={queryClient}> around it. If there is one, @tanstack/react-query is loaded twice: ' +
    '`require` loads its CommonJS build, and react-video-task imports its ES modules. Load both with `import`. Jest needs ' +
    'the settings of docs/testing.md.'
  const error = { name: 'VideoTaskError', code: 'missing_query_client' }
  const message = 'VideoTaskProvider found no QueryClient.'
  expect(await thrown()).toMatchObject({ ...error, message: message + advice })
  vi.stubEnv('NODE_ENV', 'production')
  expect(await thrown()).toMatchObject({ ...error, message })
})

it('VideoTaskProvider connects its tabs for its user until it unmounts', () => {
  const connected: string[] = []
  const tabs: VideoTaskTabs = {
    connect: (client, scope) => {
      const name = `${client === queryClient} ${scope}`
      connected.push(name)
      return () => void connected.splice(connected.indexOf(name), 1)
    },
    share: ({ pollApi, signal }) => pollApi(signal),
    isLeader: () => true,
  }
  const page = (scope: string) => <VideoTaskProvider client={customClient} tabs={tabs} scope={scope} />
  const { rerender, unmount } = render(page('ann'), { wrapper: queryWrapper })
  expect(connected).toEqual(['true ann'])
  rerender(page('ben'))
  expect(connected).toEqual(['true ben'])
  unmount()
  expect(connected).toEqual([])
})

it('useVideoTask with a client option works without a provider', async () => {
  const { result } = renderHook(() => useVideoTask('explicit', { client: customClient }), {
    wrapper: queryWrapper,
  })
  await vi.waitFor(() => expect(result.current.data?.status).toBe('completed'))
})

it("the provider's settings apply to its hooks, and options override them", async () => {
  const app = createTestApp()
  const { id } = app.emulator.addTask({ state: { status: 'in_progress', progress: 50 } })
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={app.queryClient}>
      <VideoTaskProvider client={app.client} scope="ann" pollInterval={20_000}>
        {children}
      </VideoTaskProvider>
    </QueryClientProvider>
  )
  const { result } = renderHook(() => [useVideoTask(id), useCreateVideoTask()] as const, { wrapper })
  const created = result.current[1].mutateAsync({ model: 'wan2.6', prompt: 'fox' })
  await app.advance(61_000)
  const task = await created
  // One create, one poll at the start, and one about every 20 s.
  expect(app.requestCount()).toBeGreaterThanOrEqual(4)
  expect(app.requestCount()).toBeLessThanOrEqual(5)
  expect(app.queryClient.getQueryData(videoTaskKeys.detail(id, 'ann'))).toBe(result.current[0].data)
  expect(app.queryClient.getQueryData(videoTaskKeys.detail(task.id, 'ann'))).toMatchObject({ id: task.id })
  expect(app.queryClient.getQueryData(videoTaskKeys.detail(task.id))).toBeUndefined()
  const before = app.requestCount()
  renderHook(() => useVideoTask(id, { scope: 'ben', pollInterval: 5_000 }), { wrapper })
  await app.advance(19_000)
  expect(app.requestCount() - before).toBeGreaterThanOrEqual(4)
})

it('the hooks work with a client of create, retrieve and contentUrl alone', async () => {
  const wrapper = ({ children }: { children: ReactNode }) =>
    queryWrapper({ children: <VideoTaskProvider client={customClient}>{children}</VideoTaskProvider> })
  const { result } = renderHook(() => useCreateVideoTask(), { wrapper })
  const { id } = await result.current.mutateAsync({ model: 'any', prompt: 'fox' })
  expect(id).toBe('fox')
})

it('an unknown error that a client throws becomes a retryable VideoTaskError with its cause', async () => {
  const cause = new RangeError('boom')
  const broken: VideoClient = { ...customClient, retrieve: () => Promise.reject(cause) }
  vi.useFakeTimers()
  const { result } = renderHook(() => useVideoTask('broken', { client: broken }), { wrapper: queryWrapper })
  void result.current.error
  await vi.advanceTimersByTimeAsync(7_000)
  expect(queryClient.getQueryState(['video-task', '', 'detail', 'broken'])?.error).toMatchObject({
    name: 'VideoTaskError',
    message: 'boom',
    code: 'unknown',
    retryable: true,
    cause,
  })
})

it('a provider that renders again with the same settings renders nothing under it, also after a change', () => {
  renderAsInProduction()
  let renders = 0
  const Part = memo(() => {
    useCreateVideoTask()
    renders += 1
    return null
  })
  const page = (pollInterval: number) => (
    <VideoTaskProvider client={customClient} pollInterval={pollInterval}>
      <Part />
    </VideoTaskProvider>
  )
  const { rerender } = render(page(1_000), { wrapper: queryWrapper })
  const counts = [1_000, 2_000, 2_000, 1_000].map((pollInterval) => {
    rerender(page(pollInterval))
    return renders
  })
  expect(counts).toEqual([1, 2, 2, 3])
})
