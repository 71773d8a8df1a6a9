import { createMemoryStore, type VideoProxyOptions, type VideoProxyStore } from 'react-video-task/server'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  createTestProxy,
  errorCode,
  get,
  mp4Response,
  post,
  SECRET,
  TASK,
  userOf,
} from '../support/createTestProxy.js'
import { defer } from '../support/defer.js'

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 0, 1) }))
afterEach(() => void vi.useRealTimers())

const later = (ms: number) => vi.setSystemTime(Date.now() + ms)
const RUNNING = { ...TASK, status: 'in_progress', progress: 40 }
const DONE = { ...TASK, status: 'completed', progress: 100, video_url: 'https://cdn.test/v.mp4' }

/** An API that answers when the test does. */
function controlledApi() {
  const answers: ((response: Response) => void)[] = []
  const signals: AbortSignal[] = []
  const test = createTestProxy(async ({ init }) => {
    if (init.signal) signals.push(init.signal)
    const answer = defer<Response>()
    answers.push(answer.resolve)
    return answer.promise
  })
  return { ...test, signals, answer: (body: unknown) => answers.shift()?.(Response.json(body)) }
}

const watch = (signal?: AbortSignal) =>
  new Request('https://app.test/videos/task_1', signal ? { signal } : undefined)

describe('simultaneous polls of one task', () => {
  it('share one request and its answer', async () => {
    const { proxy, requests, answer } = controlledApi()
    const answers = Array.from({ length: 50 }, () => proxy(watch()))
    await expect.poll(() => requests.length).toBe(1)
    answer(RUNNING)
    for (const response of await Promise.all(answers)) expect(await response.json()).toEqual(RUNNING)
    expect(requests).toHaveLength(1)
  })

  it('still get the answer when one viewer disconnects', async () => {
    const { proxy, requests, answer, signals } = controlledApi()
    const first = new AbortController()
    const leaving = proxy(watch(first.signal))
    const staying = proxy(watch())
    await expect.poll(() => requests.length).toBe(1)
    first.abort()
    expect((await leaving).status).toBe(499)
    expect(signals[0]?.aborted).toBe(false)
    answer(RUNNING)
    expect(await (await staying).json()).toEqual(RUNNING)
  })

  it('abort the request when all viewers disconnect, and the next poll sends a new one', async () => {
    const { proxy, requests, answer, signals } = controlledApi()
    const controllers = [new AbortController(), new AbortController()]
    const leaving = controllers.map(({ signal }) => proxy(watch(signal)))
    await expect.poll(() => requests.length).toBe(1)
    for (const controller of controllers) controller.abort()
    const next = proxy(watch())
    expect((await Promise.all(leaving)).map(({ status }) => status)).toEqual([499, 499])
    expect(signals[0]?.aborted).toBe(true)
    await expect.poll(() => requests.length).toBe(2)
    answer({ ...RUNNING, progress: 1 })
    answer(RUNNING)
    expect(await (await next).json()).toEqual(RUNNING)
  })

  it('share a failure, without the key in any log', async () => {
    const failure = defer<undefined>()
    const { proxy, requests, reported } = createTestProxy(undefined, {
      apiKey: () => 'sk-canary-0',
      fetch: async () => {
        requests.push({ url: '', method: 'GET', headers: new Headers(), init: {} })
        await failure.promise
        throw new Error('connect failed with sk-canary-0')
      },
    })
    const answers = [proxy(watch()), proxy(watch())]
    await expect.poll(() => requests.length).toBe(1)
    failure.resolve(undefined)
    for (const response of await Promise.all(answers)) expect(response.status).toBe(502)
    expect(requests).toHaveLength(1)
    expect(reported).toHaveLength(2)
    for (const { error } of reported) expect(`${error.stack} ${String(error.cause)}`).not.toContain('canary')
  })

  it('of different tasks send their own requests', async () => {
    const { proxy, requests } = createTestProxy(({ url }) => Response.json({ ...RUNNING, id: url.slice(-6) }))
    const answers = ['task_1', 'task_2'].map(async (id) => (await proxy(get(`/videos/${id}`))).json())
    expect(await Promise.all(answers)).toMatchObject([{ id: 'task_1' }, { id: 'task_2' }])
    expect(requests).toHaveLength(2)
  })

  it('share one request with cache: false as well', async () => {
    const { proxy, requests } = createTestProxy(() => Response.json(RUNNING), { cache: false })
    await Promise.all([proxy(watch()), proxy(watch())])
    expect(requests).toHaveLength(1)
    await proxy(watch())
    expect(requests).toHaveLength(2)
  })
})

describe('the cache of task answers', () => {
  /** The number of upstream requests that two polls need when they are `ms` apart. */
  async function countRequests(upstream: () => Response, ms: number): Promise<number> {
    const { proxy, requests } = createTestProxy(upstream)
    await proxy(watch())
    later(ms)
    await proxy(watch())
    return requests.length
  }

  const json = (body: object, init?: ResponseInit) => () => Response.json(body, init)

  it.each([
    ['a running task for 2 s', json(RUNNING), 1_999, 2_000],
    ['an ended task for 30 s', json(DONE), 29_999, 30_000],
    ['a failed task for 30 s', json({ ...TASK, status: 'failed' }), 29_999, 30_000],
    [
      'an ended task of another dialect for 30 s',
      json({
        code: 'success',
        data: { task_id: 't', status: 'SUCCESS', fail_reason: 'https://cdn.test/v.mp4' },
      }),
      29_999,
      30_000,
    ],
    ['a completed task without a URL for 2 s', json({ ...DONE, video_url: '' }), 1_999, 2_000],
    ['an answer without a status for 2 s', json({ request_id: 'r1' }), 1_999, 2_000],
    ['a 400 for a second', json({ error: { code: 'task_not_exist' } }, { status: 400 }), 999, 1_000],
    ['a 503 for a second', json({ error: { code: 'busy' } }, { status: 503 }), 999, 1_000],
  ])('keeps %s', async (_, upstream, shared, expired) => {
    expect(await countRequests(upstream, shared)).toBe(1)
    expect(await countRequests(upstream, expired)).toBe(2)
  })

  it("keeps no answer for as long as the proxy's clock was set back", async () => {
    expect(await countRequests(json(RUNNING), -3 * 3_600_000)).toBe(2)
  })

  it.each([
    ['Expires', () => `Expires=${Date.now() / 1000 + 10}&Signature=x`],
    ['Expires in ms', () => `Expires=${Date.now() + 10_000}&Signature=x`],
    ['X-Amz-Expires', () => `X-Amz-Date=20260101T000000Z&X-Amz-Expires=10&X-Amz-Signature=x`],
    ['X-Tos-Expires', () => `X-Tos-Expires=10&X-Tos-Date=20260101T000000Z`],
    ['x-oss-expires', () => `x-oss-date=20260101T000000Z&x-oss-expires=10`],
    ['se', () => `sv=2024&se=2026-01-01T00%3A00%3A10Z&sig=x`],
  ])('keeps a signed URL no longer than its %s allows', async (_, query) => {
    const upstream = () => Response.json({ ...DONE, video_url: `https://bucket.test/v.mp4?${query()}` })
    vi.setSystemTime(Date.UTC(2026, 0, 1))
    expect(await countRequests(upstream, 9_999)).toBe(1)
    vi.setSystemTime(Date.UTC(2026, 0, 1))
    expect(await countRequests(upstream, 10_000)).toBe(2)
  })

  it('keeps a task no longer than its expires_at', async () => {
    const upstream = () => Response.json({ ...DONE, expires_at: Date.UTC(2026, 0, 1) / 1000 + 10 })
    expect(await countRequests(upstream, 9_999)).toBe(1)
    vi.setSystemTime(Date.UTC(2026, 0, 1))
    expect(await countRequests(upstream, 10_000)).toBe(2)
  })

  it('does not keep an expired URL', async () => {
    const upstream = () =>
      Response.json({ ...DONE, video_url: 'https://bucket.test/v.mp4?Expires=1700000000' })
    expect(await countRequests(upstream, 0)).toBe(2)
  })

  it('answers with the same bytes and headers', async () => {
    const headers = { 'retry-after': '7', 'openai-poll-after-ms': '15000', 'x-request-id': 'r1' }
    const { proxy, requests } = createTestProxy(
      () => new Response(' {"id":"task_1","seed":12345678901234567890}', { headers }),
    )
    const [first, second] = [await proxy(watch()), await proxy(watch())]
    expect([...second.headers]).toEqual([...first.headers])
    expect(Object.fromEntries(second.headers)).toMatchObject({ ...headers, 'cache-control': 'no-store' })
    expect(await second.text()).toBe(await first.text())
    expect(requests).toHaveLength(1)
  })

  it('calls authorize for each poll', async () => {
    let isAllowed = true
    const { proxy, requests } = createTestProxy(undefined, { authorize: () => isAllowed })
    expect((await proxy(watch())).status).toBe(200)
    isAllowed = false
    expect((await proxy(watch())).status).toBe(403)
    expect(requests).toHaveLength(1)
  })

  it('applies cache.ttl', async () => {
    const { proxy, requests } = createTestProxy(() => Response.json(RUNNING), { cache: { ttl: 500 } })
    await proxy(watch())
    later(499)
    await proxy(watch())
    expect(requests).toHaveLength(1)
    later(1)
    await proxy(watch())
    expect(requests).toHaveLength(2)
  })

  it.each([[0], [-1], [Number.NaN], [Infinity]])('refuses a cache.ttl of %d ms', (ttl) => {
    expect(() => createTestProxy(undefined, { cache: { ttl } })).toThrow(/cache.ttl/)
  })
})

/** An answer as a store holds it. */
const storedAnswer = (fields: { written?: number; lifetime?: number } = {}) =>
  `task ${JSON.stringify({ status: 200, headers: {}, body: '{}', written: Date.now(), lifetime: 2_000, ...fields })}`

describe('a cache store shared by instances', () => {
  it('needs one request for all instances', async () => {
    const store = createMemoryStore()
    const [a, b] = [1, 2].map(() => createTestProxy(() => Response.json(RUNNING), { cache: { store } }))
    expect(await (await a?.proxy(watch()))?.json()).toEqual(RUNNING)
    expect(await (await b?.proxy(watch()))?.json()).toEqual(RUNNING)
    expect([a?.requests.length, b?.requests.length]).toEqual([1, 0])
    later(2_000)
    await b?.proxy(watch())
    expect(b?.requests).toHaveLength(1)
  })

  it('keeps the answers of different APIs apart', async () => {
    const store = createMemoryStore()
    const one = createTestProxy(() => Response.json(RUNNING), { cache: { store } })
    const other = createTestProxy(() => Response.json(DONE), {
      cache: { store },
      baseURL: 'https://other.test/v1',
    })
    await one.proxy(watch())
    expect(await (await other.proxy(watch())).json()).toEqual(DONE)
  })

  it.each<[string, Partial<VideoProxyStore>]>([
    [
      'rejects',
      { get: () => Promise.reject(new Error('down')), set: () => Promise.reject(new Error('down')) },
    ],
    [
      'throws',
      {
        get: () => {
          throw new Error('down')
        },
      },
    ],
    ['forgets', { get: () => undefined }],
    ['holds an incomplete answer', { get: () => 'task {"status":200}' }],
    ['holds something else', { get: () => ({ id: 'task_1' }) }],
    ['holds an answer that never expires', { get: () => storedAnswer({ lifetime: 9e15 }) }],
    ['holds an answer that has expired', { get: () => storedAnswer({ written: Date.now() - 60_000 }) }],
    ['holds an answer of the future', { get: () => storedAnswer({ written: Date.now() + 60_000 }) }],
  ])('answers and caches in memory when the store %s', async (_, broken) => {
    const store = { ...createMemoryStore(), ...broken }
    const { proxy, requests } = createTestProxy(() => Response.json(RUNNING), { cache: { store } })
    expect(await (await proxy(watch())).json()).toEqual(RUNNING)
    expect(await (await proxy(watch())).json()).toEqual(RUNNING)
    expect(requests).toHaveLength(1)
  })

  it('sends only its own headers with an answer from the store', async () => {
    const stored = {
      status: 200,
      headers: {
        'retry-after': '7',
        'content-type': 'text/html',
        'set-cookie': 'a=1',
        'content-length': '1',
      },
      body: '{"id":"task_1"}',
      written: Date.now(),
      lifetime: 1_000,
    }
    const store = { ...createMemoryStore(), get: () => `task ${JSON.stringify(stored)}` }
    const { proxy, requests } = createTestProxy(undefined, { cache: { store } })
    const response = await proxy(watch())
    expect(Object.fromEntries(response.headers)).toEqual({
      'cache-control': 'no-store',
      'content-length': '15',
      'content-type': 'application/json',
      'retry-after': '7',
      'video-batch': '50',
      'x-content-type-options': 'nosniff',
    })
    expect(requests).toEqual([])
  })

  it('reports a failing store to onError and answers 200', async () => {
    const store = { ...createMemoryStore(), get: () => Promise.reject(new Error('down')) }
    const { proxy, reported } = createTestProxy(undefined, { cache: { store } })
    expect((await proxy(watch())).status).toBe(200)
    expect(reported.map(({ error, context }) => [error.message, context.code, context.status])).toEqual([
      ['down', 'cache_unavailable', 200],
    ])
  })

  it('is asked once about an ended task, whose answer is then kept in memory as well', async () => {
    const store = createMemoryStore()
    const get = vi.fn(store.get)
    const [writer, reader] = [1, 2].map(() =>
      createTestProxy(() => Response.json(DONE), { cache: { store: { ...store, get } } }),
    )
    await writer?.proxy(watch())
    get.mockClear()
    for (let count = 0; count < 3; count++) expect((await reader?.proxy(watch()))?.status).toBe(200)
    expect(get).toHaveBeenCalledTimes(1)
    expect(reader?.requests).toEqual([])
  })
})

describe('instances whose clocks differ', () => {
  /** A store that has a clock of its own, as a Redis does, on which no time passes. */
  function createStore(): VideoProxyStore {
    const entries = new Map<string, string>()
    return { get: (key) => entries.get(key), set: (key, value) => void entries.set(key, value) }
  }

  function createInstances(answer: object) {
    const store = createStore()
    return [1, 2].map(() => createTestProxy(() => Response.json(answer), { cache: { store } }))
  }

  describe.each([
    ['a running task', RUNNING],
    ['an ended task', DONE],
  ])('share the answer about %s', (_, answer) => {
    it.each([-4_000, -900, -300, -5, 0, 5, 300, 900, 4_000])('with a difference of %d ms', async (skew) => {
      const [writer, reader] = createInstances(answer)
      expect(await (await writer?.proxy(watch()))?.json()).toEqual(answer)
      later(skew)
      expect(await (await reader?.proxy(watch()))?.json()).toEqual(answer)
      expect(reader?.requests).toEqual([])
    })
  })

  it.each([-4_000, -5, 5, 1_999])(
    'keep an answer in memory no longer than it lasts with a difference of %d ms',
    async (skew) => {
      const store = createStore()
      const writer = createTestProxy(() => Response.json(RUNNING), { cache: { store } })
      await writer.proxy(watch())
      let reads = 0
      const get = (key: string) => (reads++ === 0 ? store.get(key) : undefined)
      const reader = createTestProxy(() => Response.json(RUNNING), { cache: { store: { ...store, get } } })
      later(skew)
      await reader.proxy(watch())
      expect(reader.requests).toEqual([])
      later(2_000)
      await reader.proxy(watch())
      expect(reader.requests).toHaveLength(1)
    },
  )

  it('tell caches only of the time that is surely left', async () => {
    const store = createStore()
    const options = { cache: { store }, isPublic: () => true }
    const [writer, reader] = [1, 2].map(() => createTestProxy(() => Response.json(DONE), options))
    await writer?.proxy(watch())
    later(-4_000)
    const response = await reader?.proxy(watch())
    expect(response?.headers.get('cache-control')).toBe('public, max-age=30')
  })
})

describe('an API that hangs during a poll', () => {
  it('answers 504 to every waiting viewer after the timeout', async () => {
    const { proxy, requests, reported } = createTestProxy(() => new Promise<Response>(() => undefined), {
      timeout: 30,
    })
    for (const response of await Promise.all([proxy(watch()), proxy(watch())])) {
      expect(response.status).toBe(504)
      expect(await errorCode(response)).toBe('upstream_timeout')
    }
    expect(requests).toHaveLength(1)
    expect(requests[0]?.init.signal?.aborted).toBe(true)
    expect(reported.map(({ context }) => context.code)).toEqual(['upstream_timeout', 'upstream_timeout'])
  })

  it('answers 504 when the body never ends', async () => {
    const drip = () =>
      new Response(new ReadableStream({ start: (c) => c.enqueue(new TextEncoder().encode('{"id":')) }))
    const { proxy } = createTestProxy(drip, { timeout: 30 })
    expect((await proxy(watch())).status).toBe(504)
  })
})

describe('a public task', () => {
  const isPublic = (id: string) => id === 'task_1'
  const cacheControl = async (response: Promise<Response>) => (await response).headers.get('cache-control')

  it('gets a public max-age of the remaining cache time', async () => {
    const { proxy } = createTestProxy(() => Response.json(DONE), { isPublic })
    expect(await cacheControl(proxy(watch()))).toBe('public, max-age=30')
    later(10_000)
    expect(await cacheControl(proxy(watch()))).toBe('public, max-age=20')
    later(18_500)
    expect(await cacheControl(proxy(watch()))).toBe('public, max-age=1')
    later(500)
    expect(await cacheControl(proxy(watch()))).toBe('public, max-age=1')
    later(1)
    expect(await cacheControl(proxy(watch()))).toBe('no-store')
  })

  it('gets a public max-age of one hour for its content', async () => {
    const { proxy } = createTestProxy(() => mp4Response(), { isPublic })
    expect(await cacheControl(proxy(get('/videos/task_1/content')))).toBe('public, max-age=3600')
    expect(await cacheControl(proxy(get('/videos/task_2/content')))).toBe('private')
  })

  it('gets a public max-age for a 304 of its content, as for the content itself', async () => {
    const { proxy } = createTestProxy(() => new Response(null, { status: 304, headers: { etag: '"1"' } }), {
      isPublic,
    })
    const revalidate = (id: string) => proxy(get(`/videos/${id}/content`, { 'if-none-match': '"1"' }))
    expect(await revalidate('task_1')).toHaveProperty('status', 304)
    expect(await cacheControl(revalidate('task_1'))).toBe('public, max-age=3600')
    expect(await cacheControl(revalidate('task_2'))).toBe('private')
  })

  it('gets no-store for errors and denials', async () => {
    const refused = createTestProxy(() => Response.json({ error: {} }, { status: 404 }), { isPublic })
    expect(await cacheControl(refused.proxy(watch()))).toBe('no-store')
    expect(await cacheControl(refused.proxy(get('/videos/task_1/content')))).toBe('no-store')
    const denied = createTestProxy(undefined, { isPublic, authorize: () => false })
    expect(await cacheControl(denied.proxy(watch()))).toBe('no-store')
  })

  it('is visible to users who do not own it, unlike other tasks', async () => {
    const { proxy } = createTestProxy(undefined, { isPublic: async (id) => isPublic(id), authorize: userOf })
    await proxy(post({ 'x-user': 'ann' }))
    expect((await proxy(get('/videos/task_1', { 'x-user': 'bob' }))).status).toBe(200)
    expect((await proxy(get('/videos/task_2', { 'x-user': 'bob' }))).status).toBe(404)
  })

  it.each([
    ['true as text', 'true', 'a value of type string'],
    ['a promise of 1', Promise.resolve(1), 'a value of type number'],
    ['an object', { isPublic: true }, 'a value of type object'],
    ['a list', ['task_1'], 'an array'],
  ])('is one for which isPublic returns true, not %s, which onError gets', async (_, result, type) => {
    const options: Partial<VideoProxyOptions> = JSON.parse('{}', () => ({ isPublic: () => result }))
    const { proxy, reported } = createTestProxy(undefined, { ...options, authorize: userOf })
    await proxy(post({ 'x-user': 'ann' }))
    expect((await proxy(get('/videos/task_1', { 'x-user': 'bob' }))).status).toBe(404)
    expect(await cacheControl(proxy(get('/videos/task_1', { 'x-user': 'ann' })))).toBe('no-store')
    expect(reported[0]).toMatchObject({
      error: { message: `\`isPublic\` returned ${type}. Expected true or false.` },
      context: { action: 'retrieve', taskId: 'task_1', status: 200, code: 'invalid_is_public' },
    })
  })

  it('still needs a signed id when a secret is set', async () => {
    const { proxy, requests } = createTestProxy(undefined, { isPublic: () => true, secret: SECRET })
    expect((await proxy(watch())).status).toBe(404)
    expect(requests).toEqual([])
  })
})
