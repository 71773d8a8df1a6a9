import { askedWait } from './askedWait.js'
import { hashFraction } from './hashFraction.js'
import { isTerminal } from './isTerminal.js'
import type { PollEnvironment, PollOptions, PollState } from './PollOptions.js'
import { predictEnd } from './predictEnd.js'
import { spacedWait } from './spacedWait.js'
import { VideoApiError } from './VideoApiError.js'
import { VideoTaskError } from './VideoTaskError.js'

export type { PollEnvironment, PollOptions, PollState } from './PollOptions.js'

/**
 * Why this wait.
 *
 * - `loading`: nothing is known of the task yet
 * - `queued`: it waits its turn, so that its end is a whole run away
 * - `running`: its end is not near, so that the wait is the longest one
 * - `ending`: its end may be near, so that the wait is shorter
 * - `overdue`: it takes longer than expected, so that waits grow again
 * - `interval`: the app set the time between polls
 * - `asked`: the server asked for more patience
 * - `fresh`: the API does not know the id yet
 * - `retry`: the last poll failed
 * - `hidden`: nobody can see the page
 * - `offline`: there is no connection
 */
export type PollReason =
  | 'loading'
  | 'queued'
  | 'running'
  | 'ending'
  | 'overdue'
  | 'interval'
  | 'asked'
  | 'fresh'
  | 'retry'
  | 'hidden'
  | 'offline'

/** When to ask again, in ms, and why; a `delay` of false ends polling. */
export type NextPoll =
  | { delay: number; reason: PollReason }
  | { delay: false; reason: 'completed' | 'failed' | 'error' | 'stalled' | 'refused' }

type Wait = Exclude<NextPoll, { delay: false }>

/** A tab nobody sees learns of changes this often at the most, in ms. */
const HIDDEN_DELAY = 45_000
/** The first wait after a failure and the longest one, in ms; between them each doubles. */
const RETRY_DELAY = 2_000
const MAX_RETRY_DELAY = 60_000
/** The first four waits, about 2 + 4 + 8 + 16 s, are what a fresh id gets to become known everywhere. */
const FRESH_ATTEMPTS = 4
/** A server's wish is followed up to here, in ms. */
const MAX_ASKED = 600_000
/** Jitter takes up to this share off a wait, or adds it to one the server asked for. */
const JITTER = 0.1

/** Whether the API does not know the id: for a fresh one, for some seconds, this may only mean "not yet". */
export function isUnknownTask(error: unknown): boolean {
  return error instanceof VideoApiError && (error.status === 404 || error.code === 'task_not_exist')
}

/**
 * The polling policy: pure, so that it can be shown, tested and simulated. It ends at a terminal state and at an error
 * that asking again cannot mend, backs off after failures, honours the server's own wait, and is slow where nobody looks.
 * Between healthy polls it predicts when the task will end, from its progress and from what its model typically takes, and
 * asks seldom far from that time and often near it. Jitter is a hash of id and time, so that many tasks do not ask at
 * once and equal states get equal waits.
 */
export function nextPoll(
  state: PollState,
  environment: PollEnvironment = {},
  options: PollOptions = {},
): NextPoll {
  const { data, error } = state
  if (isTerminal(data)) return { delay: false, reason: data.status }
  if (data?.observed?.stalled !== undefined) return { delay: false, reason: 'stalled' }
  const now = Math.max(state.dataUpdatedAt ?? 0, state.errorUpdatedAt ?? 0, data?.observed?.last_change ?? 0)
  const jitter = JITTER * hashFraction(`${data?.id ?? options.id} ${now}`)
  const wait = error
    ? retryWait(error, jitter)
    : (givenWait(state, environment, options) ?? predictedWait(state, now, jitter, options))
  if (!wait) return { delay: false, reason: 'refused' }
  const wish = error ? askedWait(error) : data?.observed?.poll_after
  const asked = Math.min(wish ?? 0, MAX_ASKED) * (1 + jitter)
  // Whole milliseconds, as timers keep them; an interval of 0 would end polling.
  const delay = Math.ceil(Math.max(asked, wait.delay))
  if (environment.offline) return { delay: Math.max(delay, MAX_RETRY_DELAY), reason: 'offline' }
  if (environment.hidden && delay < HIDDEN_DELAY) return { delay: HIDDEN_DELAY, reason: 'hidden' }
  return { delay, reason: asked > wait.delay && !error ? 'asked' : wait.reason }
}

function retryWait(error: Error, jitter: number): Wait | undefined {
  const attempt = error instanceof VideoTaskError ? (error.attempt ?? 1) : 1
  const isFresh = isUnknownTask(error) && attempt <= FRESH_ATTEMPTS
  if (!isFresh && !(error instanceof VideoTaskError && error.retryable)) return undefined
  const backoff = Math.min(MAX_RETRY_DELAY, RETRY_DELAY * 2 ** (attempt - 1))
  return { delay: backoff * (1 + JITTER / 2 - jitter), reason: isFresh ? 'fresh' : 'retry' }
}

/** A time that a timer can wait for; anything else counts as not given. */
function timeOf(given: number | undefined): number | undefined {
  return given !== undefined && given > 0 && given < 2 ** 31 ? given : undefined
}

function givenWait(
  state: PollState,
  environment: PollEnvironment,
  { interval }: PollOptions,
): Wait | undefined {
  const delay = timeOf(typeof interval === 'function' ? interval(state, environment) : interval)
  return delay === undefined ? undefined : { delay, reason: 'interval' }
}

function predictedWait({ data }: PollState, now: number, jitter: number, options: PollOptions): Wait {
  const floor = timeOf(options.floor) ?? 3_000
  const cap = timeOf(options.cap) ?? 15_000
  if (!data) return { delay: floor, reason: 'loading' }
  const end = predictEnd(data, now, options.typical)
  const wait = spacedWait(end, now, cap)
  const delay = Math.max(floor, Math.min(cap, Math.max(wait, floor / (1 - JITTER))) * (1 - jitter))
  if (data.status === 'queued') return { delay, reason: 'queued' }
  const isLate = now > end.since + end.run * (1 + end.spread)
  return { delay, reason: isLate ? 'overdue' : wait < cap ? 'ending' : 'running' }
}
