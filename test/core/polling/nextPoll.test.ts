import { describe, expect, it } from 'vitest'
import type { PollOptions, PollState, VideoTask, VideoTaskError } from 'react-video-task/client'
import {
  nextPoll,
  parseVideoTask,
  VideoApiError,
  VideoNetworkError,
  VideoResponseError,
} from 'react-video-task/client'
import { runningTask, START } from './support/runningTask.js'

/** The next poll after this many failures in a row. */
const after = (error: VideoTaskError, attempt = 1) =>
  nextPoll({ data: runningTask(), error: Object.assign(error, { attempt }) })
const api = (status: number, code?: string) => new VideoApiError({ status, code })

/** The next poll, this many ms after the task was first seen running. */
function pollAt(passed: number, data: VideoTask | undefined = runningTask(), options: PollOptions = {}) {
  return nextPoll({ data, error: null, dataUpdatedAt: START + passed }, {}, options)
}

const waitAt = (...args: Parameters<typeof pollAt>) => Number(pollAt(...args).delay)

describe('nextPoll after failures and at the end', () => {
  it.each(['completed', 'failed', 'error'] as const)(
    'ends polling when the task is %s, even after a failed poll',
    (status) => {
      const data = parseVideoTask({ id: 'a', status })
      expect(nextPoll({ data, error: null })).toEqual({ delay: false, reason: status })
      expect(nextPoll({ data, error: api(503) })).toEqual({ delay: false, reason: status })
    },
  )

  it('backs off from 2 s to 60 s, doubling with each failure in a row', () => {
    const about = { 1: 2_000, 2: 4_000, 3: 8_000, 4: 16_000, 5: 32_000, 6: 60_000, 7: 60_000, 50: 60_000 }
    for (const [attempt, expected] of Object.entries(about)) {
      const down = new VideoNetworkError('down', { code: 'network_error' })
      const { delay, reason } = after(down, Number(attempt))
      expect(reason).toBe('retry')
      expect(delay).toBeGreaterThanOrEqual(expected * 0.95)
      expect(delay).toBeLessThanOrEqual(expected * 1.05 + 1)
    }
  })

  it.each([408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524])(
    'keeps polling after a %d',
    (status) => {
      const { delay, reason } = after(api(status))
      expect(reason).toBe('retry')
      expect(delay).toBeGreaterThanOrEqual(1_900)
      expect(delay).toBeLessThanOrEqual(2_101)
    },
  )

  it.each([400, 401, 403, 413, 422, 501])('ends polling after a %d', (status) => {
    expect(after(api(status))).toEqual({ delay: false, reason: 'refused' })
  })

  it('ends polling after a 500 invalid_request and a 503 model_not_found', () => {
    expect(after(api(500, 'invalid_request')).delay).toBe(false)
    expect(after(api(503, 'model_not_found')).delay).toBe(false)
  })

  it('retries an unknown id four times, within about 30 s', () => {
    for (const error of [() => api(404), () => api(400, 'task_not_exist')]) {
      const polls = [1, 2, 3, 4].map((attempt) => after(error(), attempt))
      expect(polls.map(({ reason }) => reason)).toEqual(['fresh', 'fresh', 'fresh', 'fresh'])
      const total = polls.reduce((sum, { delay }) => sum + Number(delay), 0)
      expect(total).toBeGreaterThan(28_500)
      expect(total).toBeLessThan(31_500)
      expect(after(error(), 5)).toEqual({ delay: false, reason: 'refused' })
    }
  })

  it('waits for Retry-After, at least as long as its own backoff and at most ten minutes', () => {
    const asked = (retryAfter: number, attempt = 1) =>
      Number(after(new VideoApiError({ status: 429, retryAfter }), attempt).delay)
    expect(asked(20_000)).toBeGreaterThanOrEqual(20_000)
    expect(asked(20_000)).toBeLessThanOrEqual(22_000)
    expect(asked(5_000, 4)).toBeGreaterThanOrEqual(15_200)
    expect(asked(86_400_000)).toBeLessThanOrEqual(660_000)
  })

  it('ends polling after an answer from a wrong base URL and retries after a truncated one', () => {
    expect(after(new VideoResponseError('html', { code: 'wrong_base_url' })).delay).toBe(false)
    const cut = new VideoResponseError('cut', { code: 'invalid_json', retryable: true })
    expect(after(cut).reason).toBe('retry')
  })

  it('retries after an error of another kind, as after any failure', () => {
    const { delay, reason } = nextPoll({ data: runningTask(), error: new Error('lost its fields') })
    expect(reason).toBe('retry')
    expect(delay).toBeLessThanOrEqual(2_101)
  })

  it('ends polling when the task is stalled', () => {
    const data = runningTask()
    if (data.observed) data.observed.stalled = START
    expect(pollAt(0, data)).toEqual({ delay: false, reason: 'stalled' })
  })

  it('polls a hidden page every 45 s and an offline one every 60 s', () => {
    const state: PollState = { data: runningTask(), error: null }
    expect(nextPoll(state, { hidden: true })).toEqual({ delay: 45_000, reason: 'hidden' })
    expect(nextPoll(state, { hidden: true }, { interval: 45_000 }).reason).toBe('interval')
    expect(nextPoll(state, { offline: true })).toEqual({ delay: 60_000, reason: 'offline' })
    const done = parseVideoTask({ id: 'a', status: 'done' })
    expect(nextPoll({ data: done, error: null }, { hidden: true }).delay).toBe(false)
  })
})

describe('nextPoll between healthy polls', () => {
  const typical = { run: 90_000, spread: 0.2, queue: 8_000, samples: 20 }

  it('polls rarely far from the predicted end, often near it, and less and less when the task is overdue', () => {
    const polls = [1_000, 90_000, 180_000, 900_000].map((passed) =>
      pollAt(passed, runningTask(), { typical }),
    )
    expect(polls.map(({ reason }) => reason)).toEqual(['running', 'ending', 'overdue', 'overdue'])
    const [far, near, late, later] = polls.map(({ delay }) => Number(delay))
    expect(far).toBeGreaterThan(13_000)
    expect(near).toBeLessThan(6_000)
    expect(late).toBeGreaterThan(Number(near))
    expect(later).toBeGreaterThan(1.5 * Number(late))
  })

  it('trusts the progress more the further it has come', () => {
    const at60 = runningTask({ progress: 60, changed: 180_000 })
    expect(waitAt(180_000, at60, { typical })).toBeGreaterThan(13_000)
    const at95 = runningTask({ progress: 95, changed: 285_000 })
    expect(waitAt(295_000, at95)).toBeLessThan(4_000)
  })

  it('extrapolates progress from where the task was first seen, not from 0', () => {
    const openedLate = runningTask({ from: 80, progress: 90, changed: 60_000 })
    expect(pollAt(61_000, openedLate).reason).toBe('running')
    expect(pollAt(115_000, openedLate).reason).toBe('ending')
  })

  it('polls a queued task rarely, unless runs are short', () => {
    const queued = parseVideoTask({ id: 'a', status: 'queued' })
    expect(pollAt(0, queued).reason).toBe('queued')
    expect(waitAt(0, queued)).toBeGreaterThan(13_000)
    expect(waitAt(0, queued, { typical: { ...typical, run: 6_000 } })).toBeLessThan(6_000)
  })

  it('stays between floor and cap; the floor wins over a lower cap', () => {
    for (let passed = 0; passed < 300_000; passed += 777) {
      for (const [floor, cap] of [
        [3_000, 15_000],
        [1_000, 4_000],
        [10_000, 10_000],
      ] as const) {
        const delay = waitAt(passed, runningTask(), { typical, floor, cap })
        expect(delay).toBeGreaterThanOrEqual(floor)
        expect(delay).toBeLessThanOrEqual(cap)
        expect(Number.isInteger(delay)).toBe(true)
      }
    }
    expect(waitAt(90_000, runningTask(), { typical, floor: 20_000, cap: 5_000 })).toBe(20_000)
    expect(waitAt(90_000, runningTask(), { typical, floor: NaN, cap: -1 })).toBe(
      waitAt(90_000, runningTask(), { typical }),
    )
  })

  it('gives equal states equal delays and spreads similar tasks by jitter', () => {
    expect(pollAt(1_000)).toEqual(pollAt(1_000))
    const waits = Array.from({ length: 1_000 }, (_, i) => waitAt(1_000, runningTask({ id: `task_${i}` })))
    const tenths = new Set(waits.map((wait) => Math.floor((wait - 13_500) / 150)))
    expect(new Set(waits).size).toBeGreaterThan(500)
    expect(tenths.size).toBeGreaterThanOrEqual(10)
    expect(Math.max(...waits) - Math.min(...waits)).toBeLessThanOrEqual(1_500)
  })

  it('spreads tasks whose interval is the floor as well, up to a ninth above it', () => {
    const short = { run: 10_000, spread: 0.05, queue: 0, samples: 20 }
    const waits = Array.from({ length: 100 }, (_, i) =>
      waitAt(10_000, runningTask({ id: `task_${i}` }), { typical: short, floor: 9_000 }),
    )
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(9_000)
    expect(Math.max(...waits)).toBeLessThanOrEqual(10_000)
    expect(Math.max(...waits) - Math.min(...waits)).toBeGreaterThan(800)
  })

  it('spreads tasks without an answer by their id', () => {
    const waits = ['a', 'b'].map(
      (id) => nextPoll({ data: undefined, error: api(503), errorUpdatedAt: START }, {}, { id }).delay,
    )
    expect(waits[0]).not.toBe(waits[1])
    expect(nextPoll({ data: undefined, error: null })).toEqual({ delay: 2_000, reason: 'loading' })
  })

  it('lets the poll_after of a healthy answer lengthen the interval, never shorten it', () => {
    const hinted = (poll_after: number) => {
      const data = runningTask()
      return { ...data, observed: data.observed && { ...data.observed, poll_after } }
    }
    expect(pollAt(1_000, hinted(1_000))).toEqual(pollAt(1_000))
    expect(pollAt(1_000, hinted(40_000)).reason).toBe('asked')
    expect(waitAt(1_000, hinted(40_000))).toBeGreaterThanOrEqual(40_000)
    expect(waitAt(1_000, hinted(9e9))).toBeLessThanOrEqual(660_000)
    expect(waitAt(1_000, hinted(40_000), { interval: 100 })).toBeGreaterThanOrEqual(40_000)
  })

  it('uses the interval of the app, a number or a function, and the adaptive one if that is invalid', () => {
    expect(pollAt(0, runningTask(), { interval: 1_234 })).toEqual({ delay: 1_234, reason: 'interval' })
    expect(pollAt(0, runningTask(), { interval: 1 })).toEqual({ delay: 1, reason: 'interval' })
    const seen: unknown[] = []
    const interval = (...args: unknown[]) => seen.push(...args)
    const state = { data: runningTask(), error: null }
    expect(nextPoll(state, { hidden: false }, { interval })).toEqual({ delay: 2, reason: 'interval' })
    expect(seen).toEqual([state, { hidden: false }])
    for (const invalid of [NaN, 0, -1, Infinity, 2 ** 31]) {
      expect(pollAt(0, runningTask(), { interval: invalid })).toEqual(pollAt(0))
      expect(pollAt(0, runningTask(), { interval: () => invalid })).toEqual(pollAt(0))
    }
  })

  it('stays within floor and cap after a clock change, without an observation and with an invalid one', () => {
    const bare = parseVideoTask({ id: 'a', status: 'in_progress', progress: 100 })
    const invalid = runningTask()
    Object.assign(invalid.observed ?? {}, { running_since: NaN, last_change: 1e300 })
    for (const passed of [-86_400_000, 0, 86_400_000]) {
      for (const data of [runningTask({ progress: 50, changed: 40_000 }), bare, invalid]) {
        const delay = waitAt(passed, data)
        expect(delay).toBeGreaterThanOrEqual(2_000)
        expect(delay).toBeLessThanOrEqual(15_000)
      }
    }
  })
})
