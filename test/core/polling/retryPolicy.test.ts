import { afterEach, describe, expect, it, vi } from 'vitest'
import {
  VideoApiError,
  VideoNetworkError,
  VideoResponseError,
  type VideoTask,
  VideoTaskError,
} from 'react-video-task/client'
// Private: watches of every kind decide by them what comes after a failed poll.
import { failPoll, type FailedPoll } from '../../../src/core/polling/failedPoll.js'
import {
  isKeyLimit,
  isUnknownTask,
  keyWaitOf,
  retryAfterOf,
  retryWait,
} from '../../../src/core/polling/retryPolicy.js'
import { errorOf } from '../../support/errorOf.js'

afterEach(() => void vi.useRealTimers())

const api = (status: number, code?: string, retryAfter?: number) =>
  new VideoApiError({ status, code, retryAfter })

describe('the wait after failed polls in a row', () => {
  it('doubles from 2 s up to 60 s', () => {
    const waits = [1, 2, 3, 4, 5, 6, 7].map((attempt) => retryWait(api(503), attempt))
    expect(waits.map((wait) => wait?.delay)).toEqual([2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000])
    expect(new Set(waits.map((wait) => wait?.reason))).toEqual(new Set(['retry']))
  })

  it('is counted by the error itself, else from the first one', () => {
    expect(retryWait(Object.assign(api(503), { attempt: 3 }))?.delay).toBe(8_000)
    expect(retryWait(api(503))?.delay).toBe(2_000)
    expect(retryWait(new Error('of another kind'))).toEqual({ delay: 2_000, reason: 'retry' })
  })

  it('is none after an error that is final', () => {
    for (const error of [api(400), api(401), new VideoTaskError('m', { code: 'invalid_id' })]) {
      expect(retryWait(error, 1)).toBeUndefined()
    }
  })

  it.each<[string, Error]>([
    ['a 404', api(404)],
    ['the code of it', api(400, 'task_not_exist')],
  ])('after %s ends with the fourth attempt', (_, error) => {
    expect(retryWait(error, 4)).toEqual({ delay: 16_000, reason: 'fresh' })
    expect(retryWait(error, 5)).toBeUndefined()
  })
})

it.each<[string, unknown, boolean]>([
  ['a 404 of the API', api(404), true],
  ['a code', api(400, 'task_not_exist'), true],
  ['a page with a 404', new VideoResponseError('m', { code: 'wrong_base_url', status: 404 }), false],
  ['another status', api(410), false],
  ['a failed connection', new VideoNetworkError('m', { code: 'network_error' }), false],
  ['anything else', { status: 404 }, false],
])('an unknown task is what %s says', (_, error, isUnknown) => {
  expect(isUnknownTask(error)).toBe(isUnknown)
})

describe('a wait that the server asks for', () => {
  it('is at most 10 minutes', () => {
    expect([1, 600_000, 600_001].map((ms) => retryAfterOf(api(500, 'c', ms)))).toEqual([1, 600_000, 600_000])
    expect([api(500), new Error('m'), null].map(retryAfterOf)).toEqual([0, 0, 0])
  })

  it('is about the key with a 429 and a 503 alone', () => {
    expect([429, 503, 408, 500, 502, undefined].map(isKeyLimit)).toEqual([
      ...[true, true, false, false, false, false],
    ])
    expect([429, 503, 500].map((status) => keyWaitOf(api(status, 'c', 7)))).toEqual([7, 7, 0])
    expect(keyWaitOf({ status: 429, retryAfter: 7 })).toBe(0)
  })
})

describe('a poll that fails', () => {
  const MINUTE = 60_000
  const setup = (rest: Partial<FailedPoll> = {}) => {
    vi.useFakeTimers({ toFake: ['Date'], now: 1_000_000_000_000 })
    const poll: FailedPoll = {
      ...{ query: {}, known: () => undefined, deadline: 30 * MINUTE, failedRequests: 1 },
      ...{ lastPolled: Date.now(), ...rest },
    }
    /** Fails after some time, of which nothing was missed. */
    return async (cause: VideoTaskError, ms = 0, more: Partial<FailedPoll> = {}) => {
      vi.setSystemTime(Date.now() + ms)
      return errorOf(() => failPoll({ ...poll, lastPolled: Date.now() - 1_000, ...more }, cause))
    }
  }

  it('is counted apart for an id that is not known', async () => {
    const fail = setup()
    const attempts: unknown[] = []
    for (const status of [503, 503, 404, 404, 503]) attempts.push(await fail(api(status)))
    expect(attempts).toMatchObject([1, 2, 1, 2, 1].map((attempt) => ({ attempt })))
  })

  it('counts the requests that failed in it, at least one', async () => {
    const fail = setup()
    expect(await fail(api(503), 0, { failedRequests: 3 })).toMatchObject({ attempt: 3 })
    expect(await fail(api(503), 0, { failedRequests: 0 })).toMatchObject({ attempt: 4 })
  })

  it('ends with the deadline, which a gap between two polls restarts', async () => {
    const fail = setup()
    await fail(api(503))
    expect(await fail(api(503), 30 * MINUTE - 1)).toMatchObject({ code: 'http_503', attempt: 2 })
    expect(await fail(api(503), 1)).toMatchObject({
      ...{ code: 'stalled', retryable: false, cause: { status: 503, attempt: 3 } },
      message: 'No successful response in 30 min. Last error: The video API answered 503',
    })
    const slept = { lastPolled: Date.now() - 10 * MINUTE }
    expect(await fail(api(503), 1, slept)).toMatchObject({ code: 'http_503', attempt: 4 })
    expect(await fail(api(400), 31 * MINUTE)).toMatchObject({ code: 'http_400', attempt: 5 })
  })

  it('stalls the task that is known by then', () => {
    vi.useFakeTimers({ toFake: ['Date'], now: 1_000_000_000_000 })
    const now = Date.now()
    const observed = { first_seen: 1, highest_progress: 5, last_change: 1, watched_from: 1 }
    const task: VideoTask = { id: 'a', object: 'video', status: 'in_progress', progress: 5, observed }
    const poll = { query: {}, known: () => task, deadline: 0, lastPolled: now, failedRequests: 1 }
    expect(failPoll(poll, api(503))).toEqual({ ...task, observed: { ...observed, stalled: now } })
  })
})
