import { VideoApiError, VideoTaskError } from '../errors/VideoTaskError.js'
import { MAX_RETRY_DELAY_MS, RETRY_DELAY_MS, UNKNOWN_ID_ATTEMPTS } from './pollingDefaults.js'

/** A wait before the next attempt, in ms and without jitter. */
interface RetryWait {
  delay: number
  /** `fresh` while the API does not know the id yet, `retry` after any other failure. */
  reason: 'fresh' | 'retry'
}

/**
 * Decides whether a failed poll is retried, and when: 2 s after the first failure, doubling with each one in a row up to
 * 60 s. An unknown id gets four attempts, since a fresh task may not be known everywhere; any other non-retryable error
 * gets none.
 *
 * A longer wait that the server asked for (`retryAfterOf`) is left to the caller.
 *
 * @param attempt failures in a row, counted from 1. @default the error's own `attempt`
 * @returns undefined when retrying cannot help
 */
export function retryWait(error: Error, attempt?: number): RetryWait | undefined {
  if (!(error instanceof VideoTaskError)) return undefined
  const failures = attempt ?? error.attempt ?? 1
  const isFresh = isUnknownTask(error) && failures <= UNKNOWN_ID_ATTEMPTS
  if (!isFresh && !error.retryable) return undefined
  const delay = Math.min(MAX_RETRY_DELAY_MS, RETRY_DELAY_MS * 2 ** (failures - 1))
  return { delay, reason: isFresh ? 'fresh' : 'retry' }
}

/** Checks whether an error says that the API does not know the task. For a fresh id this may only mean "not yet". */
export function isUnknownTask(error: unknown): boolean {
  return error instanceof VideoApiError && (error.status === 404 || error.code === 'task_not_exist')
}

/** Returns how long the server asked to wait with its error response, in ms; 0 if it did not. */
export function retryAfterOf(error: unknown): number {
  return (error instanceof VideoApiError && error.retryAfter) || 0
}
