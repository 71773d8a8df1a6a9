import { describe, expect, it } from 'vitest'
import { createVideoProxy, type VideoProxyCall, type VideoProxyOptions } from 'react-video-task/server'
import { createTestProxy, errorCode, get, post } from '../support/createTestProxy.js'
import { openFileStore } from '../support/taskStores.js'

/** Options as untyped JavaScript may pass them. */
const untyped = (options: Record<string, unknown>): VideoProxyOptions => JSON.parse('{}', () => options)

describe('authorize', () => {
  it.each([[undefined], [null], [true], ['everyone']])(
    'is required: createVideoProxy throws for %j',
    (authorize) => {
      expect(() => createVideoProxy(untyped({ apiKey: 'sk-1234567', authorize }))).toThrow(/no `authorize`/)
    },
  )

  it.each([[false], [undefined], [null], [1], ['yes'], [{}], [{ user: 'ann' }], [[]]])(
    'denies with %j, without an upstream request or a read of the key',
    async (result) => {
      let reads = 0
      const { proxy, requests } = createTestProxy(undefined, {
        ...untyped({ authorize: () => result }),
        apiKey: () => `sk-${++reads}234567`,
      })
      for (const request of [get('/videos/t1'), get('/videos/t1/content'), post()]) {
        const response = await proxy(request)
        expect(response.status).toBe(403)
        expect(await errorCode(response)).toBe('forbidden')
      }
      expect(requests).toEqual([])
      expect(reads).toBe(0)
    },
  )

  it.each([
    ['true as text', 'true', 'a value of type string'],
    ['a promise of 1', Promise.resolve(1), 'a value of type number'],
    ['a Boolean object', Object(true), 'a value of type object'],
    ['a user without id', { name: 'ann' }, 'a value of type object'],
    ['a list with true', [true], 'an array'],
    ['a function', () => true, 'a value of type function'],
  ])('denies with %s and reports its type to onError', async (_, result, type) => {
    const { proxy, requests, reported } = createTestProxy(undefined, untyped({ authorize: () => result }))
    const response = await proxy(get('/videos/t1'))
    expect(response.status).toBe(403)
    expect(await errorCode(response)).toBe('forbidden')
    expect(requests).toEqual([])
    expect(reported.map(({ error, context }) => [error.message, context])).toEqual([
      [
        `\`authorize\` returned ${type}. Expected true, a user with an \`id\`, a Response or false.`,
        { action: 'retrieve', taskId: 't1', status: 403, code: 'forbidden' },
      ],
    ])
  })

  it.each([[false], [null], [undefined]])('denies with %j without a report to onError', async (result) => {
    const { proxy, reported } = createTestProxy(undefined, { authorize: () => result })
    expect((await proxy(get('/videos/t1'))).status).toBe(403)
    expect(reported).toEqual([])
  })

  it.each([
    [
      'throws',
      () => {
        throw new Error('database password: hunter2')
      },
    ],
    ['rejects', () => Promise.reject(new Error('database password: hunter2'))],
  ])('answers 500 without its message when it %s', async (_, authorize) => {
    const { proxy, requests, reported } = createTestProxy(undefined, { authorize })
    const response = await proxy(get('/videos/t1'))
    expect(response.status).toBe(500)
    expect(await response.text()).not.toContain('hunter2')
    expect(requests).toEqual([])
    expect(reported.map(({ context }) => context)).toEqual([
      { action: 'retrieve', taskId: 't1', status: 500, code: 'authorization_failed' },
    ])
    expect(reported[0]?.error.cause).toMatchObject({ message: 'database password: hunter2' })
  })

  it.each([
    ['a text', 'no database', { message: 'no database' }],
    ['a number', 7, { message: '7' }],
    ['null', null, { message: 'null' }],
    ['an object', { code: 'ECONNREFUSED', port: 5432 }, { code: 'ECONNREFUSED' }],
  ])('reports %s that it throws', async (_, thrown, cause) => {
    const { proxy, reported } = createTestProxy(undefined, {
      authorize: () => {
        throw thrown
      },
    })
    expect((await proxy(get('/videos/t1'))).status).toBe(500)
    expect(reported.map(({ error }) => error.cause)).toMatchObject([cause])
    expect(reported[0]?.error.cause).not.toHaveProperty('port')
  })

  it('returns its own Response unchanged', async () => {
    const { proxy, requests } = createTestProxy(undefined, {
      authorize: async () =>
        Response.json({ login: '/login' }, { status: 401, headers: { 'www-authenticate': 'Session' } }),
    })
    const response = await proxy(post())
    expect(response.status).toBe(401)
    expect(response.headers.get('www-authenticate')).toBe('Session')
    expect(await response.json()).toEqual({ login: '/login' })
    expect(requests).toEqual([])
  })

  it.each<[string, Request, () => Partial<VideoProxyOptions>]>([
    ['a list of the store', get('/v1/videos'), () => ({ tasks: openFileStore() })],
    ['a list of the API', get('/v1/videos'), () => ({})],
    ['a delete', get('/v1/videos/t1', {}, 'DELETE'), () => ({})],
    [
      'a public link',
      get('/v1/videos/t1/share', {}, 'POST'),
      () => ({ tasks: openFileStore(), routes: ['share'] }),
    ],
  ])('returns its own Response for %s', async (_, request, more) => {
    const { proxy, requests } = createTestProxy(undefined, {
      authorize: () => Response.json({ login: '/login' }, { status: 401 }),
      routes: ['list', 'delete'],
      ...more(),
    })
    const response = await proxy(request)
    expect([response.status, await response.json()]).toEqual([401, { login: '/login' }])
    expect(requests).toEqual([])
  })

  it('receives action, task id and request', async () => {
    const calls: VideoProxyCall[] = []
    const { proxy } = createTestProxy(undefined, { authorize: async (call) => calls.push(call) > 0 })
    await proxy(get('/api/videos/a%2Fb', { cookie: 'session=1' }))
    await proxy(get('/api/videos/t1/content', { authorization: 'Bearer app-token' }))
    await proxy(post({ cookie: 'session=2' }))
    expect(calls.map(({ action, taskId }) => [action, taskId])).toEqual([
      ['retrieve', 'a/b'],
      ['content', 't1'],
      ['create', undefined],
    ])
    expect(calls[0]?.request.headers.get('cookie')).toBe('session=1')
    expect(calls[1]?.request.headers.get('authorization')).toBe('Bearer app-token')
    expect(calls[2]?.request.headers.get('cookie')).toBe('session=2')
    expect(calls[2]?.request.url).toBe('https://app.test/api/v1/videos')
  })

  it('cannot consume the body of a create', async () => {
    const { proxy, requests } = createTestProxy(
      async ({ init }) => Response.json({ id: 'task_1', echo: await new Response(init.body).text() }),
      { authorize: async ({ request }) => (await request.text()) === '' },
    )
    const response = await proxy(post())
    expect(requests).toHaveLength(1)
    expect(await response.text()).toContain('A lake')
  })

  it('answers 499 without an upstream request when the client has already disconnected', async () => {
    const { proxy, requests } = createTestProxy(undefined, { fetch: globalThis.fetch })
    const response = await proxy(new Request('https://app.test/videos/t1', { signal: AbortSignal.abort() }))
    expect(response.status).toBe(499)
    expect(requests).toEqual([])
  })
})
