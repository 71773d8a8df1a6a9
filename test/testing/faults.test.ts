import { describe, expect, it } from 'vitest'
import { createVideoClient, VideoTaskError } from 'react-video-task/client'
import type { FaultName, ScenarioName } from 'react-video-task/testing'
import { errorOf } from '../support/errorOf.js'
import { BASE, createTestApi, KEY } from './support/createTestApi.js'
import { createTestTask } from './support/createTestTask.js'

/** The response of each fault, and whether the library polls again after it. */
const rows: [FaultName, { status: number; body: string | RegExp; isTransient: boolean }][] = [
  ['408', { status: 408, body: /"code":"request_timeout"/, isTransient: true }],
  ['425', { status: 425, body: '{"message":"Too Early"}', isTransient: true }],
  [
    '429',
    { status: 429, body: /"type":"rate_limit_error".*"code":"rate_limit_exceeded"/, isTransient: true },
  ],
  [
    '429-retry-after',
    { status: 429, body: /"type":"rate_limit_error".*"code":"rate_limit_exceeded"/, isTransient: true },
  ],
  [
    '429-retry-date',
    { status: 429, body: /"type":"rate_limit_error".*"code":"rate_limit_exceeded"/, isTransient: true },
  ],
  [
    '429-reset',
    { status: 429, body: /"type":"rate_limit_error".*"code":"rate_limit_exceeded"/, isTransient: true },
  ],
  ['500', { status: 500, body: /"code":"internal_server_error"/, isTransient: true }],
  [
    '500-flat',
    { status: 500, body: /^\{"code":"get_channel_failed","message":".*","data":null\}$/, isTransient: true },
  ],
  ['500-text', { status: 500, body: '{"error":"upstream error: do request failed"}', isTransient: true }],
  ['500-detail', { status: 500, body: '{"detail":"Internal Server Error"}', isTransient: true }],
  ['500-message', { status: 500, body: '{"message":"An error occurred"}', isTransient: true }],
  ['500-cut-json', { status: 500, body: '{"error":{"message":"The upstr', isTransient: true }],
  ['502', { status: 502, body: /^<html>[^]*502 Bad Gateway/, isTransient: true }],
  ['503', { status: 503, body: /"code":"system_overloaded"/, isTransient: true }],
  ['503-empty', { status: 503, body: '', isTransient: true }],
  ['504', { status: 504, body: 'upstream request timeout', isTransient: true }],
  ...([520, 521, 522, 523, 524] as const).map(
    (status): [FaultName, { status: number; body: RegExp; isTransient: boolean }] => [
      `${status}`,
      { status, body: new RegExp(`^<!DOCTYPE html>[^]*Error code ${status}`), isTransient: true },
    ],
  ),
  ['200-empty', { status: 200, body: '', isTransient: true }],
  ['200-cut-json', { status: 200, body: /^\{"id":"task_example"[^}]*$/, isTransient: true }],
  ['301', { status: 301, body: '', isTransient: false }],
  ['302', { status: 302, body: '', isTransient: false }],
  ['400', { status: 400, body: /"code":"invalid_request"/, isTransient: false }],
  [
    '400-task-not-exist',
    { status: 400, body: /^\{"code":"task_not_exist",.*"data":null\}$/, isTransient: false },
  ],
  ['401', { status: 401, body: /"code":"invalid_api_key"/, isTransient: false }],
  ['402', { status: 402, body: /"type":"insufficient_quota"/, isTransient: false }],
  ['403', { status: 403, body: /has no access to model/, isTransient: false }],
  ['404', { status: 404, body: /"code":"not_found"/, isTransient: false }],
  ['413', { status: 413, body: /^<html>[^]*413 Request Entity Too Large/, isTransient: false }],
  ['422', { status: 422, body: /^\{"detail":\[\{"loc"/, isTransient: false }],
  ['500-invalid-request', { status: 500, body: /"code":"invalid_request"/, isTransient: false }],
  ['501', { status: 501, body: '{"error":"not implemented"}', isTransient: false }],
  ['503-model-not-found', { status: 503, body: /under group default \(distributor\)/, isTransient: false }],
  ['200-error', { status: 200, body: /^\{"code":"invalid_api_key"/, isTransient: false }],
  ['200-html', { status: 200, body: /^<!doctype html>/, isTransient: false }],
]

const matching = (body: string | RegExp) => (typeof body === 'string' ? body : expect.stringMatching(body))

describe.each(rows)('the fault %s', (name, { status, body, isTransient }) => {
  it('is the response to a poll, and the library classifies it as retryable or not', async () => {
    const { poll, client, id } = createTestTask(`poll-${name}`)
    const response = await poll()
    expect(response.status).toBe(status)
    expect(await response.text()).toEqual(matching(body))
    const error = await errorOf(() => client.retrieve(id))
    expect(error).toBeInstanceOf(VideoTaskError)
    expect(error).toMatchObject({ retryable: isTransient })
  })

  it(isTransient ? 'hits two polls, then the task is returned' : 'hits every poll', async () => {
    const { poll } = createTestTask(`poll-${name}`)
    for (let count = 0; count < 2; count++) await poll()
    const third = await poll()
    expect(third.status).toBe(isTransient ? 200 : status)
    if (isTransient) expect(await third.json()).toMatchObject({ id: 'task_watched', status: 'queued' })
  })

  it('is the response to a create, which makes no task', async () => {
    const { create, emulator } = createTestApi()
    const response = await create({ model: 'wan2.6', prompt: `A lake [create-${name}]` })
    expect(response.status).toBe(status)
    expect(await response.text()).toEqual(matching(body))
    expect(emulator.tasks).toEqual([])
  })

  it('is the response to a download, and the file URL still works', async () => {
    const { clock, content, poll, emulator } = createTestTask(`content-${name}`)
    clock.advance(20_000)
    expect((await content()).status).toBe(status)
    const { video_url } = await (await poll()).json()
    expect((await emulator.fetch(video_url)).status).toBe(200)
  })
})

describe('a fault without a task in its body', () => {
  it.each<[ScenarioName, object]>([
    ['poll-200-no-status', { request_id: expect.stringMatching(/^\w{24}$/) }],
    ['poll-200-null-data', { code: 'success', message: '', data: null }],
  ])('%s is parsed by the library as a queued task, twice', async (name, body) => {
    const { poll, taskAt } = createTestTask(name)
    expect(await (await poll()).json()).toEqual(body)
    expect((await taskAt(20_000)).status).toBe('queued')
    expect((await taskAt(20_000)).status).toBe('completed')
  })
})

describe('the headers of faults', () => {
  it.each<[ScenarioName, string | null]>([
    ['poll-429', null],
    ['poll-429-retry-after', '7'],
    ['poll-429-retry-date', 'Thu, 28 May 2026 03:15:59 GMT'],
    ['poll-429-reset', null],
  ])('%s sends Retry-After: %s', async (name, expected) => {
    expect((await createTestTask(name).poll()).headers.get('retry-after')).toBe(expected)
  })

  it('429-reset sends RateLimit-Reset, which the library reads as a wait', async () => {
    const { clock, emulator } = createTestApi({ scenario: 'poll-429-reset' })
    const { id } = emulator.addTask()
    clock.advance(1000)
    const client = createVideoClient({ baseURL: BASE, apiKey: KEY, fetch: emulator.fetch })
    expect(await errorOf(() => client.retrieve(id))).toMatchObject({ status: 429, retryAfter: 7_000 })
  })

  it('wait-hint sends openai-poll-after-ms, which the library returns as poll_after', async () => {
    const { poll, taskAt } = createTestTask('poll-wait-hint')
    expect((await poll()).headers.get('openai-poll-after-ms')).toBe('7000')
    expect(await taskAt(0)).toMatchObject({ poll_after: 7000 })
  })

  it('500 has a new request id in each response, the same in header and message', async () => {
    const { poll } = createTestTask('poll-500')
    const seen = new Set<string | null>()
    for (let count = 0; count < 2; count++) {
      const response = await poll()
      const requestId = response.headers.get('x-request-id')
      expect((await response.json()).error.message).toMatch(new RegExp(`\\(request id: ${requestId}\\)$`))
      seen.add(requestId)
    }
    expect(seen.size).toBe(2)
  })

  it.each<[FaultName, string | null]>([
    ['502', 'text/html; charset=utf-8'],
    ['500-flat', 'application/json; charset=utf-8'],
    ['504', 'text/plain'],
    ['503-empty', null],
    ['text-plain', 'text/plain; charset=utf-8'],
  ])('%s has the content type %s', async (name, type) => {
    expect((await createTestTask(`poll-${name}`).poll()).headers.get('content-type')).toBe(type)
  })

  it('text-plain is parsed by the library like JSON', async () => {
    expect(await createTestTask('poll-text-plain').taskAt(20_000)).toMatchObject({ status: 'completed' })
  })
})
