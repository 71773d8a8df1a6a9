import { onlineManager, QueryClient } from '@tanstack/react-query'
import { renderHook } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { useCreateVideoTask, useVideoTask, VideoApiError } from 'react-video-task'
import { watchWorld } from './support/watchWorld.js'

const params = { model: 'wan2.6', prompt: 'a fox in the snow', seconds: 5, size: '1280x720' }

afterEach(() => onlineManager.setOnline(true))

function creator(world: ReturnType<typeof watchWorld>) {
  return renderHook(() => useCreateVideoTask(), { wrapper: world.wrapper }).result
}

describe.each([{ strict: false }, { strict: true }])('creating (StrictMode: $strict)', ({ strict }) => {
  it('puts the task into the cache, so that the first paint needs no request', async () => {
    const world = watchWorld({ strict })
    const result = creator(world)
    const created = result.current.mutateAsync(params)
    await world.pass(100)
    const { id } = await created
    expect(world.count()).toBe(1)
    const watch = renderHook(() => useVideoTask(id), { wrapper: world.wrapper })
    expect(watch.result.current.data).toMatchObject({ id, status: 'queued' })
    await world.pass(4_000)
    expect(world.count()).toBe(1)
    await world.pass(1_100)
    expect(world.count()).toBe(2)
  })
})

it('one click pressed twice makes one task, even from two places', async () => {
  const world = watchWorld()
  const [first, second] = [creator(world), creator(world)]
  const tasks = [
    first.current.mutateAsync(params),
    first.current.mutateAsync({ ...params }),
    second.current.mutateAsync({ ...params, seed: undefined }),
  ]
  await world.pass(100)
  expect(world.count()).toBe(1)
  expect(new Set((await Promise.all(tasks)).map(({ id }) => id)).size).toBe(1)
})

it('different parameters make different tasks, and so do equal ones once the first is made', async () => {
  const world = watchWorld()
  const result = creator(world)
  const file = (text: string) => new File([text], 'first.png')
  const tasks = [
    result.current.mutateAsync(params),
    result.current.mutateAsync({ ...params, prompt: 'a wolf' }),
    result.current.mutateAsync({ ...params, input_reference: file('a') }),
    result.current.mutateAsync({ ...params, input_reference: file('b') }),
  ]
  await world.pass(100)
  await Promise.all(tasks)
  expect(world.count()).toBe(4)
  void result.current.mutateAsync(params)
  await world.pass(100)
  expect(world.count()).toBe(5)
})

it('a create that hangs is not joined for ever', async () => {
  const world = watchWorld()
  world.answer = () => new Promise(() => {})
  const result = creator(world)
  void result.current.mutateAsync(params)
  await world.pass(30_000)
  void result.current.mutateAsync(params)
  await world.pass(100)
  expect(world.count()).toBe(1)
  world.answer = undefined
  await world.pass(30_000)
  const again = result.current.mutateAsync(params)
  await world.pass(100)
  expect((await again).status).toBe('queued')
  expect(world.count()).toBe(2)
})

it('is never repeated, whatever the app configured and whatever comes back', async () => {
  const world = watchWorld()
  world.queryClient = new QueryClient({ defaultOptions: { mutations: { retry: 3 } } })
  world.answer = () => new Response('', { status: 503 })
  const result = creator(world)
  result.current.mutate(params)
  await world.pass(600_000)
  expect(world.count()).toBe(1)
  expect(result.current.error).toBeInstanceOf(VideoApiError)
})

it('fails at once while offline instead of being sent later', async () => {
  const world = watchWorld()
  world.answer = () => Promise.reject(new TypeError('offline'))
  onlineManager.setOnline(false)
  const result = creator(world)
  result.current.mutate(params)
  await world.pass(100)
  expect(result.current).toMatchObject({ isPaused: false, error: { code: 'network_error' } })
  world.answer = undefined
  onlineManager.setOnline(true)
  await world.pass(60_000)
  expect(world.count()).toBe(1)
})

it('a refused create can be tried again', async () => {
  const world = watchWorld()
  const result = creator(world)
  result.current.mutate({ ...params, seconds: 7 })
  await world.pass(100)
  expect(result.current.error).toMatchObject({ name: 'VideoApiError', status: 400, param: 'seconds' })
  result.current.mutate(params)
  await world.pass(100)
  expect(result.current.data?.status).toBe('queued')
})

it("calls the app's callbacks with the task, after the cache has it", async () => {
  const world = watchWorld()
  const seen: unknown[] = []
  const { result } = renderHook(
    () =>
      useCreateVideoTask({
        onSuccess: (task) =>
          seen.push(world.queryClient.getQueryData(['video-task', '', 'detail', task.id]) === task),
      }),
    { wrapper: world.wrapper },
  )
  result.current.mutate(params)
  await world.pass(100)
  expect(seen).toEqual([true])
})
