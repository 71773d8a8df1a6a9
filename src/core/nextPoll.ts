import { isTerminal } from './isTerminal.js'
import { VideoApiError } from './VideoApiError.js'
import { VideoTaskError } from './VideoTaskError.js'
import type { VideoTask } from './VideoTask.js'

/** What is known of a watched task: the part of a query's state that polling depends on. */
export interface PollState {
  data: VideoTask | undefined
  /** Why the last poll could not learn the state; null when it could. */
  error: Error | null
  /** When the last answer landed, in ms; 0 for never. */
  dataUpdatedAt?: number
  /** When the last failure did, in ms; 0 for never. */
  errorUpdatedAt?: number
}

/** Where the watch runs. */
export interface PollEnvironment {
  /** Nobody can see the page. */
  hidden?: boolean
  /** The machine is not connected. */
  offline?: boolean
}

/** When to ask again, and why; a `delay` of false ends polling. */
export type NextPoll =
  | { delay: number; reason: 'running' | 'fresh' | 'retry' | 'hidden' | 'offline' }
  | { delay: false; reason: 'completed' | 'failed' | 'error' | 'stalled' | 'refused' }

/** Settings of the policy. */
export interface PollOptions {
  /** Time between healthy polls, in ms. @default 5000 */
  interval?: number
}

/** A tab nobody sees learns of changes this often at the most, in ms. */
const HIDDEN_DELAY = 45_000
/** The first wait after a failure and the longest one, in ms; between them each doubles. */
const RETRY_DELAY = 2_000
const MAX_RETRY_DELAY = 60_000
/** The first four waits, 2 + 4 + 8 + 16 s, are what a fresh id gets to become known everywhere. */
const FRESH_ATTEMPTS = 4

/** Whether the API does not know the id: for a fresh one, for some seconds, this may only mean "not yet". */
export function isUnknownTask(error: unknown): boolean {
  return error instanceof VideoApiError && (error.status === 404 || error.code === 'task_not_exist')
}

/**
 * The polling policy: pure, so that it can be shown, tested and simulated. It ends at a terminal state and at an error
 * that asking again cannot mend, backs off after failures, honours the server's own wait, and is slow where nobody looks.
 */
export function nextPoll(
  { data, error }: PollState,
  { hidden = false, offline = false }: PollEnvironment = {},
  { interval = 5_000 }: PollOptions = {},
): NextPoll {
  if (isTerminal(data)) return { delay: false, reason: data.status }
  if (data?.observed?.stalled !== undefined) return { delay: false, reason: 'stalled' }
  const slowest = (delay: number, reason: 'running' | 'fresh' | 'retry'): NextPoll => {
    if (offline) return { delay: Math.max(delay, MAX_RETRY_DELAY), reason: 'offline' }
    return hidden && delay < HIDDEN_DELAY ? { delay: HIDDEN_DELAY, reason: 'hidden' } : { delay, reason }
  }
  if (error === null) return slowest(interval, 'running')
  const attempt = error instanceof VideoTaskError ? (error.attempt ?? 1) : 1
  const fresh = isUnknownTask(error) && attempt <= FRESH_ATTEMPTS
  if (!fresh && !(error instanceof VideoTaskError && error.retryable))
    return { delay: false, reason: 'refused' }
  const backoff = Math.min(MAX_RETRY_DELAY, RETRY_DELAY * 2 ** (attempt - 1))
  const asked = error instanceof VideoApiError ? (error.retryAfter ?? 0) : 0
  return slowest(Math.max(backoff, asked), fresh ? 'fresh' : 'retry')
}
