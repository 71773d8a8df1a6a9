import { isDeleted, isTerminal, type VideoTask } from '../task/videoTask.js'
import {
  HIDDEN_POLL_INTERVAL_MS,
  INTERVAL_STEPS,
  JITTER_SHARE,
  MAX_POLL_INTERVAL_MS,
  MAX_RETRY_AFTER_MS,
  MIN_POLL_INTERVAL_MS,
  OFFLINE_POLL_INTERVAL_MS,
  REQUEST_COST_MS,
} from './pollingDefaults.js'
import { type PredictedEnd, predictEnd, type TypicalDuration } from './predictEnd.js'
import { retryAfterOf, retryWait } from './retryPolicy.js'

/** State of a watched task: the part of a query's state that polling depends on. */
export interface PollState {
  /** The last known task; undefined before the first answer. */
  data: VideoTask | undefined
  /** Why the last poll failed; null after a successful one. */
  error: Error | null
  /** When the last answer arrived, in ms since the epoch; 0 for never. */
  dataUpdatedAt?: number | undefined
  /** When the last poll failed, in ms since the epoch; 0 for never. */
  errorUpdatedAt?: number | undefined
}

/** State of the page that polls. */
export interface PollEnvironment {
  /** The page is not visible. @default false */
  hidden?: boolean | undefined
  /** The device has no network connection. @default false */
  offline?: boolean | undefined
}

/** Settings of the polling policy. A time that no timer can hold (0, negative, `NaN`, 2 ** 31 and more) counts as not set. */
export interface PollOptions {
  /**
   * Replaces the adaptive interval between healthy polls: a time in ms, or a function that returns one. Used as it is,
   * without floor, cap and jitter; only a longer wait that the server asks for overrides it. @default adaptive
   */
  interval?: number | ((state: PollState, environment: PollEnvironment) => number) | undefined
  /** Shortest adaptive interval, in ms. @default 2000 */
  floor?: number | undefined
  /** Longest adaptive interval, in ms. A higher floor wins. @default 15000 */
  cap?: number | undefined
  /** How long similar tasks take, from a duration store. @default a guess that fits most models */
  typical?: TypicalDuration | undefined
  /** The task's id: gives each task its own jitter before its first answer. */
  id?: string | undefined
}

/**
 * Why the next poll comes when it does.
 *
 * - `loading`: the task has no answer yet
 * - `queued`: the task has not started, so its end is at least a whole run away
 * - `running`: the end is not near; the longest interval
 * - `ending`: the end may be near; a shorter interval
 * - `overdue`: the task takes longer than expected; intervals grow again
 * - `interval`: the app set the interval
 * - `asked`: the server asked for a longer wait
 * - `fresh`: the API does not know the id yet
 * - `retry`: the last poll failed
 * - `hidden`: the page is not visible
 * - `offline`: the device has no network connection
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

/**
 * When to poll next, in ms, and why. A `delay` of false ends polling: the task has ended, stalled or was deleted, or the last error is
 * not retryable (`refused`).
 */
export type NextPoll =
  | { delay: number; reason: PollReason }
  | { delay: false; reason: 'completed' | 'failed' | 'error' | 'stalled' | 'deleted' | 'refused' }

/**
 * Decides when a task is polled next. A pure function, so that the polling policy can be shown, tested and simulated.
 *
 * Polling ends with the task and with a non-retryable error. It backs off after failures, follows `Retry-After` up to ten
 * minutes, and slows down in a hidden page. Between healthy polls the interval adapts to the predicted end, from the
 * task's progress and its model's typical duration: long while the end is far, short when it is near. Jitter is a hash of
 * id and time: many tasks spread out, and equal states get equal delays.
 *
 * @example
 * ```ts
 * import { nextPoll, parseVideoTask } from 'react-video-task/client'
 *
 * const task = parseVideoTask({ id: 'video_1', status: 'queued' })
 * const { delay, reason } = nextPoll({ data: task, error: null, dataUpdatedAt: Date.now() })
 * console.log(delay, reason) // about 14000, 'queued'
 * ```
 */
export function nextPoll(
  state: PollState,
  environment: PollEnvironment = {},
  options: PollOptions = {},
): NextPoll {
  const { data, error } = state
  if (isDeleted(data)) return { delay: false, reason: 'deleted' }
  if (isTerminal(data)) return { delay: false, reason: data.status }
  if (data?.observed?.stalled !== undefined) return { delay: false, reason: 'stalled' }

  const now = Math.max(state.dataUpdatedAt ?? 0, state.errorUpdatedAt ?? 0, data?.observed?.last_change ?? 0)
  const jitter = JITTER_SHARE * stableJitter(`${data?.id ?? options.id} ${now}`)
  const wait = error
    ? jitteredRetry(error, jitter)
    : (appInterval(state, environment, options) ?? adaptiveWait(state, now, jitter, options))
  if (!wait) return { delay: false, reason: 'refused' }

  const serverWait = (error ? retryAfterOf(error) : data?.observed?.poll_after) ?? 0
  const asked = Math.min(serverWait, MAX_RETRY_AFTER_MS) * (1 + jitter)
  // Timers take whole milliseconds; an interval of 0 would end polling.
  const delay = Math.ceil(Math.max(asked, wait.delay))
  if (environment.offline) return { delay: Math.max(delay, OFFLINE_POLL_INTERVAL_MS), reason: 'offline' }
  if (environment.hidden && delay < HIDDEN_POLL_INTERVAL_MS)
    return { delay: HIDDEN_POLL_INTERVAL_MS, reason: 'hidden' }
  return { delay, reason: asked > wait.delay && !error ? 'asked' : wait.reason }
}

interface Wait {
  delay: number
  reason: PollReason
}

/** The wait after a failed poll, with jitter to either side. */
function jitteredRetry(error: Error, jitter: number): Wait | undefined {
  const wait = retryWait(error)
  return wait && { ...wait, delay: wait.delay * (1 + JITTER_SHARE / 2 - jitter) }
}

/** The interval the app set, where it is one. */
function appInterval(
  state: PollState,
  environment: PollEnvironment,
  { interval }: PollOptions,
): Wait | undefined {
  const delay = timerDelay(typeof interval === 'function' ? interval(state, environment) : interval)
  return delay === undefined ? undefined : { delay, reason: 'interval' }
}

/** A time that a timer can hold; undefined for anything else. */
function timerDelay(ms: number | undefined): number | undefined {
  return ms !== undefined && ms > 0 && ms < 2 ** 31 ? ms : undefined
}

/** The adaptive interval within floor and cap, with jitter. */
function adaptiveWait({ data }: PollState, now: number, jitter: number, options: PollOptions): Wait {
  const floor = timerDelay(options.floor) ?? MIN_POLL_INTERVAL_MS
  const cap = timerDelay(options.cap) ?? MAX_POLL_INTERVAL_MS
  if (!data) return { delay: floor, reason: 'loading' }
  const end = predictEnd(data, now, options.typical)
  const interval = adaptiveInterval(end, now, cap)
  const delay = Math.max(floor, Math.min(cap, Math.max(interval, floor / (1 - JITTER_SHARE))) * (1 - jitter))
  if (data.status === 'queued') return { delay, reason: 'queued' }
  const isLate = now > end.since + end.run * (1 + end.spread)
  return { delay, reason: isLate ? 'overdue' : interval < cap ? 'ending' : 'running' }
}

/**
 * The interval that detects the end soonest for a given number of requests: the density of polls follows the square root
 * of the chance that a task which still runs ends at that moment. Run times are taken as log-logistic: as many tasks take
 * half the predicted time as take twice of it, and the chance of an overdue one falls with the time that it has taken.
 */
function adaptiveInterval({ since, run, spread }: PredictedEnd, now: number, cap: number): number {
  // A quarter of such tasks end before `run / (1 + spread)`, and a quarter after `run * (1 + spread)`.
  const shape = Math.log(3) / Math.log1p(spread)
  const step = cap / INTERVAL_STEPS
  let interval = 0
  for (let due = 0; interval < cap && due < 1; interval += step) {
    const time = Math.max(1, now + interval + step / 2 - since)
    const chance = shape / (time * (1 + (time / run) ** -shape))
    due += step * Math.sqrt(chance / REQUEST_COST_MS)
  }
  return interval
}

/** A number from 0 up to 1 that looks random and is the same for the same text (FNV-1a). */
function stableJitter(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return (hash >>> 0) / 2 ** 32
}
