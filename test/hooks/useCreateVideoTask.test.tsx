import { onlineManager, QueryClient } from '@tanstack/react-query'
import { renderHook } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { useCreateVideoTask, useVideoTask, VideoApiError } from 'react-video-task'
import { createTestApp } from './support/createTestApp.js'

const params = { model: 'wan2.6', prompt: 'a fox in the snow', seconds: 5, size: '1280x720' }

afterEach(() => onlineManager.setOnline(true))

function creator(app: ReturnType<typeof createTestApp>) {
  return renderHook(() => useCreateVideoTask(), { wrapper: app.wrapper }).result
}

describe.each([{ strict: false }, { strict: true }])('creating (StrictMode: $strict)', ({ strict }) => {
  it('puts the task into the cache, so that the first paint needs no request', async () => {
    const app = createTestApp({ strict })
    const result = creator(app)
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
})

it('one click pressed twice makes one task, even from two places', async () => {
  const app = createTestApp()
  const [first, second] = [creator(app), creator(app)]
  const tasks = [
    first.current.mutateAsync(params),
    first.current.mutateAsync({ ...params }),
    second.current.mutateAsync({ ...params, seed: undefined }),
  ]
  await app.advance(100)
  expect(app.requestCount()).toBe(1)
  expect(new Set((await Promise.all(tasks)).map(({ id }) => id)).size).toBe(1)
})

it('different parameters make different tasks, and so do equal ones once the first is made', async () => {
  const app = createTestApp()
  const result = creator(app)
  const file = (text: string) => new File([text], 'first.png')
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

it('a create that hangs is not joined for ever', async () => {
  const app = createTestApp()
  app.answer = () => new Promise(() => {})
  const result = creator(app)
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

it('is never repeated, whatever the app configured and whatever comes back', async () => {
  const app = createTestApp()
  app.queryClient = new QueryClient({ defaultOptions: { mutations: { retry: 3 } } })
  app.answer = () => new Response('', { status: 503 })
  const result = creator(app)
  result.current.mutate(params)
  await app.advance(600_000)
  expect(app.requestCount()).toBe(1)
  expect(result.current.error).toBeInstanceOf(VideoApiError)
})

it('fails at once while offline instead of being sent later', async () => {
  const app = createTestApp()
  app.answer = () => Promise.reject(new TypeError('offline'))
  onlineManager.setOnline(false)
  const result = creator(app)
  result.current.mutate(params)
  await app.advance(100)
  expect(result.current).toMatchObject({ isPaused: false, error: { code: 'network_error' } })
  app.answer = undefined
  onlineManager.setOnline(true)
  await app.advance(60_000)
  expect(app.requestCount()).toBe(1)
})

it('a refused create can be tried again', async () => {
  const app = createTestApp()
  const result = creator(app)
  result.current.mutate({ ...params, seconds: 7 })
  await app.advance(100)
  expect(result.current.error).toMatchObject({ name: 'VideoApiError', status: 400, param: 'seconds' })
  result.current.mutate(params)
  await app.advance(100)
  expect(result.current.data?.status).toBe('queued')
})

it("calls the app's callbacks with the task, after the cache has it", async () => {
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
