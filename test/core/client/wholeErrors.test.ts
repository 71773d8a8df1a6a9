import {
  createVideoClient,
  isVideoTaskError,
  VideoApiError,
  VideoNetworkError,
  VideoTaskError,
} from 'react-video-task/client'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { errorOf } from '../../support/errorOf.js'

const clientOf = (answer: () => Response | Promise<Response>, options = {}) =>
  createVideoClient({ baseURL: '/api/v1', fetch: async () => answer(), ...options })
const retrieve = (answer: () => Response | Promise<Response>) => errorOf(() => clientOf(answer).retrieve('a'))

const ENDS =
  "Check that baseURL ends in the API's version, such as '/api/v1' or 'https://api.cometapi.com/v1'."
const opaque = () => {
  const response = new Response(null, { status: 302 })
  Object.defineProperty(response, 'status', { value: 0 })
  Object.defineProperty(response, 'type', { value: 'opaqueredirect' })
  return response
}

describe('the error of an answer that is no task', () => {
  it.each<[string, () => Response, string, object]>([
    [
      'a redirect',
      () => new Response(null, { status: 302 }),
      `with a redirect. ${ENDS}`,
      { code: 'wrong_base_url', retryable: false },
    ],
    [
      'the last redirect',
      () => new Response(null, { status: 399 }),
      `with a redirect. ${ENDS}`,
      { code: 'wrong_base_url' },
    ],
    ['a redirect that is not followed', opaque, `with a redirect. ${ENDS}`, { code: 'wrong_base_url' }],
    [
      'a page',
      () => new Response(' \n<p>'),
      `200 with an HTML page instead of JSON. ${ENDS}`,
      { code: 'wrong_base_url', body: ' \n<p>' },
    ],
    [
      'the page of a 404',
      () => new Response('<html>', { status: 404 }),
      `404 with an HTML page instead of JSON. ${ENDS}`,
      { code: 'wrong_base_url', status: 404 },
    ],
    [
      'nothing',
      () => new Response(' '),
      '200 with an empty body. Expected a video task as JSON.',
      { code: 'invalid_json', retryable: true, status: 200, body: ' ' },
    ],
    [
      'half of a task',
      () => new Response('{"id":"a'),
      '200 with invalid or incomplete JSON. Expected a video task as JSON.',
      { code: 'invalid_json', retryable: true },
    ],
  ])('says what it is: %s', async (_, answer, message, fields) => {
    expect(await retrieve(answer)).toMatchObject({
      ...{ name: 'VideoResponseError', message: `/api/v1/videos/a answered ${message}` },
      ...fields,
    })
  })

  it.each([202, 204])('is none for an empty %d, which has no news', async (status) => {
    expect(await clientOf(() => new Response(null, { status })).retrieve('a')).toMatchObject({
      ...{ id: 'a', status: 'queued', progress: 0 },
    })
  })
})

describe('the message of a VideoApiError', () => {
  it.each<[ConstructorParameters<typeof VideoApiError>[0], string, object]>([
    [{ status: 500 }, 'The video API answered 500', { code: 'http_500', source: 'api', retryable: true }],
    [{ status: 500, code: 'c' }, 'The video API answered 500 c', { code: 'c' }],
    [{ status: 500, code: '500' }, 'The video API answered 500', { code: '500' }],
    [{ status: 400, message: 'No' }, 'The video API answered 400: No', { detail: 'No', retryable: false }],
    [
      { status: 403, code: 'c', message: 'No', source: 'proxy' },
      "This app's proxy answered 403 c: No",
      { source: 'proxy', status: 403 },
    ],
  ])('of %j is %j', (init, message, fields) => {
    expect(new VideoApiError(init)).toMatchObject({ name: 'VideoApiError', message, ...fields })
  })

  it.each<[HeadersInit, string]>([
    [{}, 'api'],
    [{ 'video-answered-by': 'proxy' }, 'proxy'],
  ])('says who answered with the headers %j', async (headers, source) => {
    const body = { error: { message: 'No' } }
    expect(await retrieve(() => Response.json(body, { status: 403, headers }))).toMatchObject({ source })
  })

  it.each<[HeadersInit, object, string | undefined]>([
    [{ 'x-request-id': 'r1' }, {}, 'r1'],
    [{ 'x-oneapi-request-id': 'r2' }, {}, 'r2'],
    [{ 'x-request-id': 'r1' }, { request_id: 'r3' }, 'r3'],
    [{}, {}, undefined],
  ])('has the request id of %j and %j', async (headers, fields, requestId) => {
    const body = { error: { message: 'No', ...fields } }
    expect(await retrieve(() => Response.json(body, { status: 500, headers }))).toMatchObject({ requestId })
  })
})

describe('an answer without a body, as of a page without a proxy behind it', () => {
  const silent = (status: number, headers?: HeadersInit, body: string | null = null) =>
    retrieve(() => new Response(body, { status, headers }))

  it.each([404, 405, 500, 502, 504])('says with %d where to look', async (status) => {
    expect(await silent(status)).toMatchObject({
      message:
        `The video API answered ${status} without a body. ` +
        'Check baseURL, and that /api/v1/videos/a leads to the proxy.',
      ...{ name: 'VideoApiError', code: `http_${status}`, detail: undefined },
    })
  })

  it.each<[string, number, HeadersInit?, body?: string]>([
    ['another status', 401],
    ['the request id of an API', 404, { 'x-request-id': 'r1' }],
    ['a body', 502, {}, 'Bad Gateway'],
  ])('says no more than the status with %s', async (_, status, headers, body) => {
    const { message } = Object(await silent(status, headers, body))
    expect(message).toMatch(new RegExp(`^The video API answered ${status}(: Bad Gateway)?$`))
  })

  it('says no more than the status once the address has answered', async () => {
    let answer = () => Response.json({ id: 'a', status: 'queued' })
    const client = clientOf(() => answer())
    await client.retrieve('a')
    answer = () => new Response(null, { status: 404 })
    expect(await errorOf(() => client.retrieve('a'))).toMatchObject({ message: 'The video API answered 404' })
  })
})

describe('errors of this library', () => {
  it('have a cause where there is one, and name what did not arrive', async () => {
    expect('cause' in new VideoTaskError('m', { code: 'c' })).toBe(false)
    expect(new VideoTaskError('m', { code: 'c', cause: 7 }).cause).toBe(7)
    const cause = new TypeError('fetch failed')
    const error = await retrieve(() => Promise.reject(cause))
    expect(error).toMatchObject({
      ...{ name: 'VideoNetworkError', code: 'network_error', retryable: true, cause },
    })
    expect(String(error)).toMatch(/^VideoNetworkError: .*\/api\/v1\/videos\/a.*: fetch failed$/)
    expect(new VideoNetworkError('m', { code: 'timeout' })).toMatchObject({ retryable: true, message: 'm' })
  })

  it.each<[unknown, boolean]>([
    [new VideoTaskError('m', { code: 'c' }), true],
    [{ code: 'c', retryable: false }, true],
    [{ code: 'c' }, false],
    [{ retryable: true }, false],
    [{ code: 7, retryable: true }, false],
    [{ code: 'c', retryable: 'no' }, false],
    [new Error('m'), false],
    ['text', false],
    [null, false],
  ])('are known by their fields: %j is one: %s', (value, isOne) => {
    expect(isVideoTaskError(value)).toBe(isOne)
  })

  it('name what a timeout was for, without its query', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    onTestFinished(() => void vi.useRealTimers())
    const client = createVideoClient({
      ...{ baseURL: '/api/v1?key=1', timeout: 5_000 },
      fetch: (_, init) =>
        new Promise((__, reject) =>
          init?.signal?.addEventListener('abort', () => reject(init.signal?.reason)),
        ),
    })
    const error = errorOf(() => client.retrieve('a'))
    await vi.advanceTimersByTimeAsync(5_000)
    expect(await error).toMatchObject({
      ...{
        code: 'timeout',
        message: 'No complete response from /api/v1/videos/a in 5 s.',
        retryable: true,
      },
    })
  })
})
