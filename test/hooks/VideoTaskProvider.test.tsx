import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render, renderHook } from '@testing-library/react'
import type { ReactNode } from 'react'
import { afterEach, expect, it, vi } from 'vitest'
import {
  parseVideoTask,
  useCreateVideoTask,
  useVideoTask,
  useVideoTasks,
  type VideoClient,
  videoTaskKeys,
  VideoTaskProvider,
} from 'react-video-task'
import { errorOf } from '../support/errorOf.js'
import { createTestApp } from './support/createTestApp.js'

const silence = () => vi.spyOn(console, 'error').mockImplementation(() => {})
afterEach(() => vi.restoreAllMocks())

const queryClient = new QueryClient()
const queries = ({ children }: { children: ReactNode }) => (
  <QueryClientProvider client={queryClient}>{children}</QueryClientProvider>
)

/** Another API in a few lines: all the hooks need of one. */
const otherApi: VideoClient = {
  create: async ({ prompt }) => parseVideoTask({ id: prompt, status: 'queued' }),
  retrieve: async (id) =>
    parseVideoTask({ id, status: 'completed', video_url: 'https://other.example/v.mp4' }),
  contentUrl: (id) => `https://other.example/${id}`,
}

it.each([
  ['useVideoTask', () => useVideoTask('a')],
  ['useVideoTasks', () => useVideoTasks(['a'])],
  ['useCreateVideoTask', () => useCreateVideoTask()],
])('%s without a provider says what to put where', async (_, hook: () => unknown) => {
  silence()
  const error = await errorOf(() => renderHook(hook, { wrapper: queries }))
  expect(error).toMatchObject({ name: 'VideoTaskError', code: 'missing_provider' })
  expect(String(error)).toContain('VideoTaskProvider')
})

it('a provider without a QueryClient says what to put where', async () => {
  silence()
  const error = await errorOf(() => render(<VideoTaskProvider client={otherApi} />))
  expect(error).toMatchObject({ name: 'VideoTaskError', code: 'missing_query_client' })
  expect(String(error)).toContain('QueryClientProvider')
})

it('a client given to the hook outweighs the provider and needs none', async () => {
  const { result } = renderHook(() => useVideoTask('explicit', { client: otherApi }), { wrapper: queries })
  await vi.waitFor(() => expect(result.current.data?.status).toBe('completed'))
})

it("the provider's settings reach its hooks, and an option outweighs them", async () => {
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
  // One create, and a look at the start and about every 20 s.
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

it('drives the hooks with any backend that can create, retrieve and name a content address', async () => {
  const wrapper = ({ children }: { children: ReactNode }) =>
    queries({ children: <VideoTaskProvider client={otherApi}>{children}</VideoTaskProvider> })
  const { result } = renderHook(() => useCreateVideoTask(), { wrapper })
  const { id } = await result.current.mutateAsync({ model: 'any', prompt: 'fox' })
  expect(id).toBe('fox')
})

it('what such a backend throws becomes a retryable error with its cause', async () => {
  const cause = new RangeError('boom')
  const broken: VideoClient = { ...otherApi, retrieve: () => Promise.reject(cause) }
  vi.useFakeTimers()
  const { result } = renderHook(() => useVideoTask('broken', { client: broken }), { wrapper: queries })
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
