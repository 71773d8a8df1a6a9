import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createTestProxy, errorCode, get, post, TASK } from '../support/createTestProxy.js'
import { serveProxy } from '../support/serveProxy.js'
import { startVideoApi } from '../support/startVideoApi.js'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A proxy whose API refuses its key for a while. */
function createLimitedProxy(apiKey: string | (() => string) = 'sk-of-the-tests') {
  const api = { isLimited: true, status: 429, retryAfter: '30', isSlow: false }
  const { proxy, requests, reported } = createTestProxy(
    async () => {
      if (api.isSlow) await new Promise((resolve) => setTimeout(resolve, 5_000))
      if (!api.isLimited) return Response.json(TASK)
      const headers = { 'retry-after': api.retryAfter }
      return Response.json({ error: { message: 'Slow down.' } }, { status: api.status, headers })
    },
    { apiKey, cache: false, secret: undefined, isPublic: () => true },
  )
  const poll = (id: string) => proxy(get(`/videos/${id}`))
  return { api, proxy, poll, requests, reported }
}

describe('an API that asks the key to wait', () => {
  it.each([429, 503])('is not asked again by any poll until the wait of its %d is over', async (status) => {
    const { api, poll, requests, reported } = createLimitedProxy()
    api.status = status
    expect((await poll('a')).status).toBe(status)
    await vi.advanceTimersByTimeAsync(10_500)
    const reports = reported.length
    for (const id of ['a', 'b', 'c']) {
      const answer = await poll(id)
      expect(answer.status).toBe(429)
      expect(answer.headers.get('retry-after')).toBe('20')
      expect(await errorCode(answer)).toBe('rate_limit_exceeded')
    }
    expect(requests).toHaveLength(1)
    expect(reported).toHaveLength(reports)
  })

  it("is asked again when the wait is over, though the proxy's clock was set back in it", async () => {
    const { api, poll } = createLimitedProxy()
    expect((await poll('a')).status).toBe(429)
    api.isLimited = false
    vi.setSystemTime(Date.now() - 3 * 3_600_000)
    expect((await poll('a')).headers.get('retry-after')).toBe('30')
    await vi.advanceTimersByTimeAsync(30_000)
    expect((await poll('a')).status).toBe(200)
  })

  it('gets one poll when the wait is over, and the others once that is answered', async () => {
    const { api, poll, requests } = createLimitedProxy()
    await poll('a')
    await vi.advanceTimersByTimeAsync(30_000)
    Object.assign(api, { isLimited: false, isSlow: true })
    const answers = Promise.all(['a', 'b', 'c'].map(poll))
    await vi.advanceTimersByTimeAsync(4_000)
    expect(requests).toHaveLength(2)
    await vi.advanceTimersByTimeAsync(7_000)
    expect((await answers).map(({ status }) => status)).toEqual([200, 200, 200])
    expect(requests).toHaveLength(4)
  })

  it('keeps the others waiting when the one poll is refused again', async () => {
    const { poll, requests } = createLimitedProxy()
    await poll('a')
    await vi.advanceTimersByTimeAsync(30_000)
    const answers = await Promise.all(['a', 'b', 'c'].map(poll))
    expect(answers.map(({ status }) => status)).toEqual([429, 429, 429])
    expect(requests).toHaveLength(2)
  })

  it('lets the others follow when the one poll finds no connection', async () => {
    const { api, poll, requests } = createLimitedProxy()
    await poll('a')
    await vi.advanceTimersByTimeAsync(30_000)
    api.isLimited = false
    requests.push = (request) => {
      Reflect.deleteProperty(requests, 'push')
      requests.push(request)
      throw new TypeError('fetch failed')
    }
    const [first, second] = await Promise.all([poll('a'), poll('b')])
    expect([first?.status, second?.status]).toEqual([502, 200])
  })

  it("holds the polls after a create's 429, and sends further creates", async () => {
    const { api, proxy, poll, requests } = createLimitedProxy()
    expect((await proxy(post())).status).toBe(429)
    expect((await poll('a')).status).toBe(429)
    expect(requests).toHaveLength(1)
    api.isLimited = false
    expect((await proxy(post())).status).toBe(200)
    expect(requests).toHaveLength(2)
  })

  it('holds no polls without a Retry-After, and none of another key', async () => {
    const keys = ['sk-first-key', 'sk-second-key', 'sk-first-key']
    const { api, poll, requests } = createLimitedProxy(() => keys.shift() ?? '')
    await poll('a')
    await poll('b')
    expect(requests).toHaveLength(2)
    expect((await poll('a')).status).toBe(429)
    expect(requests).toHaveLength(2)

    const other = createLimitedProxy()
    other.api.retryAfter = ''
    await other.poll('a')
    await other.poll('a')
    expect(other.requests).toHaveLength(2)
    expect(api.isLimited).toBe(true)
  })
})

describe('a 429 over HTTP that names its wait without a Retry-After', () => {
  it.each([
    ['seconds in RateLimit-Reset', () => ({ 'ratelimit-reset': '30' })],
    ['a Unix time in X-RateLimit-Reset', () => ({ 'x-ratelimit-reset': String(Date.now() / 1000 + 30) })],
    ['milliseconds in retry-after-ms', () => ({ 'retry-after-ms': '30000' })],
  ])('holds all polls of the key: %s', async (_, headersOf) => {
    vi.useFakeTimers({ toFake: ['Date', 'performance'], now: Date.UTC(2026, 10, 28) })
    let isLimited = false
    const api = await startVideoApi(() => {
      // The server's own `Date` would be that of the real clock.
      const headers = { ...headersOf(), date: new Date().toUTCString() }
      return isLimited ? Response.json({ error: 'Slow down.' }, { status: 429, headers }) : undefined
    })
    const proxy = await serveProxy({ baseURL: api.baseURL, cache: false, isPublic: () => true })
    const { id } = api.add()
    const poll = () => proxy.send('GET', `/videos/${id}`, 'ann')
    isLimited = true
    const refused = await poll()
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '30'])
    vi.advanceTimersByTime(20_000)
    const held = await poll()
    expect([held.status, held.headers.get('retry-after')]).toEqual([429, '10'])
    expect(api.calls).toHaveLength(1)
    isLimited = false
    vi.advanceTimersByTime(10_000)
    expect((await poll()).status).toBe(200)
    expect(api.calls).toHaveLength(2)
  })
})
