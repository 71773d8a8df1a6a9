import {
  createMemoryStore,
  signContentUrl,
  type VideoProxyOptions,
  type VideoProxyStore,
} from 'react-video-task/server'
import { afterEach, describe, expect, it, vi } from 'vitest'
import {
  createTestProxy,
  get,
  KEY,
  mp4Response,
  post,
  SECRET,
  TASK,
  userOf,
} from '../support/createTestProxy.js'
import { defer } from '../support/defer.js'

afterEach(() => void vi.useRealTimers())

const HOUR = 60 * 60 * 1000
const DAY = 24 * HOUR
const NOW = Date.UTC(2026, 0, 1)
const API = { apiKey: KEY, baseURL: 'https://upstream.test/v1' }

/** Options as untyped JavaScript may pass them. */
const untyped = (options: Record<string, unknown>): VideoProxyOptions => JSON.parse('{}', () => options)

describe('Retry-After of a limiter', () => {
  it.each([
    [0, '0', '0'],
    [-3, '0', '0'],
    [0.2, '1', '1000'],
    [1, '1', '1000'],
    [90.5, '91', '91000'],
    ['7', '7', '7000'],
  ])('of %j s is %s s and %s ms', async (retryAfter, seconds, ms) => {
    const { proxy, reported } = createTestProxy(undefined, untyped({ rateLimit: () => ({ retryAfter }) }))
    const { status, headers } = await proxy(get('/videos/t1'))
    expect([status, headers.get('retry-after'), headers.get('retry-after-ms')]).toEqual([429, seconds, ms])
    expect(reported).toEqual([])
  })

  it.each([
    [{ retryAfter: 1, code: 'too_many.videos-1' }, 'too_many.videos-1'],
    [{ retryAfter: 1, code: 'x'.repeat(64) }, 'x'.repeat(64)],
    [{ retryAfter: 1, code: 'x'.repeat(65) }, 'rate_limited'],
    [{ retryAfter: 1, code: '' }, 'rate_limited'],
    [{ retryAfter: 1, code: 'a b' }, 'rate_limited'],
    [{ retryAfter: 1, code: 7 }, 'rate_limited'],
  ])('with %j has the code %s', async (result, code) => {
    const { proxy } = createTestProxy(undefined, untyped({ rateLimit: () => result }))
    expect(await (await proxy(get('/videos/t1'))).json()).toMatchObject({ error: { code } })
  })
})

describe('a result that authorize may not have is reported', () => {
  it.each([
    [{ id: ' ' }, 'blank'],
    [{ id: '' }, 'blank'],
    [{ id: 7 }, 'of type number'],
    [{ id: undefined }, 'of type undefined'],
    [{ id: null }, 'of type object'],
  ])('for the user %j', async (user, what) => {
    const { proxy, reported } = createTestProxy(undefined, untyped({ authorize: () => user }))
    expect((await proxy(get('/videos/t1'))).status).toBe(500)
    expect(reported).toMatchObject([
      {
        error: {
          cause: {
            message: `\`authorize\` returned a user whose id is ${what}. Expected a non-empty string.`,
          },
        },
        context: { code: 'authorization_failed' },
      },
    ])
  })

  it('for a list, which needs a user', async () => {
    const { proxy, reported } = createTestProxy(undefined, { routes: ['list'] })
    expect((await proxy(get('/videos'))).status).toBe(403)
    expect(reported).toMatchObject([
      {
        error: {
          message:
            '`authorize` returned true. Expected a user with an `id`, a Response or false: a list shows what the user owns.',
        },
      },
    ])
  })

  it.each([
    [true, true, []],
    [false, false, []],
    [null, false, []],
    [undefined, false, []],
    [1, false, ['`isPublic` returned a value of type number. Expected true or false.']],
    ['true', false, ['`isPublic` returned a value of type string. Expected true or false.']],
  ])('for isPublic %j', async (result, isPublic, messages) => {
    const { proxy, reported } = createTestProxy(
      undefined,
      untyped({ isPublic: () => result, authorize: () => ({ id: 'bob' }) }),
    )
    expect((await proxy(get('/videos/t1'))).status).toBe(isPublic ? 200 : 404)
    expect(reported.map(({ error }) => error.message)).toEqual(messages)
  })
})

describe('a content link', () => {
  const sign = (lifetime?: number) =>
    signContentUrl('/api/v1/videos/t1/content', { ...API, secret: SECRET, lifetime })
  const watch = (link: string) =>
    createTestProxy(() => mp4Response(), {
      ...{ secret: SECRET, owners: createMemoryStore(), authorize: () => false },
    }).proxy(get(link))
  const startClock = (time: number) => {
    vi.useFakeTimers({ toFake: ['Date'], now: time })
  }

  it.each([
    [undefined, HOUR, 900],
    [2 * HOUR, 2 * HOUR, 1800],
    [60_000, 60_000, 15],
  ])(
    'with the lifetime %s ms works for %d ms and up to a step of %d s more',
    async (lifetime, least, step) => {
      for (const offset of [0, 1, 999, 1000, step * 500, step * 1000 - 1]) {
        startClock(NOW + offset)
        const expires =
          Number(new URL(await sign(lifetime), 'https://app.test').searchParams.get('expires')) * 1000
        expect(expires % (step * 1000), `${offset}`).toBe(0)
        expect(expires - Date.now(), `${offset}`).toBeGreaterThanOrEqual(least)
        expect(expires - Date.now(), `${offset}`).toBeLessThan(least + step * 1000)
      }
    },
  )

  it('works until its very end, and not from then on', async () => {
    startClock(NOW)
    const link = await sign(60_000)
    vi.setSystemTime(NOW + 59_999)
    expect((await watch(link)).status).toBe(200)
    vi.setSystemTime(NOW + 60_000)
    const expired = await watch(link)
    expect([expired.status, await expired.json()]).toMatchObject([
      403,
      {
        error: { code: 'link_expired', message: expect.stringMatching(/ expired\. .* to get a new one\.$/) },
      },
    ])
  })

  it.each([
    '?expires=1767229200',
    '?signature=AAAA',
    '?expires=1767229200&signature=',
    '?expires=1767229200&signature=A',
    '?expires=1767229200&signature=AAAAAAAAAAAAAAAAAAAAAA',
    '?expires=1767229200&signature=!',
    '?expires=1e9&signature=AAAA',
    '?expires=&signature=AAAA',
  ])('that is only %s is refused', async (query) => {
    const answer = await watch(`/api/v1/videos/t1/content${query}`)
    expect([answer.status, await answer.json()]).toMatchObject([
      403,
      {
        error: {
          code: 'invalid_link',
          message: expect.stringMatching(/ not valid\. .* to get a new one\.$/),
        },
      },
    ])
  })
})

describe('allowedHosts', () => {
  const ask = async (host: string, allowed: string) =>
    (await createTestProxy(undefined, { allowedHosts: [allowed] }).proxy(get('/videos/t1', { host }))).status

  it.each([
    ['app.example.com', 'app.example.com', 200],
    ['app.example.com.:8443', 'App.Example.com', 200],
    ['a.app.example.com', 'app.example.com', 421],
    ['evilapp.example.com', 'app.example.com', 421],
    ['example.com', '.example.com', 200],
    ['a.b.example.com', '.example.com', 200],
    ['evilexample.com', '.example.com', 421],
    ['example.com.evil.test', '.example.com', 421],
  ])('takes the host %s with %s as %d', async (host, allowed, status) => {
    expect(await ask(host, allowed)).toBe(status)
  })
})

describe('the store of owners', () => {
  const createStore = () => {
    const entries = new Map<string, { value: unknown; ttl: number }>()
    const store: VideoProxyStore = {
      get: (key) => entries.get(key)?.value,
      set: (key, value, ttl) => void entries.set(key, { value, ttl }),
    }
    return { entries, store }
  }
  const LITELLM = `video_${btoa('litellm:custom_llm_provider:openai;model_id:sora-2;video_id:v1')}`

  it('keeps an owner for 30 days, and its own mark for a year', async () => {
    const { entries, store } = createStore()
    const { proxy } = createTestProxy(() => Response.json({ ...TASK, id: LITELLM }), {
      owners: store,
      authorize: userOf,
    })
    expect((await proxy(post({ 'x-user': 'ann' }))).status).toBe(200)
    const kept = [...entries].map(([key, { value, ttl }]) => [
      key.replace(/:[\w-]{22}:/, ':API:'),
      value,
      ttl,
    ])
    expect(Object.fromEntries(kept.map(([key, value, ttl]) => [key, [value, ttl]]))).toMatchObject({
      [`video-owner:API:${encodeURIComponent(LITELLM)}`]: ['owner ann', 30 * DAY],
      'video-listed:API:openai:v1': [`owner ${LITELLM}`, 30 * DAY],
      'video-owner:': [expect.any(String), 365 * DAY],
    })
  })

  it('that does not answer within a second is unavailable, with the wait', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const asked = defer<undefined>()
    const silent: VideoProxyStore = {
      get: () => {
        asked.resolve(undefined)
        return new Promise(() => undefined)
      },
      set: () => undefined,
    }
    const { proxy, reported } = createTestProxy(undefined, { owners: silent, authorize: userOf })
    const answer = proxy(get('/videos/t1', { 'x-user': 'ann' }))
    let isAnswered = false
    void answer.then(() => (isAnswered = true))
    await asked.promise
    await vi.advanceTimersByTimeAsync(999)
    await new Promise((resolve) => setImmediate(resolve))
    expect(isAnswered).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    const { status, headers } = await answer
    expect([status, headers.get('retry-after')]).toEqual([503, '5'])
    expect(reported).toMatchObject([
      {
        error: { cause: { message: 'The store did not answer within 1 s.' } },
        context: { code: 'owners_unavailable' },
      },
    ])
  })
})
