import { focusManager, onlineManager } from '@tanstack/react-query'
import { renderHook } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { resumeVideoTask, useVideoTask, videoTaskState } from 'react-video-task'
import { watchWorld } from '../hooks/support/watchWorld.js'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

afterEach(() => {
  focusManager.setFocused(undefined)
  onlineManager.setOnline(true)
})

/** Watches a task that stays at half way until the test says otherwise. */
async function watchStuck(fields: Record<string, unknown> = {}) {
  const world = watchWorld()
  const { id } = world.emulator.addTask({ state: { status: 'in_progress', progress: 50 }, fields })
  const { result } = renderHook(() => useVideoTask(id), { wrapper: world.wrapper })
  await world.pass(100)
  // What a test looks at later has to be read once, so that TanStack tells of its changes.
  void [result.current.data, result.current.error]
  return { world, id, result, complete: () => world.emulator.addTask({ id, state: { status: 'completed' } }) }
}

describe('the deadline', () => {
  it('ends a watch without a change as stalled: neither failed nor forgotten, and asked for no more', async () => {
    const { world, result } = await watchStuck()
    await world.pass(31 * MINUTE)
    expect(videoTaskState(result.current)).toBe('stalled')
    expect(result.current).toMatchObject({ error: null, data: { status: 'in_progress', progress: 50 } })
    const asked = world.count()
    await world.pass(5 * HOUR)
    focusManager.setFocused(false)
    focusManager.setFocused(true)
    await world.pass(MINUTE)
    expect(world.count()).toBe(asked)
  })

  it('is lifted by one call, which asks at once and goes on watching', async () => {
    const { world, id, result, complete } = await watchStuck()
    await world.pass(31 * MINUTE)
    const asked = world.count()
    void resumeVideoTask(world.queryClient, id)
    await world.pass(100)
    expect(world.count()).toBe(asked + 1)
    expect(videoTaskState(result.current)).toBe('in_progress')
    await world.pass(10 * MINUTE)
    expect(videoTaskState(result.current)).toBe('in_progress')
    complete()
    await world.pass(MINUTE)
    expect(videoTaskState(result.current)).toBe('completed')
  })

  it('counts from the last change, and can be set', async () => {
    const world = watchWorld()
    const { id } = world.emulator.addTask({ state: { status: 'in_progress', progress: 50 } })
    const { result } = renderHook(() => useVideoTask(id, { pollDeadline: 5 * MINUTE }), {
      wrapper: world.wrapper,
    })
    await world.pass(4 * MINUTE)
    world.emulator.addTask({ id, state: { status: 'in_progress', progress: 60 } })
    await world.pass(4 * MINUTE)
    expect(videoTaskState(result.current)).toBe('in_progress')
    await world.pass(2 * MINUTE)
    expect(videoTaskState(result.current)).toBe('stalled')
  })

  it('holds for a server that only fails as well, with what is known kept', async () => {
    const { world, result } = await watchStuck()
    world.answer = () => new Response('', { status: 503 })
    await world.pass(20 * MINUTE)
    expect(videoTaskState(result.current)).toBe('unreachable')
    await world.pass(15 * MINUTE)
    expect(videoTaskState(result.current)).toBe('stalled')
    expect(result.current.data).toMatchObject({ status: 'in_progress', progress: 50 })
    const asked = world.count()
    await world.pass(HOUR)
    expect(world.count()).toBe(asked)
  })

  it('ends a watch that never learnt anything in an error that says so, and that one call resumes', async () => {
    const world = watchWorld()
    world.answer = () => new Response('', { status: 503 })
    const { result } = renderHook(() => useVideoTask('a'), { wrapper: world.wrapper })
    await world.pass(40 * MINUTE)
    expect(result.current.error).toMatchObject({ code: 'stalled', retryable: false, cause: { status: 503 } })
    const asked = world.count()
    await world.pass(HOUR)
    expect(world.count()).toBe(asked)
    void resumeVideoTask(world.queryClient, 'a')
    await world.pass(10_000)
    expect(world.count()).toBeGreaterThan(asked + 1)
  })
})

it('a request that hangs is a failure after 30 s, and the watch goes on', async () => {
  const { world, result } = await watchStuck()
  world.answer = () => new Promise(() => {})
  await world.pass(36_000)
  expect(result.current).toMatchObject({ error: { code: 'timeout' }, data: { progress: 50 } })
  world.answer = undefined
  await world.pass(20_000)
  expect(result.current.error).toBeNull()
})

it('sleep of hours is no stall: the watch starts anew, and the next answer counts', async () => {
  const { world, result, complete } = await watchStuck()
  vi.setSystemTime(Date.now() + 8 * HOUR)
  await world.pass(20_000)
  expect(videoTaskState(result.current)).toBe('in_progress')
  complete()
  await world.pass(20_000)
  expect(videoTaskState(result.current)).toBe('completed')
})

it.each([
  ['back', -3 * HOUR],
  ['forward', 3 * HOUR],
])('a clock set %s changes neither pace nor state', async (_, shift) => {
  const { world, result } = await watchStuck()
  await world.pass(MINUTE)
  vi.setSystemTime(Date.now() + shift)
  await world.pass(20_000)
  const asked = world.count()
  await world.pass(5 * MINUTE)
  expect(world.count() - asked).toBeGreaterThan(15)
  expect(world.count() - asked).toBeLessThan(120)
  expect(videoTaskState(result.current)).toBe('in_progress')
})

it.each([-10 * 3_600, 10 * 3_600])('a created_at that is off by %d s means nothing', async (seconds) => {
  const { world, result } = await watchStuck({ created_at: Math.floor(Date.now() / 1_000) + seconds })
  await world.pass(5 * MINUTE)
  expect(videoTaskState(result.current)).toBe('in_progress')
  expect(world.count()).toBeGreaterThan(15)
})

it("a server's wait on a healthy answer only lengthens ours", async () => {
  const { world } = await watchStuck()
  const { emulator } = world
  world.answer = async (request) => {
    const answer = await emulator.fetch(request)
    const headers = new Headers(answer.headers)
    headers.set('openai-poll-after-ms', '60000')
    return new Response(answer.body, { status: answer.status, headers })
  }
  await world.pass(20_000)
  const asked = world.count()
  await world.pass(3 * MINUTE)
  expect(world.count() - asked).toBeLessThanOrEqual(3)
  expect(world.count() - asked).toBeGreaterThanOrEqual(2)
})

it('an answer that changes nothing leaves the very same task', async () => {
  const { world, result } = await watchStuck()
  const before = result.current.data
  await world.pass(MINUTE)
  expect(world.count()).toBeGreaterThan(3)
  expect(result.current.data).toBe(before)
})
