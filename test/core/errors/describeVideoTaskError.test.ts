import { describe, expect, it } from 'vitest'
import { VideoApiError, VideoNetworkError, VideoResponseError, VideoTaskError } from 'react-video-task/client'
import { chineseErrorMessages, describeVideoTaskError, englishErrorMessages } from 'react-video-task/messages'

const api = (status: number, code?: string, type?: string) => new VideoApiError({ status, code, type })
const kindOf = (error: Parameters<typeof describeVideoTaskError>[0]) => describeVideoTaskError(error).kind

describe('the kind of a VideoApiError, by code before status', () => {
  it.each<[string, [number, string?, string?][]]>([
    [
      'moderation',
      [
        [400, 'content_policy_violation'],
        [400, 'moderation_blocked'],
        [400, 'InputTextSensitiveContentDetected'],
        [400, 'DataInspectionFailed'],
        [500, 'sensitive_words_detected'],
        [400, 'content_filter'],
        [200, '1026'],
        [451],
      ],
    ],
    [
      'quota',
      [
        [403, 'insufficient_user_quota'],
        [429, 'insufficient_quota'],
        [402],
        [400, 'Arrearage'],
        [403, 'AccountOverdueError'],
        [200, '1008'],
        [400, 'CreditInsufficient'],
        [403, 'pre_consume_token_quota_failed'],
      ],
    ],
    [
      'sign_in',
      [
        [401],
        [400, 'InvalidApiKey'],
        [401, 'invalid_api_key', 'invalid_request_error'],
        [200, undefined, 'authentication_error'],
        [403, 'token_expired'],
      ],
    ],
    ['forbidden', [[403], [400, 'AccessDenied'], [403, 'permission_denied']]],
    [
      'model_unavailable',
      [
        [503, 'model_not_found'],
        [404, 'ModelNotOpen'],
        [400, 'ModelUnavailable'],
        [500, 'get_channel_failed'],
        [404, 'InvalidEndpointOrModel.NotFound'],
        [501],
      ],
    ],
    ['unknown_task', [[404], [400, 'task_not_exist'], [404, 'video_not_found']]],
    ['expired', [[410], [404, 'video_expired']]],
    [
      'rate_limit',
      [[429], [429, 'rate_limit_exceeded'], [400, 'Throttling.RateQuota'], [429, 'RequestBurstTooFast']],
    ],
    ['timeout', [[408], [504], [524]]],
    ['invalid_request', [[400], [413], [422], [500, 'invalid_request'], [400, 'MissingParameter']]],
    ['busy', [[500], [502], [503], [520], [503, 'overloaded_error'], [425]]],
    ['unknown', [[418], [200, 'whatever']]],
  ])('is %s', (kind, answers) => {
    for (const [status, code, type] of answers) {
      expect([status, code, kindOf(api(status, code, type))]).toEqual([status, code, kind])
    }
  })
})

it('the kind of a poll’s 404 is an unknown task, whatever its code', () => {
  const polled = (status: number) => Object.assign(api(status, 'model_not_found'), { attempt: 1 })
  expect([404, 503].map((status) => kindOf(polled(status)))).toEqual(['unknown_task', 'model_unavailable'])
  expect(kindOf(api(404, 'model_not_found'))).toBe('model_unavailable')
})

describe('the kind of any other error', () => {
  it.each<[string, Error]>([
    ['network', new VideoNetworkError('m', { code: 'network_error' })],
    ['timeout', new VideoNetworkError('m', { code: 'timeout' })],
    ['wrong_base_url', new VideoResponseError('m', { code: 'wrong_base_url' })],
    ['wrong_base_url', new VideoTaskError('m', { code: 'invalid_base_url' })],
    ['unreadable', new VideoResponseError('m', { code: 'invalid_json' })],
    ['unreadable', new VideoResponseError('m', { code: 'invalid_body' })],
    ['unreadable', new VideoResponseError('m', { code: 'invalid_content' })],
    ['unreadable', new VideoResponseError('m', { code: 'missing_id' })],
    ['unknown_task', new VideoTaskError('m', { code: 'invalid_id' })],
    ['invalid_request', new VideoTaskError('m', { code: 'invalid_params' })],
    ...['api_key_in_browser', 'missing_provider', 'missing_query_client', 'missing_registry'].map(
      (code): [string, Error] => ['unknown', new VideoTaskError('m', { code })],
    ),
    ['unknown', new VideoTaskError('m', { code: 'unknown' })],
    ['unknown', new TypeError('quota moderation 401')],
    // As an error of another realm, such as that of a frame or a worker.
    ['unknown', { name: 'TypeError', message: 'quota', stack: 'TypeError: quota' }],
  ])('is %s for %s', (kind, error) => {
    expect(kindOf(error)).toBe(kind)
  })

  it('of a failed task comes from its code or type, else it is failed', () => {
    expect(kindOf({ code: 'SAFETY.INPUT.TEXT', message: 'm' })).toBe('moderation')
    expect(kindOf({ code: 'OutputVideoSensitiveContentDetected' })).toBe('moderation')
    expect(kindOf({ code: 'Prompt was blocked by moderation' })).toBe('moderation')
    expect(kindOf({ code: 'c', type: 'content_policy_violation' })).toBe('moderation')
    expect(kindOf({ code: 'InternalError.Timeout' })).toBe('timeout')
    // Some gateways put the code where the message belongs.
    expect(kindOf({ message: 'content_policy_violation' })).toBe('moderation')
    for (const failure of [
      {},
      undefined,
      null,
      { message: 'moderation quota 401' },
      { code: 'INTERNAL.BAD_OUTPUT.CODE01' },
      { code: 'Prompt was blocked by our moderation' },
    ]) {
      expect(kindOf(failure)).toBe('failed')
    }
  })
})

describe('the error messages', () => {
  const all = [englishErrorMessages, chineseErrorMessages]

  it('cover every kind in every language, in calm full sentences', () => {
    const [english, chinese] = all.map((language) => Object.keys(language).sort())
    expect(chinese).toEqual(english)
    for (const { title, action } of all.flatMap((language) => Object.values(language))) {
      for (const text of [title, action]) {
        expect(text).toMatch(/[.。]$/)
        expect(text).not.toMatch(/[!！]|oops|sorry|please|channel|group|error/i)
      }
    }
    for (const { title } of Object.values(englishErrorMessages))
      expect(title.slice(1)).toBe(title.slice(1).toLowerCase())
  })

  it('come in another language, or replaced for some kinds', () => {
    expect(describeVideoTaskError(api(429), chineseErrorMessages).title).toBe(
      chineseErrorMessages.rate_limit.title,
    )
    const mine = { quota: { title: 'No credits left.', action: 'Buy some under Settings.' } }
    expect(describeVideoTaskError(api(402), mine)).toEqual({ kind: 'quota', ...mine.quota })
    expect(describeVideoTaskError(api(401), mine)).toEqual({
      kind: 'sign_in',
      ...englishErrorMessages.sign_in,
    })
  })

  it('are the app’s own by the code of its refusals, which are no kinds', () => {
    const words = {
      daily_limit: { title: 'That was the last video of today.', action: 'Upgrade for more.' },
      failed: { title: 'Not made.', action: 'Edit it.' },
    }
    const refusal = new VideoApiError({ status: 429, code: 'daily_limit', retryAfter: 36_000_000 })
    expect(describeVideoTaskError(refusal, words)).toEqual({
      kind: 'rate_limit',
      ...words.daily_limit,
      code: 'daily_limit',
      retryAfter: 36_000_000,
    })
    const failure = { code: 'daily_limit', message: 'no' }
    expect(describeVideoTaskError(failure, words)).toMatchObject({ ...words.daily_limit, kind: 'failed' })
    // The name of a kind says nothing about an error of another kind.
    expect(describeVideoTaskError(api(503, 'failed'), words)).toEqual({
      kind: 'busy',
      ...englishErrorMessages.busy,
    })
    for (const code of ['toString', 'constructor', '__proto__']) {
      expect(describeVideoTaskError(api(402, code), words)).toEqual({
        kind: 'quota',
        ...englishErrorMessages.quota,
      })
    }
  })

  it('come with the wait that the server asks for, uncut', () => {
    expect(describeVideoTaskError(new VideoApiError({ status: 429, retryAfter: 86_400_000 }))).toEqual({
      kind: 'rate_limit',
      ...englishErrorMessages.rate_limit,
      retryAfter: 86_400_000,
    })
    expect(describeVideoTaskError(api(429))).not.toHaveProperty('retryAfter')
  })

  it('never contain the text of the provider, whose body and request id stay available', () => {
    const body = { error: { message: 'No channel for model in group default (request id: r9)' } }
    const error = new VideoApiError({
      status: 503,
      message: 'No channel in group default',
      requestId: 'r9',
      body,
    })
    const said = describeVideoTaskError(error)
    expect(said).toEqual({ kind: 'busy', ...englishErrorMessages.busy, requestId: 'r9' })
    expect(error.body).toBe(body)
    expect(describeVideoTaskError({ message: 'group default', request_id: 'r8' })).toEqual({
      kind: 'failed',
      ...englishErrorMessages.failed,
      requestId: 'r8',
    })
    expect(describeVideoTaskError(api(500))).not.toHaveProperty('requestId')
  })
})
