import { describe, expect, it } from 'vitest'
import { VideoTaskError } from 'react-video-task/client'
import type { FaultName, ScenarioName } from 'react-video-task/testing'
import { errorOf } from '../../support/errorOf.js'
import { createVendor } from '../support/createVendor.js'
import { createWatched } from '../support/createWatched.js'

/** Section 3 of the wire page: what goes over it, and whether polling goes on after it. */
const rows: [FaultName, { status: number; body: string | RegExp; goesOn: boolean }][] = [
  ['408', { status: 408, body: /"code":"request_timeout"/, goesOn: true }],
  ['425', { status: 425, body: '{"message":"Too Early"}', goesOn: true }],
  ['429', { status: 429, body: /"type":"rate_limit_error"/, goesOn: true }],
  ['429-retry-after', { status: 429, body: /"type":"rate_limit_error"/, goesOn: true }],
  ['429-retry-date', { status: 429, body: /"type":"rate_limit_error"/, goesOn: true }],
  ['500', { status: 500, body: /"code":"internal_server_error"/, goesOn: true }],
  [
    '500-flat',
    { status: 500, body: /^\{"code":"get_channel_failed","message":".*","data":null\}$/, goesOn: true },
  ],
  ['500-text', { status: 500, body: '{"error":"upstream error: do request failed"}', goesOn: true }],
  ['500-detail', { status: 500, body: '{"detail":"Internal Server Error"}', goesOn: true }],
  ['500-message', { status: 500, body: '{"message":"An error occurred"}', goesOn: true }],
  ['500-cut-json', { status: 500, body: '{"error":{"message":"The upstr', goesOn: true }],
  ['502', { status: 502, body: /^<html>[^]*502 Bad Gateway/, goesOn: true }],
  ['503', { status: 503, body: /"code":"system_overloaded"/, goesOn: true }],
  ['503-empty', { status: 503, body: '', goesOn: true }],
  ['504', { status: 504, body: 'upstream request timeout', goesOn: true }],
  ...([520, 521, 522, 523, 524] as const).map(
    (status): [FaultName, { status: number; body: RegExp; goesOn: boolean }] => [
      `${status}`,
      { status, body: new RegExp(`^<!DOCTYPE html>[^]*Error code ${status}`), goesOn: true },
    ],
  ),
  ['200-empty', { status: 200, body: '', goesOn: true }],
  ['200-cut-json', { status: 200, body: /^\{"id":"task_example"[^}]*$/, goesOn: true }],
  ['301', { status: 301, body: '', goesOn: false }],
  ['302', { status: 302, body: '', goesOn: false }],
  ['400', { status: 400, body: /"code":"invalid_request"/, goesOn: false }],
  ['400-task-not-exist', { status: 400, body: /^\{"code":"task_not_exist",.*"data":null\}$/, goesOn: false }],
  ['401', { status: 401, body: /"code":"invalid_api_key"/, goesOn: false }],
  ['402', { status: 402, body: /"type":"insufficient_quota"/, goesOn: false }],
  ['403', { status: 403, body: /has no access to model/, goesOn: false }],
  ['404', { status: 404, body: /"code":"not_found"/, goesOn: false }],
  ['413', { status: 413, body: /^<html>[^]*413 Request Entity Too Large/, goesOn: false }],
  ['422', { status: 422, body: /^\{"detail":\[\{"loc"/, goesOn: false }],
  ['500-invalid-request', { status: 500, body: /"code":"invalid_request"/, goesOn: false }],
  ['501', { status: 501, body: '{"error":"not implemented"}', goesOn: false }],
  ['503-model-not-found', { status: 503, body: /under group default \(distributor\)/, goesOn: false }],
  ['200-error', { status: 200, body: /^\{"code":"invalid_api_key"/, goesOn: false }],
  ['200-html', { status: 200, body: /^<!doctype html>/, goesOn: false }],
]

const matching = (body: string | RegExp) => (typeof body === 'string' ? body : expect.stringMatching(body))

describe.each(rows)('the fault %s', (name, { status, body, goesOn }) => {
  it('answers a poll so, and the library judges it as the contract says', async () => {
    const { poll, client, id } = createWatched(`poll-${name}`)
    const response = await poll()
    expect(response.status).toBe(status)
    expect(await response.text()).toEqual(matching(body))
    const error = await errorOf(() => client.retrieve(id))
    expect(error).toBeInstanceOf(VideoTaskError)
    expect(error).toMatchObject({ retryable: goesOn })
  })

  it(goesOn ? 'hits two polls, and then the task is there' : 'hits every poll', async () => {
    const { poll } = createWatched(`poll-${name}`)
    for (let count = 0; count < 2; count++) await poll()
    const third = await poll()
    expect(third.status).toBe(goesOn ? 200 : status)
    if (goesOn) expect(await third.json()).toMatchObject({ id: 'task_watched', status: 'queued' })
  })

  it('answers a create so, makes no task, and leaves polls and downloads alone', async () => {
    const { create, emulator } = createVendor()
    const response = await create({ model: 'wan2.6', prompt: `A lake [create-${name}]` })
    expect(response.status).toBe(status)
    expect(await response.text()).toEqual(matching(body))
    expect(emulator.tasks).toEqual([])
  })

  it('answers a download so, and leaves the file alone', async () => {
    const { clock, content, poll, emulator } = createWatched(`content-${name}`)
    clock.advance(20_000)
    expect((await content()).status).toBe(status)
    const { video_url } = await (await poll()).json()
    expect((await emulator.fetch(video_url)).status).toBe(200)
  })
})

describe('an answer that holds no task', () => {
  it.each<[ScenarioName, object]>([
    ['poll-200-no-status', { request_id: expect.stringMatching(/^\w{24}$/) }],
    ['poll-200-null-data', { code: 'success', message: '', data: null }],
  ])('%s is a task in the queue to the library, twice', async (name, body) => {
    const { poll, taskAt } = createWatched(name)
    expect(await (await poll()).json()).toEqual(body)
    expect((await taskAt(20_000)).status).toBe('queued')
    expect((await taskAt(20_000)).status).toBe('completed')
  })
})

describe('what faults say of time and of themselves', () => {
  it.each<[ScenarioName, string | null]>([
    ['poll-429', null],
    ['poll-429-retry-after', '7'],
    ['poll-429-retry-date', 'Thu, 28 May 2026 03:15:59 GMT'],
  ])('%s has the Retry-After %s', async (name, expected) => {
    expect((await createWatched(name).poll()).headers.get('retry-after')).toBe(expected)
  })

  it('wait-hint asks for patience on good answers, which the library passes on', async () => {
    const { poll, taskAt } = createWatched('poll-wait-hint')
    expect((await poll()).headers.get('openai-poll-after-ms')).toBe('7000')
    expect(await taskAt(0)).toMatchObject({ poll_after: 7000 })
  })

  it('names one request id in header and message, another one each time', async () => {
    const { poll } = createWatched('poll-500')
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
    expect((await createWatched(`poll-${name}`).poll()).headers.get('content-type')).toBe(type)
  })

  it('text-plain is the task all the same', async () => {
    expect(await createWatched('poll-text-plain').taskAt(20_000)).toMatchObject({ status: 'completed' })
  })
})

describe('a fresh id', () => {
  it.each<[ScenarioName, number]>([
    ['fresh-id', 400],
    ['fresh-id-404', 404],
  ])('%s is unknown to three polls', async (name, status) => {
    const { poll } = createWatched(name)
    const statuses = []
    for (let count = 0; count < 4; count++) statuses.push((await poll()).status)
    expect(statuses).toEqual([status, status, status, 200])
  })

  it('fresh-id-10s is unknown for ten seconds, however often it is asked for', async () => {
    const { poll, clock } = createWatched('fresh-id-10s')
    for (let count = 0; count < 5; count++) expect((await poll()).status).toBe(400)
    clock.advance(9999)
    expect(await (await poll()).json()).toMatchObject({ code: 'task_not_exist' })
    clock.advance(1)
    expect((await poll()).status).toBe(200)
  })
})
