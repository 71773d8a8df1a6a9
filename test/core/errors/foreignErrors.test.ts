import { describe, expect, it } from 'vitest'
import { VideoApiError, VideoNetworkError, VideoResponseError, VideoTaskError } from 'react-video-task/client'
// Private: polls and hooks bring with them what a client of the app throws into one form.
import { toVideoTaskError, unsupportedCall, withAttempt } from '../../../src/core/errors/VideoTaskError.js'

const api = new VideoApiError({
  ...{ status: 503, code: 'c', type: 't', param: 'p', requestId: 'r', retryAfter: 7 },
  ...{ message: 'No', body: { a: 1 }, source: 'proxy' },
})

describe('what a client of the app throws', () => {
  it('stays as it is where it is an error of this library', () => {
    for (const error of [
      api,
      new VideoTaskError('m', { code: 'c' }),
      new VideoNetworkError('m', { code: 'timeout' }),
      new VideoResponseError('m', { code: 'invalid_json', status: 200, body: 'b' }),
    ]) {
      expect(toVideoTaskError(error)).toBe(error)
    }
  })

  it('keeps its fields where it comes from JSON', () => {
    const restored: unknown = JSON.parse(JSON.stringify(api))
    const error = toVideoTaskError(restored)
    expect(error).toBeInstanceOf(VideoTaskError)
    expect(error.toJSON()).toEqual(api.toJSON())
    expect(error.cause).toBe(restored)
  })

  it.each([
    [new TypeError('fetch failed'), 'fetch failed'],
    ['down', 'down'],
    [undefined, 'undefined'],
    [{ code: 'ECONNRESET' }, '[object Object]'],
  ])('can be tried again otherwise: %s', (thrown, message) => {
    const error = toVideoTaskError(thrown)
    expect(error).toMatchObject({ name: 'VideoTaskError', message, code: 'unknown', retryable: true })
    expect(error.cause).toBe(thrown)
  })
})

describe('the copy of an error that counts failed polls', () => {
  it('has all that the error has, whose own count does not change', () => {
    const copy = withAttempt(api, 3)
    expect(copy).toBeInstanceOf(VideoApiError)
    expect(copy.toJSON()).toEqual({ ...api.toJSON(), attempt: 3 })
    expect(copy.stack).toBe(api.stack)
    expect(api).not.toHaveProperty('attempt')
  })

  it('keeps the cause of a failed connection', () => {
    const cause = new TypeError('fetch failed')
    const error = new VideoNetworkError('m', { code: 'network_error', cause })
    expect(withAttempt(error, 1)).toMatchObject({ ...error.toJSON(), attempt: 1, cause })
  })
})

it('an error is written with all of its fields, the message included', () => {
  expect(JSON.parse(JSON.stringify(new VideoTaskError('m', { code: 'c' })))).toEqual({
    ...{ name: 'VideoTaskError', message: 'm', code: 'c', retryable: false },
  })
})

it.each(['remix', 'list', 'delete', 'share'] as const)('a client without %s says so', (name) => {
  expect(unsupportedCall(name)).toMatchObject({
    ...{ message: `This client has no method '${name}'.`, code: 'unsupported_call', retryable: false },
  })
})

it.each<[number, string | undefined, boolean]>([
  [200, undefined, true],
  [299, undefined, true],
  [400, undefined, false],
  [404, undefined, false],
  [408, undefined, true],
  [425, undefined, true],
  [429, undefined, true],
  [500, undefined, true],
  [500, 'invalid_request', false],
  [501, undefined, false],
  [503, 'model_not_found', false],
  [503, 'overloaded', true],
  [505, undefined, false],
  [599, undefined, true],
])('a poll that is answered %d %s can succeed later: %s', (status, code, retryable) => {
  expect(new VideoApiError({ status, code }).retryable).toBe(retryable)
  expect(new VideoApiError({ status, code, retryable: !retryable }).retryable).toBe(!retryable)
})
