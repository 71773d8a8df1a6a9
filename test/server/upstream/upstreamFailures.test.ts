import { createVideoProxy } from 'react-video-task/server'
import { describe, expect, it } from 'vitest'
import { createTestProxy, errorCode, get, KEY, post, TASK } from '../support/createTestProxy.js'
import { serve, serveNode } from '../support/serve.js'

const html = (status: number) =>
  new Response('<!doctype html><title>Secret gateway page</title>', {
    status,
    headers: { 'content-type': 'text/html', 'retry-after': '9', 'x-request-id': 'r1' },
  })

describe('an API answer that is not JSON', () => {
  it.each([
    ['an HTML page', () => html(200), 'upstream_invalid_answer'],
    ['an empty body', () => new Response(''), 'upstream_invalid_answer'],
    ['JSON that is cut short', () => new Response('{"id":"t1","sta'), 'upstream_invalid_answer'],
    [
      'more than a task can be',
      () => new Response(`"${'x'.repeat(4 * 1024 * 1024)}"`),
      'upstream_invalid_answer',
    ],
    [
      'deeply nested brackets',
      () => new Response('['.repeat(200_000) + ']'.repeat(200_000)),
      'upstream_invalid_answer',
    ],
    [
      'a redirect',
      () => new Response('moved', { status: 301, headers: { location: 'https://evil.test/' } }),
      'upstream_redirect',
    ],
    ['a choice of places', () => Response.json({ ...TASK, id: 't1' }, { status: 300 }), 'upstream_redirect'],
    ['a redirect that the runtime hides', () => Response.error(), 'upstream_redirect'],
    ['not modified', () => new Response(null, { status: 304 }), 'upstream_redirect'],
  ])('(%s) is answered with 502', async (_, upstream, code) => {
    for (const request of [() => get('/videos/t1'), () => post()]) {
      const { proxy, requests, reported } = createTestProxy(upstream)
      const response = await proxy(request())
      expect(response.status).toBe(502)
      expect(response.headers.has('location')).toBe(false)
      expect(await errorCode(response)).toBe(code)
      expect(requests).toHaveLength(1)
      expect(reported.map(({ context }) => [context.status, context.code])).toEqual([[502, code]])
    }
  })

  it.each([
    ['cut short', '{"id":"video_7","status":"que'],
    ['in two lines', '{"id":"video_7"}\n{"id":"video_7"}'],
    ['a stream of events', 'data: {"id":"video_7"}\n\n'],
  ])('to a create, %s, is reported with its id, and without the key', async (_, text) => {
    const { proxy, reported } = createTestProxy(() => new Response(`${text} ${KEY}`))
    const answer = await proxy(post())
    expect(await answer.text()).not.toContain('video_7')
    expect(reported).toMatchObject([
      { error: { cause: { message: `The video API answered: ${text} [redacted]` } } },
    ])
  })

  it('that is a redirect has its body cancelled, which frees the connection', async () => {
    for (const request of [() => get('/videos/t1'), () => post()]) {
      let isCancelled = false
      const body = new ReadableStream({ cancel: () => void (isCancelled = true) })
      const { proxy } = createTestProxy(
        () => new Response(body, { status: 302, headers: { location: 'https://elsewhere.test/' } }),
      )
      expect(await errorCode(await proxy(request()))).toBe('upstream_redirect')
      expect(isCancelled).toBe(true)
    }
  })

  it.each([[400], [404], [429], [503], [524]])(
    'with status %i keeps the status and Retry-After',
    async (status) => {
      const { proxy } = createTestProxy(() => html(status))
      const response = await proxy(get('/videos/t1'))
      expect(response.status).toBe(status)
      expect(response.headers.get('retry-after')).toBe('9')
      expect(response.headers.get('x-request-id')).toBe('r1')
      const text = await response.text()
      expect(text).not.toContain('Secret')
      expect(JSON.parse(text)).toMatchObject({ error: { code: 'upstream_invalid_answer' } })
    },
  )
})

describe('an API answer in JSON', () => {
  const GOES_ON = { id: 't1', object: 'video', status: 'queued', progress: 0 }

  it.each([
    ['a task', TASK, { ...TASK, id: 't1' }],
    [
      'a task with fields that are null',
      { ...TASK, error: null, completed_at: null, seed: null },
      { ...TASK, id: 't1', error: null, completed_at: null, seed: null },
    ],
    [
      'a wrapped one',
      { code: 'success', data: { task_id: 't', status: 'SUCCESS', url: 'https://cdn.test/v.mp4', seed: 7 } },
      {
        ...{ id: 't1', task_id: 't1', object: 'video', status: 'completed', progress: 100, seed: 7 },
        ...{ url: 'https://cdn.test/v.mp4', video_url: 'https://cdn.test/v.mp4' },
      },
    ],
    ['one without a status', { request_id: 'r' }, { ...GOES_ON, request_id: 'r' }],
  ])('is passed on in the documented shape: %s', async (_, body, documented) => {
    const { proxy } = createTestProxy(
      () => new Response(JSON.stringify(body), { headers: { 'content-type': 'text/html' } }),
    )
    const response = await proxy(get('/videos/t1'))
    expect(response.headers.get('content-type')).toBe('application/json')
    expect(await response.json()).toEqual(documented)
  })

  it.each<[number, string | null]>([
    [202, null],
    [202, '\n'],
    [204, null],
  ])('of a %d with the body %j is a task that goes on', async (status, body) => {
    const { proxy } = createTestProxy(() => new Response(body, { status }))
    const response = await proxy(get('/videos/t1'))
    expect(response.ok).toBe(true)
    expect(await response.json()).toEqual(GOES_ON)
  })

  it.each([
    ['null', null],
    ['a list', []],
    ['a text', 'ok'],
  ])('that is %s is no task', async (_, body) => {
    const { proxy } = createTestProxy(() => Response.json(body))
    const response = await proxy(get('/videos/t1'))
    expect(response.status).toBe(502)
    expect(await errorCode(response)).toBe('upstream_invalid_answer')
  })

  it.each([
    [{ code: 'fail', message: 'Bad size', data: null }, 400, 'Bad size', 'fail'],
    [{ error: 'Bad size' }, 422, 'Bad size', null],
    [{ detail: [{ loc: ['body', 'size'], msg: 'Bad size', type: 'value_error' }] }, 422, 'Bad size', null],
    [{ message: 'Bad size (request id: r1)' }, 400, 'Bad size (request id: r1)', null],
    [{}, 500, 'The video API answered 500.', null],
  ])('%j is an error in the documented envelope', async (body, status, message, code) => {
    const { proxy } = createTestProxy(() => Response.json(body, { status }))
    for (const request of [get('/videos/t1'), post()]) {
      const response = await proxy(request)
      expect(response.status).toBe(status)
      expect(await response.json()).toMatchObject({ error: { message, code, type: expect.any(String) } })
    }
  })

  it.each([
    [{ code: 'rate_limit_exceeded', message: 'Slow down' }, 429],
    [{ code: 'task_not_exist', message: 'No such task' }, 404],
    [{ code: 'content_policy_violation', message: 'No' }, 400],
    [{ code: 503, message: 'Later' }, 503],
    [{ code: 'odd', message: 'Later' }, 503],
    [{ code: 'insufficient_quota', message: 'No credit' }, 502],
    [{ code: 'invalid_api_key', message: 'Bad key' }, 502],
  ])('%j under 200 is an error with a status', async (body, status) => {
    const { proxy, reported } = createTestProxy(() => Response.json(body))
    const response = await proxy(get('/videos/t1'))
    expect(response.status).toBe(status)
    // Credit and key are the operator's, not the caller's.
    expect(reported).toHaveLength(status === 502 ? 1 : 0)
    if (status === 502) expect(await errorCode(response)).toBe('upstream_unauthorized')
  })

  it.each([[{ request: 7 }], [[]], [null], [{ output: 'https://cdn.test/v.mp4', seed: 9 }]])(
    'of a create without an id (%j) is an error that holds it',
    async (body) => {
      const { proxy, reported } = createTestProxy(() => Response.json(body))
      const response = await proxy(post())
      expect(response.status).toBe(502)
      const { error, answer } = await response.json()
      expect(error).toMatchObject({
        code: 'upstream_invalid_answer',
        message: expect.stringContaining('The video may have been made'),
      })
      expect(answer).toEqual(body)
      expect(reported[0]?.error.cause).toMatchObject({
        message: expect.stringContaining(JSON.stringify(body)),
      })
    },
  )

  it('of a create loses the key also where it holds no task', async () => {
    const { proxy } = createTestProxy(() => Response.json({ echo: KEY }))
    expect(await (await proxy(post())).text()).toContain('"answer":{"echo":"[redacted]"}')
  })
})

describe('an unreachable API', () => {
  it.each([
    ['refuses connections', () => Promise.resolve('http://127.0.0.1:1')],
    ['hangs up', () => serveNode((request) => void request.socket.destroy())],
    ['does not speak HTTP', () => serveNode((request) => void request.socket.end('SSH-2.0-OpenSSH\r\n'))],
    [
      'breaks off in the middle of a task',
      () =>
        serveNode((request, response) => {
          response.writeHead(200, { 'content-length': '100' })
          response.write('{"id":', () => request.socket.destroy())
        }),
    ],
  ])('that %s is answered with 502', async (_, start) => {
    const codes: unknown[] = []
    const proxy = createVideoProxy({
      apiKey: 'sk-unreachable-012345',
      authorize: () => true,
      baseURL: `${await start()}/v1`,
      onError: (_error, { code }) => codes.push(code),
    })
    const origin = await serve(proxy)
    const response = await fetch(`${origin}/videos/t1`)
    expect(response.status).toBe(502)
    expect(await errorCode(response)).toBe('upstream_unreachable')
    expect(codes).toEqual(['upstream_unreachable'])
  })
})

describe('a create that the API does not answer in time', () => {
  it.each([
    ['never', () => new Promise<Response>(() => undefined)],
    ['without the end of its body', () => new Response(new ReadableStream({ pull: () => undefined }))],
  ])('is answered with 504 and not repeated, when it answers %s', async (_, upstream) => {
    const { proxy, requests, reported } = createTestProxy(upstream, { createTimeout: 20 })
    const response = await proxy(post())
    expect(response.status).toBe(504)
    expect(await response.json()).toEqual({
      error: {
        message:
          'The video API did not answer the create within 0.02 s. The video may have been made, and is then billed: ' +
          'look for it before you create it again.',
        type: 'server_error',
        param: null,
        code: 'upstream_timeout',
      },
    })
    expect(requests).toHaveLength(1)
    expect(requests[0]?.init.signal?.aborted).toBe(true)
    expect(reported.map(({ context }) => context)).toEqual([
      { action: 'create', taskId: undefined, status: 504, code: 'upstream_timeout' },
    ])
  })

  it('is answered with 499 when the caller disconnects before', async () => {
    const caller = new AbortController()
    const { proxy, requests } = createTestProxy(() => {
      caller.abort()
      return new Promise(() => undefined)
    })
    const response = await proxy(new Request(post(), { signal: caller.signal }))
    expect(response.status).toBe(499)
    expect(requests[0]?.init.signal?.aborted).toBe(true)
  })
})
