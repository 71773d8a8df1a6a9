import fc from 'fast-check'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { createVideoClient, VideoTaskError } from 'react-video-task/client'
import { errorOf } from '../../support/errorOf.js'
// Private: what reads errors loads at its first use.
import * as lazyCode from '../../../src/core/client/lazyCode.js'

const clientOf = (answer: () => Response) =>
  createVideoClient({ baseURL: '/api/v1', fetch: () => Promise.resolve(answer()) })
const pollError = (answer: () => Response) => errorOf(() => clientOf(answer).retrieve('a'))
const json =
  (status: number, body: unknown, headers: HeadersInit = {}) =>
  () =>
    Response.json(body, { status, headers })

it('keeps the status and the wait of an error answer where what reads it does not load', async () => {
  const load = vi.spyOn(lazyCode, 'loadAnswers').mockRejectedValue(new Error('no such file'))
  onTestFinished(() => load.mockRestore())
  const error = await pollError(json(429, { error: { message: 'm' } }, { 'retry-after': '7' }))
  expect(error).toMatchObject({
    name: 'VideoNetworkError',
    code: 'network_error',
    message: '/api/v1/videos/a answered 429: no such file',
    status: 429,
    retryAfter: 7_000,
    retryable: true,
  })
})

/** Literal, so that a mistake in the library's own table fails. */
const RETRYABLE = [408, 425, 429, 500, 502, 503, 504, 506, 507, 520, 522, 524, 525, 526, 529, 530, 599]
const FINAL = [400, 401, 402, 403, 405, 409, 410, 413, 415, 418, 422, 451, 501, 505]

describe('retryable of a failed retrieve', () => {
  it.each(RETRYABLE)('is true for %d with any body', async (status) => {
    for (const body of [
      { error: { message: 'm', code: 'c' } },
      { code: 'c', message: 'm', data: null },
      'text',
      {},
    ]) {
      expect(await pollError(json(status, body))).toMatchObject({
        name: 'VideoApiError',
        status,
        retryable: true,
      })
    }
    for (const text of ['', '<html>bad gateway</html>', '{"error":{"mess', 'upstream connect error']) {
      expect(await pollError(() => new Response(text, { status }))).toMatchObject({
        status,
        retryable: true,
        body: text,
      })
    }
  })

  it.each(FINAL)('is false for %d', async (status) => {
    expect(await pollError(json(status, { error: { message: 'm' } }))).toMatchObject({
      status,
      retryable: false,
    })
    expect(await pollError(() => new Response('<html>', { status }))).toMatchObject({
      status,
      retryable: false,
    })
  })

  it.each<[number, object]>([
    [500, { error: { message: 'm', type: 'new_api_error', code: 'invalid_request' } }],
    [500, { code: 'invalid_request', message: 'm', data: null }],
    [503, { error: { message: 'No available channel (request id: r)', code: 'model_not_found' } }],
    [503, { code: 'model_not_found', message: 'm' }],
  ])('is false for %d with the final code of %j', async (status, body) => {
    expect(await pollError(json(status, body))).toMatchObject({ status, retryable: false })
  })

  it.each<[number, object, string]>([
    [404, { error: { message: 'm', code: 'not_found' } }, 'not_found'],
    [404, {}, 'http_404'],
    [400, { code: 'task_not_exist', message: 'task_not_exist', data: null }, 'task_not_exist'],
  ])(
    'is false for an unknown id, which the polling policy finds by status and code: %d %j',
    async (status, body, code) => {
      expect(await pollError(json(status, body))).toMatchObject({ status, code, retryable: false })
    },
  )

  it.each([301, 302, 303, 307, 308])(
    'is false for a %d redirect, and the message names baseURL',
    async (status) => {
      const error = await pollError(
        () => new Response(null, { status, headers: { location: 'https://a.b/login' } }),
      )
      expect(error).toMatchObject({ code: 'wrong_base_url', retryable: false, status })
      expect(String(error)).toContain('baseURL')
    },
  )

  it.each([200, 201, 202, 404])(
    'is false for HTML with a %d, and the message names baseURL',
    async (status) => {
      for (const html of ['<!doctype html>', '\n <html>', '\ufeff<html>']) {
        const error = await pollError(
          () => new Response(html, { status, headers: { 'content-type': 'text/html' } }),
        )
        expect(error).toMatchObject({
          code: 'wrong_base_url',
          retryable: false,
          status,
          body: html.replace('\ufeff', ''),
        })
        expect(String(error)).toContain('baseURL')
      }
    },
  )

  it.each(['', '   ', '{"id":"a","sta', 'ok', '[1', '{"id":"a"}{"id":"a"}'])(
    'is true for a 200 with the invalid body %j',
    async (text) => {
      expect(await pollError(() => new Response(text))).toMatchObject({
        code: 'invalid_json',
        retryable: true,
        status: 200,
      })
    },
  )

  it('is true for a network failure', async () => {
    const error = await pollError(() => {
      throw new TypeError('Failed to fetch')
    })
    expect(error).toMatchObject({ name: 'VideoNetworkError', code: 'network_error', retryable: true })
  })

  it('depends only on the status and two codes, whatever else the body says', async () => {
    const body = fc.oneof(fc.json(), fc.string(), fc.constantFrom('{"error":"429"}', '{"code":503}'))
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 400, max: 599 }), body, async (status, text) => {
        const error = await pollError(() => new Response(text, { status }))
        expect(error).toBeInstanceOf(VideoTaskError)
        const passes = status >= 500 ? ![501, 505].includes(status) : RETRYABLE.includes(status)
        expect(error).toMatchObject({ status, retryable: passes })
      }),
      { numRuns: 500 },
    )
  })
})

describe('a create', () => {
  it.each([...RETRYABLE, 400, 401, 403, 404, 413, 422, 501, 302, 200])(
    'is sent once when the response is %d',
    async (status) => {
      let sent = 0
      const client = clientOf(() => {
        sent += 1
        return new Response(status === 302 ? null : '{"error":"m"}', { status })
      })
      expect(await errorOf(() => client.create({ model: 'wan2.6', prompt: 'a fox' }))).toBeInstanceOf(
        VideoTaskError,
      )
      expect(sent).toBe(1)
    },
  )

  it.each([200, 201, 202])('is read from a %d response', async (status) => {
    const client = clientOf(json(status, { id: 'a', status: 'queued', progress: 0 }))
    expect(await client.create({ model: 'wan2.6', prompt: 'a fox' })).toMatchObject({
      id: 'a',
      status: 'queued',
    })
  })
})

describe('a VideoApiError', () => {
  it.each<[object | string, object]>([
    [
      { error: { message: 'm (request id: r1)', type: 't', param: 'p', code: 'c' } },
      { detail: 'm', type: 't', param: 'p', code: 'c', requestId: 'r1' },
    ],
    [
      { error: { message: 'm', type: 't', param: null, code: null } },
      { detail: 'm', type: 't', param: undefined, code: 'http_422' },
    ],
    [
      { code: 'c', message: 'm', data: null },
      { detail: 'm', code: 'c' },
    ],
    [{ error: 'text' }, { detail: 'text' }],
    [{ detail: 'text' }, { detail: 'text' }],
    [
      { detail: [{ loc: ['body', 'prompt'], msg: 'Field required', type: 'missing' }] },
      { detail: 'Field required', type: 'missing', param: 'prompt' },
    ],
    [{ detail: { message: 'text', code: 'c' } }, { detail: 'text', code: 'c' }],
    [{ message: 'text' }, { detail: 'text' }],
    [{ msg: 'text' }, { detail: 'text' }],
    [{ request_id: 'r2', code: 'c', message: 'm' }, { requestId: 'r2' }],
    [{ error: { message: '{"error":{"message":"deep","code":"c"}}' } }, { detail: 'deep', code: 'c' }],
    ['plain text', { detail: 'plain text' }],
    ['<html>page</html>', { detail: undefined, code: 'http_422' }],
    ['', { detail: undefined, requestId: 'header' }],
    ['{"error":{"mess', { detail: '{"error":{"mess' }],
  ])('has the details of the body %j', async (body, expected) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    const headers = { 'x-oneapi-request-id': 'header' }
    const error = await pollError(() => new Response(text, { status: 422, headers }))
    expect(error).toMatchObject({ status: 422, requestId: 'header', body, ...expected })
    expect(String(error)).not.toContain('request id')
  })
})
