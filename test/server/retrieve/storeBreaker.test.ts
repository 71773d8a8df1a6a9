import type { VideoProxyStore } from 'react-video-task/server'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createTestProxy, get, TASK } from '../support/createTestProxy.js'

beforeEach(
  () => void vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'], now: Date.UTC(2026, 0, 1) }),
)
afterEach(() => void vi.useRealTimers())

const later = (ms: number) => vi.setSystemTime(Date.now() + ms)
const hangs = () => new Promise<never>(() => undefined)
const fails = () => Promise.reject(new Error('ECONNREFUSED'))

/** A proxy whose cache store works, fails or hangs as the test says, with a record of its calls. */
async function createProxy() {
  const entries = new Map<string, string>()
  const calls: string[] = []
  const state: { get?: () => unknown; set?: () => unknown } = {}
  const store: VideoProxyStore = {
    get: (key) => {
      calls.push('get')
      return state.get ? state.get() : entries.get(key)
    },
    set: (key, value) => {
      calls.push('set')
      return state.set ? state.set() : void entries.set(key, value)
    },
  }
  const upstream = ({ url }: { url: string }) =>
    Response.json({ ...TASK, id: url.slice(url.lastIndexOf('/') + 1) })
  const test = createTestProxy(upstream, { cache: { store } })
  // The first request computes the digest of the key, which takes real time.
  await test.proxy(get('/videos/task/content'))
  for (const list of [test.requests, test.reported]) list.length = 0
  let tasks = 0
  return {
    ...test,
    calls,
    state,
    /** Polls a task that was not polled before; gives the status. */
    poll: async () => (await test.proxy(get(`/videos/task_${tasks++}`))).status,
    codes: () => test.reported.map(({ context }) => context.code),
  }
}

describe('a cache store that is down', () => {
  it.each([
    ['fails', fails],
    ['hangs', hangs],
  ])('costs one call when it %s', async (_, broken) => {
    const { poll, calls, state, codes } = await createProxy()
    Object.assign(state, { get: broken, set: broken })
    const first = poll()
    await vi.advanceTimersByTimeAsync(1_000)
    expect(await first).toBe(200)
    // No timer runs here, so these would not end if they waited.
    for (let count = 0; count < 20; count++) expect(await poll()).toBe(200)
    expect(calls).toEqual(['get'])
    expect(codes()).toEqual(['cache_unavailable'])
  })

  it('is skipped after a failure to write as well', async () => {
    const { poll, calls, state, codes } = await createProxy()
    state.set = fails
    await poll()
    await poll()
    expect(calls).toEqual(['get', 'set'])
    expect(codes()).toEqual(['cache_unavailable'])
  })

  it('still shares answers within the instance', async () => {
    const { proxy, requests, state } = await createProxy()
    state.get = fails
    await proxy(get('/videos/task_1'))
    await Promise.all(Array.from({ length: 20 }, () => proxy(get('/videos/task_1'))))
    expect(requests).toHaveLength(1)
  })

  it('ends the waits of all polls at its first timeout, without a warning about listeners', async () => {
    const warnings: Error[] = []
    const note = (warning: Error) => warnings.push(warning)
    process.on('warning', note)
    const { poll, state, codes } = await createProxy()
    state.get = hangs
    const early = Array.from({ length: 100 }, poll)
    await vi.advanceTimersByTimeAsync(900)
    const late = Array.from({ length: 100 }, poll)
    await vi.advanceTimersByTimeAsync(100)
    expect(new Set(await Promise.all([...early, ...late]))).toEqual(new Set([200]))
    expect(codes()).toEqual(['cache_unavailable'])
    await new Promise(setImmediate)
    process.off('warning', note)
    expect(warnings).toEqual([])
  })

  it('is probed once every 5 s, and no poll waits for the probe', async () => {
    const { poll, calls, state, codes } = await createProxy()
    Object.assign(state, { get: hangs, set: hangs })
    const first = poll()
    await vi.advanceTimersByTimeAsync(1_000)
    await first
    later(4_999)
    await poll()
    expect(calls).toEqual(['get'])
    later(1)
    for (let count = 0; count < 20; count++) expect(await poll()).toBe(200)
    expect(calls).toEqual(['get', 'set'])
    await vi.advanceTimersByTimeAsync(1_000)
    later(4_000)
    for (let count = 0; count < 20; count++) expect(await poll()).toBe(200)
    expect(calls).toEqual(['get', 'set', 'set'])
    expect(codes()).toEqual(['cache_unavailable'])
  })

  it('stays out of use while it can be read but not written', async () => {
    const { poll, state, codes } = await createProxy()
    state.set = fails
    for (let count = 0; count < 5; count++) {
      await poll()
      later(5_000)
    }
    expect(codes()).toEqual(['cache_unavailable'])
  })

  it('stays out of use while it can be written but not read', async () => {
    const { poll, state, codes } = await createProxy()
    state.get = fails
    for (let count = 0; count < 5; count++) {
      await poll()
      later(5_000)
      await vi.advanceTimersByTimeAsync(0)
    }
    expect(codes()).toEqual(['cache_unavailable'])
  })

  it('is reported once as back where two probes succeed at the same time', async () => {
    const { poll, state, codes } = await createProxy()
    state.get = fails
    await poll()
    let end: (value?: unknown) => void = () => {}
    const both = new Promise((resolve) => (end = resolve))
    Object.assign(state, { get: undefined, set: () => both })
    for (let count = 0; count < 2; count++) {
      later(5_000)
      await poll()
    }
    end()
    await expect.poll(codes).toEqual(['cache_unavailable', 'cache_recovered'])
    await poll()
    expect(codes()).toEqual(['cache_unavailable', 'cache_recovered'])
  })

  it('is used again after a probe that succeeds, and both changes are reported', async () => {
    const { poll, calls, state, codes, reported } = await createProxy()
    state.get = fails
    await poll()
    delete state.get
    later(5_000)
    await poll()
    await expect.poll(codes).toEqual(['cache_unavailable', 'cache_recovered'])
    calls.length = 0
    await poll()
    expect(calls).toEqual(['get', 'set'])
    expect(reported.map(({ error, context }) => [error.message, context.status])).toEqual([
      ['ECONNREFUSED', 200],
      ['The cache store answers again.', 200],
    ])
    state.get = fails
    await poll()
    expect(codes()).toEqual(['cache_unavailable', 'cache_recovered', 'cache_unavailable'])
  })

  it('is probed again where the platform stopped the probe before its end', async () => {
    const { poll, state, codes } = await createProxy()
    state.get = fails
    await poll()
    later(5_000)
    // Its timers never run.
    Object.assign(state, { get: hangs, set: hangs })
    await poll()
    later(5_000)
    Object.assign(state, { get: undefined, set: undefined })
    await poll()
    await expect.poll(codes).toEqual(['cache_unavailable', 'cache_recovered'])
  })

  it('is probed in time when the clock is set back', async () => {
    const { poll, state, codes } = await createProxy()
    state.get = fails
    await poll()
    delete state.get
    later(-3_600_000)
    await poll()
    await expect.poll(codes).toEqual(['cache_unavailable', 'cache_recovered'])
  })
})
