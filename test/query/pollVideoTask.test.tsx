import { focusManager, onlineManager } from '@tanstack/react-query'
import { renderHook } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { resumeVideoTask, useVideoTask, videoTaskState } from 'react-video-task'
import { createTestApp } from '../hooks/support/createTestApp.js'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

afterEach(() => {
  focusManager.setFocused(undefined)
  onlineManager.setOnline(true)
})

/** Watches a task that stays at 50 percent until `complete` is called. */
async function watchStalledTask(fields: Record<string, unknown> = {}) {
  const app = createTestApp()
  const { id } = app.emulator.addTask({ state: { status: 'in_progress', progress: 50 }, fields })
  const { result } = renderHook(() => useVideoTask(id), { wrapper: app.wrapper })
  await app.advance(100)
  // TanStack Query re-renders only for the fields that were read.
  void [result.current.data, result.current.error]
  return { app, id, result, complete: () => app.emulator.addTask({ id, state: { status: 'completed' } }) }
}

describe('pollDeadline', () => {
  it('a task without a change for 30 min becomes stalled, keeps its data and is polled no more', async () => {
    const { app, result } = await watchStalledTask()
    await app.advance(31 * MINUTE)
    expect(videoTaskState(result.current)).toBe('stalled')
    expect(result.current).toMatchObject({ error: null, data: { status: 'in_progress', progress: 50 } })
    const requests = app.requestCount()
    await app.advance(5 * HOUR)
    focusManager.setFocused(false)
    focusManager.setFocused(true)
    await app.advance(MINUTE)
    expect(app.requestCount()).toBe(requests)
  })

  it('resumeVideoTask sends a request at once and resumes polling of a stalled task', async () => {
    const { app, id, result, complete } = await watchStalledTask()
    await app.advance(31 * MINUTE)
    const requests = app.requestCount()
    void resumeVideoTask(app.queryClient, id)
    await app.advance(100)
    expect(app.requestCount()).toBe(requests + 1)
    expect(videoTaskState(result.current)).toBe('in_progress')
    await app.advance(10 * MINUTE)
    expect(videoTaskState(result.current)).toBe('in_progress')
    complete()
    await app.advance(MINUTE)
    expect(videoTaskState(result.current)).toBe('completed')
  })

  it('pollDeadline sets the deadline, which counts from the last change', async () => {
    const app = createTestApp()
    const { id } = app.emulator.addTask({ state: { status: 'in_progress', progress: 50 } })
    const { result } = renderHook(() => useVideoTask(id, { pollDeadline: 5 * MINUTE }), {
      wrapper: app.wrapper,
    })
    await app.advance(4 * MINUTE)
    app.emulator.addTask({ id, state: { status: 'in_progress', progress: 60 } })
    await app.advance(4 * MINUTE)
    expect(videoTaskState(result.current)).toBe('in_progress')
    await app.advance(2 * MINUTE)
    expect(videoTaskState(result.current)).toBe('stalled')
  })

  it('a task whose polls all fail becomes stalled and keeps its data', async () => {
    const { app, result } = await watchStalledTask()
    app.answer = () => new Response('', { status: 503 })
    await app.advance(20 * MINUTE)
    expect(videoTaskState(result.current)).toBe('unreachable')
    await app.advance(15 * MINUTE)
    expect(videoTaskState(result.current)).toBe('stalled')
    expect(result.current.data).toMatchObject({ status: 'in_progress', progress: 50 })
    const requests = app.requestCount()
    await app.advance(HOUR)
    expect(app.requestCount()).toBe(requests)
  })

  it('a task that was never retrieved ends in a stalled error, and resumeVideoTask resumes polling', async () => {
    const app = createTestApp()
    app.answer = () => new Response('', { status: 503 })
    const { result } = renderHook(() => useVideoTask('a'), { wrapper: app.wrapper })
    await app.advance(40 * MINUTE)
    expect(result.current.error).toMatchObject({ code: 'stalled', retryable: false, cause: { status: 503 } })
    const requests = app.requestCount()
    await app.advance(HOUR)
    expect(app.requestCount()).toBe(requests)
    void resumeVideoTask(app.queryClient, 'a')
    await app.advance(10_000)
    expect(app.requestCount()).toBeGreaterThan(requests + 1)
  })
})

it('a request that hangs fails with a timeout after 30 s, and polling continues', async () => {
  const { app, result } = await watchStalledTask()
  app.answer = () => new Promise(() => {})
  await app.advance(36_000)
  expect(result.current).toMatchObject({ error: { code: 'timeout' }, data: { progress: 50 } })
  app.answer = undefined
  await app.advance(20_000)
  expect(result.current.error).toBeNull()
})

it('eight hours of device sleep restart the deadline instead of stalling the task', async () => {
  const { app, result, complete } = await watchStalledTask()
  vi.setSystemTime(Date.now() + 8 * HOUR)
  await app.advance(20_000)
  expect(videoTaskState(result.current)).toBe('in_progress')
  complete()
  await app.advance(20_000)
  expect(videoTaskState(result.current)).toBe('completed')
})

it.each([
  ['back', -3 * HOUR],
  ['forward', 3 * HOUR],
])('a system clock set %s by 3 h changes neither the poll rate nor the state', async (_, shift) => {
  const { app, result } = await watchStalledTask()
  await app.advance(MINUTE)
  vi.setSystemTime(Date.now() + shift)
  await app.advance(20_000)
  const requests = app.requestCount()
  await app.advance(5 * MINUTE)
  expect(app.requestCount() - requests).toBeGreaterThan(15)
  expect(app.requestCount() - requests).toBeLessThan(120)
  expect(videoTaskState(result.current)).toBe('in_progress')
})

it.each([-10 * 3_600, 10 * 3_600])(
  'a created_at that is off by %d s does not affect polling',
  async (seconds) => {
    const { app, result } = await watchStalledTask({ created_at: Math.floor(Date.now() / 1_000) + seconds })
    await app.advance(5 * MINUTE)
    expect(videoTaskState(result.current)).toBe('in_progress')
    expect(app.requestCount()).toBeGreaterThan(15)
  },
)

it('openai-poll-after-ms on a successful response lengthens the poll interval', async () => {
  const { app } = await watchStalledTask()
  const { emulator } = app
  app.answer = async (request) => {
    const answer = await emulator.fetch(request)
    const headers = new Headers(answer.headers)
    headers.set('openai-poll-after-ms', '60000')
    return new Response(answer.body, { status: answer.status, headers })
  }
  await app.advance(20_000)
  const requests = app.requestCount()
  await app.advance(3 * MINUTE)
  expect(app.requestCount() - requests).toBeLessThanOrEqual(3)
  expect(app.requestCount() - requests).toBeGreaterThanOrEqual(2)
})

it('an unchanged response keeps the task object', async () => {
  const { app, result } = await watchStalledTask()
  const before = result.current.data
  await app.advance(MINUTE)
  expect(app.requestCount()).toBeGreaterThan(3)
  expect(result.current.data).toBe(before)
})
