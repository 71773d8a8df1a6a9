import type { VideoProxyOptions } from 'react-video-task/server'
import { afterEach, describe, expect, it, vi } from 'vitest'
import {
  createTestProxy,
  get,
  mp4Response,
  post,
  postStream,
  TASK,
  userOf,
} from './support/createTestProxy.js'
import { defer } from './support/defer.js'

afterEach(() => void vi.useRealTimers())

describe('an error of the API without a type', () => {
  it.each([
    [400, 'invalid_request_error'],
    [404, 'invalid_request_error'],
    [429, 'rate_limit_error'],
    [499, 'invalid_request_error'],
    [500, 'server_error'],
    [503, 'server_error'],
  ])('has one by its status: %d is %s', async (status, type) => {
    const { proxy } = createTestProxy(() => Response.json({ code: 'c', message: 'No' }, { status }))
    const answer = await proxy(get('/videos/t1'))
    expect([answer.status, await answer.json()]).toEqual([
      status,
      { error: { message: 'No', type, param: null, code: 'c' } },
    ])
  })

  it.each([
    [400, 'The video service did not accept this request.'],
    [429, 'The video service is busy at the moment. Try again later.'],
    [500, 'The video service is not available at the moment. Try again later.'],
    [503, 'The video service is not available at the moment. Try again later.'],
  ])('and with details of the gateway has a message by its status: %d', async (status, message) => {
    const error = { message: 'No channel in group default (request id: r1)', code: 'c' }
    const { proxy } = createTestProxy(() => Response.json({ error }, { status }))
    const answer = await proxy(get('/videos/t1'))
    expect(await answer.json()).toMatchObject({
      error: { message: `${message} (request id: r1)`, code: 'c' },
    })
  })
})

describe('an error of the proxy’s own', () => {
  it.each<[string, Request, Partial<VideoProxyOptions>, string, string, string | null]>([
    ['a refusal', get('/videos/t1'), { authorize: () => false }, 'forbidden', 'permission_error', null],
    ['a limit', get('/videos/t1'), { rateLimit: () => false }, 'rate_limited', 'rate_limit_error', null],
    ['a wrong path', get('/models'), {}, 'not_found', 'invalid_request_error', null],
    [
      'a wrong parameter',
      get('/videos?order=up'),
      { routes: ['list'] },
      'invalid_param',
      'invalid_request_error',
      'order',
    ],
    [
      'a function that throws',
      get('/videos/t1'),
      { isPublic: () => Promise.reject(new Error('down')) },
      'proxy_failed',
      'server_error',
      null,
    ],
  ])('has a type and names the parameter: %s', async (_, request, options, code, type, param) => {
    const answer = await createTestProxy(undefined, options).proxy(request)
    expect(await answer.json()).toEqual({
      error: { message: expect.stringMatching(/\.$/), type, param, code },
    })
    expect(answer.headers.get('video-answered-by')).toBe('proxy')
  })

  it('about one of many tasks is reported as a retrieve', async () => {
    const { proxy, reported } = createTestProxy(undefined, {
      apiKey: () => Promise.reject(new Error('sealed')),
    })
    await (await proxy(get('/videos?ids=t1'))).text()
    const down = createTestProxy(undefined, { authorize: () => Promise.reject(new Error('down')) })
    await (await down.proxy(get('/videos?ids=t1,t2'))).text()
    expect([...reported, ...down.reported].map(({ context }) => context.action)).not.toEqual([])
    for (const { context } of [...reported, ...down.reported]) expect(context.action).toBe('retrieve')
  })

  it('in a create says whether it may be repeated', async () => {
    const repeat = async (status: number) =>
      (
        await createTestProxy(() => Response.json({ error: { message: 'No' } }, { status })).proxy(post())
      ).headers.get('x-should-retry')
    expect(await Promise.all([400, 404, 408, 409, 422, 429, 500, 503].map(repeat))).toEqual([
      ...[null, null, 'false', 'false', null, null, 'false', 'false'],
    ])
    const { headers } = await createTestProxy(() => Response.json({}, { status: 500 })).proxy(
      get('/videos/t1'),
    )
    expect(headers.get('x-should-retry')).toBeNull()
  })
})

describe('the headers of an answer', () => {
  it.each<[string, string, string | null]>([
    ['retry-after', '7', '7'],
    ['retry-after', 'soon', null],
    ['retry-after-ms', '7000', '7000'],
    ['openai-poll-after-ms', '7000', '7000'],
    ['openai-poll-after-ms', '7 s', null],
    ['x-request-id', 'r-1', 'r-1'],
    ['x-request-id', 'sk-canary-1', null],
    ['x-oneapi-request-id', 'r-1', 'r-1'],
    ['x-oneapi-request-id', 'sk-canary-1', null],
    ['set-cookie', 'a=b', null],
  ])('%s: %s reach the caller as %s', async (name, value, expected) => {
    const upstream = () => Response.json(TASK, { headers: { [name]: value } })
    const { headers } = await createTestProxy(upstream, { apiKey: 'sk-canary-1' }).proxy(get('/videos/t1'))
    expect(headers.get(name)).toBe(expected)
  })

  it.each<[string, string, string | null]>([
    ['etag', '"sk-canary-1"', null],
    ['etag', '"v1"', '"v1"'],
    ['last-modified', 'Thu, 01 Jan 2026 00:00:00 GMT', 'Thu, 01 Jan 2026 00:00:00 GMT'],
    ['content-type', 'video/mp4; a=sk-canary-1', 'video/mp4'],
  ])('of content %s: %s reach the caller as %s', async (name, value, expected) => {
    const upstream = () => mp4Response({ [name]: value })
    const { headers } = await createTestProxy(upstream, { apiKey: 'sk-canary-1' }).proxy(
      get('/videos/t1/content'),
    )
    expect(headers.get(name)).toBe(expected)
  })
})

describe('time limits', () => {
  /** How long a request without an answer of the API takes, to the millisecond, in virtual time. */
  async function timeOf(request: Request, options: Partial<VideoProxyOptions>, body?: () => Response) {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const asked = defer<undefined>()
    const { proxy } = createTestProxy(
      () => {
        asked.resolve(undefined)
        return body?.() ?? new Promise<Response>(() => undefined)
      },
      { cache: false, ...options },
    )
    let status = 0
    void proxy(request).then((answer) => (status = answer.status))
    await asked.promise
    const settle = async () => {
      for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve))
    }
    await settle()
    for (const limit of [30_000, 60_000, 120_000]) {
      const before = limit / 2
      await vi.advanceTimersByTimeAsync(limit === 30_000 ? limit - 1 : before - 1)
      await settle()
      if (status > 0) return [status, 'early']
      await vi.advanceTimersByTimeAsync(1)
      await settle()
      if (status > 0) return [status, limit]
    }
    return [status, 'late']
  }

  it.each<[string, Request, number]>([
    ['a retrieve', get('/videos/t1'), 30_000],
    ['a delete', get('/videos/t1', { 'x-user': 'ann' }, 'DELETE'), 30_000],
    ['a create', post(), 120_000],
    ['content', get('/videos/t1/content'), 60_000],
  ])('are by default those of %s', async (_, request, limit) => {
    expect(await timeOf(request, { routes: ['delete'] })).toEqual([504, limit])
  })

  it('are by default two minutes for the body of a create', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const read = defer<undefined>()
    const body = new ReadableStream({ pull: () => read.resolve(undefined) }, { highWaterMark: 0 })
    const { proxy } = createTestProxy()
    let status = 0
    void proxy(postStream(body, { 'content-type': 'application/json' })).then(
      (answer) => (status = answer.status),
    )
    await read.promise
    await vi.advanceTimersByTimeAsync(119_999)
    await new Promise((resolve) => setImmediate(resolve))
    expect(status).toBe(0)
    await vi.advanceTimersByTimeAsync(1)
    await new Promise((resolve) => setImmediate(resolve))
    expect(status).toBe(408)
  })
})

describe('the bodies of creates', () => {
  it.each([
    [65_536, 200],
    [65_537, 413],
  ])('of %d bytes are answered with %d by default', async (size, status) => {
    const body = `{"model":"wan2.6","prompt":"${'x'.repeat(size - 30)}"}`
    expect(body).toHaveLength(size)
    const answer = await createTestProxy().proxy(post({ 'content-type': 'application/json' }, body))
    expect(answer.status).toBe(status)
  })

  it('are kept for their callers where the app gets the id, and else end with them', async () => {
    for (const [options, isKept] of [
      [{}, false],
      [{ onCreated: () => undefined }, true],
    ] as const) {
      const [asked, answered] = [defer<AbortSignal | undefined>(), defer<undefined>()]
      const { proxy } = createTestProxy(
        async ({ init }) => {
          asked.resolve(init.signal ?? undefined)
          await answered.promise
          return Response.json(TASK)
        },
        { authorize: userOf, ...options },
      )
      const controller = new AbortController()
      const request = new Request(post({ 'x-user': 'ann' }), { signal: controller.signal })
      const answer = proxy(request)
      const signal = await asked.promise
      controller.abort()
      expect(signal?.aborted, `${isKept}`).toBe(!isKept)
      answered.resolve(undefined)
      await answer.catch(() => undefined)
    }
  })
})
