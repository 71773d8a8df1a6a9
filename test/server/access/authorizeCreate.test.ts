import type { VideoProxyCreateContext, VideoProxyOptions } from 'react-video-task/server'
import { describe, expect, it } from 'vitest'
import { createTestProxy, errorCode, get, post, postJson } from '../support/createTestProxy.js'

const ann = { authorize: () => ({ id: 'ann' }) }
const untyped = (options: Record<string, unknown>): Partial<VideoProxyOptions> =>
  JSON.parse('{}', () => options)

describe('authorize for a create', () => {
  it.each([
    ['denies', () => false, 403],
    ['throws', () => Promise.reject(new Error('no database')), 500],
    ['answers itself', () => new Response(null, { status: 401 }), 401],
  ])('is asked before any byte of the body is read, and %s', async (_, authorize, status) => {
    let pulled = 0
    const body = new ReadableStream(
      {
        pull(controller) {
          pulled++
          controller.enqueue(new Uint8Array(1000))
        },
      },
      { highWaterMark: 0 },
    )
    const init = { method: 'POST', body, duplex: 'half', headers: { 'content-type': 'application/json' } }
    const { proxy, requests } = createTestProxy(undefined, { authorize })
    expect((await proxy(new Request('https://app.test/videos', init))).status).toBe(status)
    expect(pulled).toBe(0)
    expect(requests).toEqual([])
  })

  it('receives neither parameters nor a body', async () => {
    const calls: object[] = []
    const { proxy } = createTestProxy(undefined, { authorize: (call) => calls.push(call) > 0 })
    await proxy(post())
    expect(Object.keys(calls[0] ?? {}).sort()).toEqual(['action', 'request'])
    expect(calls[0]).toMatchObject({ action: 'create', request: { body: null } })
  })

  it('is asked once', async () => {
    let calls = 0
    const { proxy } = createTestProxy(undefined, {
      authorize: () => ++calls > 0,
      authorizeCreate: () => true,
    })
    await proxy(post())
    expect(calls).toBe(1)
  })
})

describe('authorizeCreate', () => {
  it('receives user, parameters and request, and allows with true', async () => {
    const calls: VideoProxyCreateContext[] = []
    const { proxy, requests } = createTestProxy(undefined, {
      ...ann,
      authorizeCreate: async (create) => calls.push(create) > 0,
    })
    expect((await proxy(post({ cookie: 'session=1' }))).status).toBe(200)
    expect(calls).toMatchObject([
      { user: { id: 'ann' }, params: { model: 'wan2.6', prompt: 'A lake' }, request: { body: null } },
    ])
    expect(calls[0]?.request.headers.get('cookie')).toBe('session=1')
    expect(requests).toHaveLength(1)
  })

  it('receives no user where authorize returned true', async () => {
    const users: unknown[] = []
    const { proxy } = createTestProxy(undefined, { authorizeCreate: ({ user }) => users.push(user) > 0 })
    await proxy(post())
    expect(users).toEqual([undefined])
  })

  it.each([[false], [null], [undefined], [1], ['yes'], [{}], [{ id: 'ann' }]])(
    'denies with %j, without an upstream request or a read of the key',
    async (result) => {
      let reads = 0
      const { proxy, requests } = createTestProxy(undefined, {
        ...untyped({ authorizeCreate: () => result }),
        apiKey: () => `sk-${++reads}234567`,
      })
      const response = await proxy(post())
      expect(response.status).toBe(403)
      expect(await errorCode(response)).toBe('forbidden')
      expect(requests).toEqual([])
      expect(reads).toBe(0)
    },
  )

  it('answers 429 with the wait and the code of a quota, and reports nothing', async () => {
    const { proxy, requests, reported } = createTestProxy(undefined, {
      authorizeCreate: () => ({ retryAfter: 35_999.5, code: 'no_videos_today' }),
    })
    const response = await proxy(post())
    expect(response.status).toBe(429)
    expect(await response.json()).toMatchObject({
      error: {
        code: 'no_videos_today',
        message: expect.stringContaining('its `authorizeCreate` refused it.'),
      },
    })
    expect(response.headers.get('retry-after')).toBe('36000')
    expect(requests).toEqual([])
    expect(reported).toEqual([])
  })

  it('reports a result that it may not have', async () => {
    const { proxy, reported } = createTestProxy(
      undefined,
      untyped({ authorizeCreate: () => ({ id: 'ann' }) }),
    )
    await proxy(post())
    expect(reported).toMatchObject([
      {
        error: {
          message:
            '`authorizeCreate` returned a value of type object. Expected true, a Response, { retryAfter } or false.',
        },
        context: { status: 403 },
      },
    ])
  })

  it('answers 500 without its message when it throws', async () => {
    const { proxy, requests } = createTestProxy(undefined, {
      authorizeCreate: () => Promise.reject(new Error('database password: hunter2')),
    })
    const response = await proxy(post())
    expect(response.status).toBe(500)
    expect(await response.text()).not.toContain('hunter2')
    expect(requests).toEqual([])
  })

  it('returns its own Response unchanged', async () => {
    const { proxy, requests } = createTestProxy(undefined, {
      authorizeCreate: () => Response.json({ buy: '/credits' }, { status: 402 }),
    })
    const response = await proxy(post())
    expect(response.status).toBe(402)
    expect(await response.json()).toEqual({ buy: '/credits' })
    expect(requests).toEqual([])
  })

  it('is called after authorize and limits, and before rateLimit', async () => {
    const calls: string[] = []
    const { proxy } = createTestProxy(undefined, {
      authorize: () => calls.push('authorize') > 0,
      limits: { models: ['wan2.6'] },
      authorizeCreate: ({ params }) => calls.push(`authorizeCreate ${params.model}`) > 0,
      rateLimit: () => calls.push('rateLimit') > 0,
    })
    await proxy(postJson({ model: 'other' }))
    expect(calls).toEqual(['authorize'])
    await proxy(post())
    expect(calls).toEqual(['authorize', 'authorize', 'authorizeCreate wan2.6', 'rateLimit'])
  })

  it('is not called for a read', async () => {
    let calls = 0
    const { proxy } = createTestProxy(undefined, { authorizeCreate: () => ++calls > 0 })
    await proxy(get('/videos/t1'))
    expect(calls).toBe(0)
  })

  it.each([[null], [true], [{}]])('is refused as an option when it is %j', (authorizeCreate) => {
    expect(() => createTestProxy(undefined, untyped({ authorizeCreate }))).toThrow(/authorizeCreate/)
  })
})
