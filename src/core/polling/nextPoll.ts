import { VideoApiError, VideoTaskError } from '../errors/VideoTaskError.js'
import { type PredictedEnd, predictEnd, type TypicalDuration } from './predictEnd.js'
import { isTerminal, type VideoTask } from '../task/videoTask.js'

/** What is known of a watched task: the part of a query's state that polling depends on. */
export interface PollState {
  /** The task as last learnt; undefined while nothing is known. */
  data: VideoTask | undefined
  /** Why the last poll could not learn the state; null when it could. */
  error: Error | null
  /** When the last answer landed, in ms; 0 for never. */
  dataUpdatedAt?: number | undefined
  /** When the last failure did, in ms; 0 for never. */
  errorUpdatedAt?: number | undefined
}

/** Where the watch runs. */
export interface PollEnvironment {
  /** Nobody can see the page. */
  hidden?: boolean | undefined
  /** The machine is not connected. */
  offline?: boolean | undefined
}

/** Settings of the policy. A time that no timer can wait for (0, negative, `NaN`, 2 ** 31 and more) counts as not given. */
export interface PollOptions {
  /**
   * Time between healthy polls, in ms, instead of the predicted one: a number, or a function that gives one. It is taken
   * as it is, without floor, cap and jitter; only a server that asks for more patience lengthens it.
   */
  interval?: number | ((state: PollState, environment: PollEnvironment) => number) | undefined
  /** Shortest predicted wait, in ms. @default 3000 */
  floor?: number | undefined
  /** Longest predicted wait, in ms; the floor wins where it is higher. @default 15000 */
  cap?: number | undefined
  /** How long tasks like this one take, as a duration store learnt it. */
  typical?: TypicalDuration | undefined
  /** The task's id: what tells its jitter from that of others before its first answer. */
  id?: string | undefined
}

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
  const jitter = JITTER * stableJitter(`${data?.id ?? options.id} ${now}`)
  const wait = error
    ? retryWait(error, jitter)
    : (givenWait(state, environment, options) ?? predictedWait(state, now, jitter, options))
  if (!wait) return { delay: false, reason: 'refused' }
  const wish = error ? retryAfterOf(error) : data?.observed?.poll_after
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
  const wait = adaptiveInterval(end, now, cap)
  const delay = Math.max(floor, Math.min(cap, Math.max(wait, floor / (1 - JITTER))) * (1 - jitter))
  if (data.status === 'queued') return { delay, reason: 'queued' }
  const isLate = now > end.since + end.run * (1 + end.spread)
  return { delay, reason: isLate ? 'overdue' : wait < cap ? 'ending' : 'running' }
}

/** How long the server asked to wait with its refusal, in ms; 0 where it asked for nothing. */
export function retryAfterOf(error: unknown): number {
  return (error instanceof VideoApiError && error.retryAfter) || 0
}

/** What a request is worth: with a lower value polls are closer together, in ms. */
const REQUEST_COST = 420
/** How finely the time ahead is looked at. */
const STEPS = 60

/**
 * How long to wait for the next poll so that the end is seen soonest for a given number of requests: polls lie as close
 * together as the square root of the chance that the task ends just then. That chance is taken to fall with the square of
 * the distance from the predicted end; of a task that is late by some time, it is expected to take as long again.
 */
function adaptiveInterval({ since, run, spread }: PredictedEnd, now: number, cap: number): number {
  const width = run * spread
  const step = cap / STEPS
  let wait = 0
  for (let due = 0; wait < cap && due < 1; wait += step) {
    const distance = (now + wait + step / 2 - since - run) / width
    const chance = 1 / (width * (1 + distance ** 2) * Math.atan2(1, distance))
    due += step * Math.sqrt(chance / REQUEST_COST)
  }
  return wait
}

/** A number from 0 up to 1 that looks random and is the same for the same text (FNV-1a). */
function stableJitter(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return (hash >>> 0) / 2 ** 32
}
