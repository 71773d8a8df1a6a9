import { describe, expect, it, vi } from 'vitest'
import { KEY } from './support/createCheckedProxy.js'
import { changeResponse, type Defect, type Handler, withHeaders } from './support/defectHelpers.js'
import { problemsOf, verdictsOf } from './support/verdicts.js'

const FILM = 'GET /videos/ID/content'
/** Headers of a caller that are none of the API's business. */
const NAMES = ['cookie', 'x-check', 'x-target-url']

const SAFE = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' }

describe('checkVideoProxy names what is wrong', { timeout: 60_000 }, () => {
  it('with the bytes of a film', async () => {
    const changed = changeResponse(async (response, { method, headers }) => {
      if (method === 'HEAD') return new Response('film', response)
      if (response.status === 416)
        return withHeaders(response, (to) => to.set('content-range', 'bytes 0-1/2'))
      if (response.status !== 206) return response
      const bytes = new Uint8Array(await response.arrayBuffer())
      const range = headers.get('range')
      if (range === 'bytes=100-299') bytes.reverse()
      return new Response(range === 'bytes=-7' ? bytes.slice(1) : bytes, response)
    })
    expect(await problemsOf(changed)).toEqual([
      `ranges: fail: ${FILM}, range: bytes=100-299 answered with other bytes; ${FILM}, range: bytes=-7 answered with other bytes`,
      'unsatisfiable-range: fail: 416 with the Content-Range bytes 0-1/2',
      `range-fallback: fail: ${FILM}, range: bytes=100-299 answered with other bytes`,
      'head: fail: it had a body of 4 bytes',
    ])
  })

  it('with the format of each error', async () => {
    const bodies: Record<string, unknown> = {
      'POST 502': { error: 'No' },
      'GET 524': { error: { message: 1, type: 'server_error', code: 'x' } },
      'GET 503': { error: { message: 'No', type: 'server_error' } },
      'GET 502': { error: { message: 'No', code: 'x' } },
    }
    const changed = changeResponse((response, { method }) => {
      if (response.status === 405) return withHeaders(response, (to) => to.delete('allow'))
      if (response.status === 400) return withHeaders(response, (to) => to.set('content-type', 'text/plain'))
      const body = bodies[`${method} ${response.status}`]
      return body === undefined ? response : Response.json(body, { headers: SAFE, status: response.status })
    })
    expect(await problemsOf(changed)).toEqual([
      `routes: fail: ${[
        'GET /videos',
        'PUT /videos',
        'DELETE /videos/check',
        'PUT /videos/check/content?variant=thumbnail',
        'PATCH /videos/check',
        'DELETE /videos/check/content',
      ]
        .map((asked) => `${asked} answered 405 without Allow`)
        .join('; ')}`,
      `json-errors: fail: ${[
        'GET /videos/..%2Fcheck answered 400 (text/plain): {"error":{"message":"The task id in the path is not valid. S',
        'POST /videos answered 502 (application/json): {"error":"No"}',
        'GET /videos/ID answered 524 (application/json): {"error":{"message":1,"type":"server_error","code":"x"}}',
        'GET /videos/ID answered 503 (application/json): {"error":{"message":"No","type":"server_error"}}',
        `${FILM} answered 502 (application/json): {"error":{"message":"No","code":"x"}}`,
        `${FILM} answered 400 (text/plain): {"error":{"message":"Video is not ready yet, current status:`,
      ].join('; ')}`,
    ])
  })

  it('with what passes between caller and API', async () => {
    let caller = new Headers()
    let answer = new Response()
    const defect: Defect = {
      handler: (proxy) => async (request) => {
        caller = request.headers
        answer = new Response()
        const response = await proxy(request)
        return withHeaders(response, (to) => {
          to.delete('openai-poll-after-ms')
          const cors = answer.headers.get('access-control-allow-origin')
          if (cors !== null) to.set('access-control-allow-origin', cors)
          if (answer.status === 401) to.set('x-debug', `key ${KEY}`)
        })
      },
      upstream: (fetch) => async (url, init) => {
        const headers = new Headers(init.headers)
        for (const name of NAMES) {
          const value = caller.get(name)
          if (value !== null) headers.set(name, value)
        }
        answer = await fetch(url, { ...init, headers })
        return answer
      },
    }
    expect(await problemsOf(defect)).toEqual([
      `request-headers: fail: ${['POST /v1/videos', 'GET /v1/videos/ID', 'GET /v1/videos/ID/content']
        .flatMap((sent) => NAMES.map((name) => `${sent} had ${name}`))
        .join('; ')}`,
      `response-headers: fail: ${['POST /videos', 'GET /videos/ID', FILM]
        .map((asked) => `${asked} answered with access-control-allow-origin`)
        .join('; ')}`,
      `api-key: fail: the key is in the answer to POST /videos, GET /videos/ID, ${FILM}`,
      'poll-hints: fail: the API sent openai-poll-after-ms: 7000, the caller got null',
    ])
  })

  it('with the caches that may keep an answer', async () => {
    const changed = changeResponse((response, { headers }) =>
      withHeaders(response, (to) => {
        if (headers.has('range')) to.set('cache-control', 'private, s-maxage=60')
        else if (response.status === 404) to.set('cache-control', 'public, no-store')
        else to.set('surrogate-control', 'max-age=60')
      }),
    )
    expect(await problemsOf(changed)).toEqual([
      `cache-control: fail: ${[
        'GET /videos/ID answered 200 with surrogate-control: max-age=60',
        `${FILM} answered 200 with surrogate-control: max-age=60`,
        `${FILM}, range: bytes=0-1 answered 206 with cache-control: private, s-maxage=60`,
        'GET /videos/video-proxy-check answered 404 with cache-control: public, no-store',
        'GET /videos/..%2Fcheck answered 400 with surrogate-control: max-age=60',
        'HEAD /videos/ID/content answered 200 with surrogate-control: max-age=60',
        `${FILM}, if-none-match: "landscape16x9-31626" answered 200 with surrogate-control: max-age=60`,
      ].join('; ')}`,
    ])
  })
})

/** A route that answers about one task, and otherwise in its own way. */
const createRoute =
  ({ size = 0, batch = (): unknown => ({}), anonymous = 303, creates = 429, film = 'film' } = {}): Handler =>
  async ({ url, method, headers }) => {
    const { pathname, searchParams } = new URL(url)
    if (!headers.has('cookie')) return new Response(null, { status: anonymous })
    if (method === 'POST') return Response.json({}, { status: creates })
    if (searchParams.has('ids')) return Response.json(batch())
    if (pathname.endsWith('/content'))
      return headers.has('range') ? new Response(null, { status: 416 }) : new Response(film)
    const status = pathname.endsWith('/task_1') ? 200 : 404
    return Response.json({ id: 'task_1' }, { status, headers: { 'video-batch': `${size}` } })
  }

const NEEDS_EMULATOR = expect.stringMatching(/^unknown: needs the emulator/)

describe('checkVideoProxy of a route that it sees from outside', () => {
  it('names each part of an answer about many tasks that is not as for one alone', async () => {
    const parts = [
      { id: 'task_1', status: 404 },
      { id: 'video-proxy-check', status: 200 },
    ]
    const verdicts = await verdictsOf(createRoute({ size: 2, batch: () => ({ data: parts }) }))
    expect(verdicts['many-tasks']).toMatch(
      /^fail: the own task was not answered as alone; an unknown task was not answered as alone; 3 tasks: GET \/videos\?ids=check-0,check-1,check-2 answered 200/,
    )
  })

  it.each([0, 1])('asks for one task at a time where video-batch is %i', async (size) => {
    const batch = vi.fn()
    const verdicts = await verdictsOf(createRoute({ size, batch }))
    expect(verdicts['many-tasks']).toBe('pass: no answer has video-batch, so clients ask for each task alone')
    expect(batch).not.toHaveBeenCalled()
  })

  it('says what it needs of the user, the task and its film', async () => {
    const route = createRoute()
    const limit = 'POST /videos answered 429 (application/json): {}'
    expect(await verdictsOf(route)).toMatchObject({
      authentication: 'pass: poll, download and create without credentials answered 303',
      'cross-site': `unknown: needs a user who may create tasks: ${limit}`,
      'many-values': `unknown: needs a user who may create tasks: ${limit}`,
      ranges:
        'unknown: needs a video of 1000 bytes or more: GET /videos/task_1/content answered 200 (text/plain): film',
      'unsatisfiable-range': 'pass: 416, Content-Range null',
      'closed-limits': NEEDS_EMULATOR,
    })
    const own = 'unknown: needs a task that its owner can access: GET /videos/task_2 answered 404'
    expect(await verdictsOf(route, { taskId: 'task_2', otherHeaders: { cookie: 'user=b' } })).toMatchObject({
      ownership: expect.stringContaining(own),
      'private-answers': expect.stringContaining(own),
    })
  })

  it.each([401, 403, 429])('needs a user whose creates are not answered %i', async (creates) => {
    const needs = `unknown: needs a user who may create tasks: POST /videos answered ${creates} (application/json): {}`
    expect(await verdictsOf(createRoute({ creates }))).toMatchObject({
      'cross-site': needs,
      'many-values': needs,
    })
  })

  it.each([
    [401, /^pass: /],
    [403, /^pass: /],
    [302, /^pass: /],
    [303, /^pass: /],
    [307, /^pass: /],
    [200, /^fail: GET .* answered 200/],
    [308, /^fail: GET .* answered 308/],
    [404, /^fail: GET .* answered 404/],
    [500, /^fail: GET .* answered 500/],
  ])('answered %i without credentials, the verdict on authentication is %s', async (anonymous, verdict) => {
    const { authentication } = await verdictsOf(createRoute({ anonymous }))
    expect(authentication).toMatch(verdict)
  })

  it.each([
    [999, /^unknown: needs a video of 1000 bytes or more/],
    [1_000, /^fail: GET .*, range: bytes=0-1 answered 416/],
  ])('checks the ranges of a film of %i bytes: %s', async (length, verdict) => {
    const { ranges } = await verdictsOf(createRoute({ film: 'x'.repeat(length) }))
    expect(ranges).toMatch(verdict)
  })

  it.each([
    ['sk-emulator', /^fail: the key is in the answer to POST \/videos, /],
    ['sk-other', /^unknown: the key is in none of \d+ answers/],
  ])("searches for the emulator's key where none is named: %s", async (text, verdict) => {
    const verdicts = await verdictsOf(async () => new Response(text, { status: 404 }))
    expect(verdicts['api-key']).toMatch(verdict)
  })

  it.each([
    ['as it is', (key: string) => key],
    ['in a URL', encodeURIComponent],
    ['in JSON', (key: string) => JSON.stringify(key)],
  ])('finds a key that an answer has %s', async (_, encode) => {
    const apiKey = 'sk "a/b"'
    const verdicts = await verdictsOf(async () => new Response(encode(apiKey), { status: 404 }), { apiKey })
    expect(verdicts['api-key']).toMatch(/^fail: the key is in the answer to POST \/videos, /)
  })
})
