import { onlineManager, QueryClient } from '@tanstack/react-query'
import { renderHook } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { useCreateVideoTask, useVideoTask, VideoApiError } from 'react-video-task'
import { createTestApp } from './support/createTestApp.js'

const params = { model: 'wan2.6', prompt: 'a fox in the snow', seconds: 5, size: '1280x720' }

afterEach(() => onlineManager.setOnline(true))

function renderCreate(app: ReturnType<typeof createTestApp>) {
  return renderHook(() => useCreateVideoTask(), { wrapper: app.wrapper }).result
}

describe.each([{ strict: false }, { strict: true }])(
  'useCreateVideoTask (StrictMode: $strict)',
  ({ strict }) => {
    it('a created task is in the cache, so useVideoTask renders it without a request', async () => {
      const app = createTestApp({ strict })
      const result = renderCreate(app)
      const created = result.current.mutateAsync(params)
      await app.advance(100)
      const { id } = await created
      expect(app.requestCount()).toBe(1)
      const watch = renderHook(() => useVideoTask(id), { wrapper: app.wrapper })
      expect(watch.result.current.data).toMatchObject({ id, status: 'queued' })
      await app.advance(4_000)
      expect(app.requestCount()).toBe(1)
      await app.advance(1_100)
      expect(app.requestCount()).toBe(2)
    })
  },
)

it('equal concurrent creates make one task, also from two hooks', async () => {
  const app = createTestApp()
  const [first, second] = [renderCreate(app), renderCreate(app)]
  const tasks = [
    first.current.mutateAsync(params),
    first.current.mutateAsync({ ...params }),
    second.current.mutateAsync({ ...params, seed: undefined }),
  ]
  await app.advance(100)
  expect(app.requestCount()).toBe(1)
  expect(new Set((await Promise.all(tasks)).map(({ id }) => id)).size).toBe(1)
})

it('creates with different parameters, or after the first has settled, make separate tasks', async () => {
  const app = createTestApp()
  const result = renderCreate(app)
  const file = (text: string) => new Blob([text])
  const tasks = [
    result.current.mutateAsync(params),
    result.current.mutateAsync({ ...params, prompt: 'a wolf' }),
    result.current.mutateAsync({ ...params, input_reference: file('a') }),
    result.current.mutateAsync({ ...params, input_reference: file('b') }),
  ]
  await app.advance(100)
  await Promise.all(tasks)
  expect(app.requestCount()).toBe(4)
  void result.current.mutateAsync(params)
  await app.advance(100)
  expect(app.requestCount()).toBe(5)
})

it('an equal create is sent again once a hanging one is over 60 s old', async () => {
  const app = createTestApp()
  app.answer = () => new Promise(() => {})
  const result = renderCreate(app)
  void result.current.mutateAsync(params)
  await app.advance(30_000)
  void result.current.mutateAsync(params)
  await app.advance(100)
  expect(app.requestCount()).toBe(1)
  app.answer = undefined
  await app.advance(30_000)
  const again = result.current.mutateAsync(params)
  await app.advance(100)
  expect((await again).status).toBe('queued')
  expect(app.requestCount()).toBe(2)
})

it('a create is not retried after a 503, even with a mutation retry default', async () => {
  const app = createTestApp()
  app.queryClient = new QueryClient({ defaultOptions: { mutations: { retry: 3 } } })
  app.answer = () => new Response('', { status: 503 })
  const result = renderCreate(app)
  result.current.mutate(params)
  await app.advance(600_000)
  expect(app.requestCount()).toBe(1)
  expect(result.current.error).toBeInstanceOf(VideoApiError)
})

it('a create while offline fails at once and is not sent later', async () => {
  const app = createTestApp()
  app.answer = () => Promise.reject(new TypeError('offline'))
  onlineManager.setOnline(false)
  const result = renderCreate(app)
  result.current.mutate(params)
  await app.advance(100)
  expect(result.current).toMatchObject({ isPaused: false, error: { code: 'network_error' } })
  app.answer = undefined
  onlineManager.setOnline(true)
  await app.advance(60_000)
  expect(app.requestCount()).toBe(1)
})

it('a create rejected with 400 can be followed by another', async () => {
  const app = createTestApp()
  const result = renderCreate(app)
  result.current.mutate({ ...params, seconds: 7 })
  await app.advance(100)
  expect(result.current.error).toMatchObject({ name: 'VideoApiError', status: 400, param: 'seconds' })
  result.current.mutate(params)
  await app.advance(100)
  expect(result.current.data?.status).toBe('queued')
})

it('onSuccess gets the created task after it is in the cache', async () => {
  const app = createTestApp()
  const seen: unknown[] = []
  const { result } = renderHook(
    () =>
      useCreateVideoTask({
        onSuccess: (task) =>
          seen.push(app.queryClient.getQueryData(['video-task', '', 'detail', task.id]) === task),
      }),
    { wrapper: app.wrapper },
  )
  result.current.mutate(params)
  await app.advance(100)
  expect(seen).toEqual([true])
})
