import { isVideoTaskError } from '../errors/VideoTaskError.js'
import {
  MAX_RETRY_AFTER_MS,
  MAX_RETRY_DELAY_MS,
  RETRY_DELAY_MS,
  UNKNOWN_ID_ATTEMPTS,
} from './pollingDefaults.js'

/** A wait before the next attempt, in ms and without jitter. */
interface RetryWait {
  delay: number
  /** `fresh` while the API does not know the id yet, `retry` after any other failure. */
  reason: 'fresh' | 'retry'
}

/**
 * Decides whether a failed poll is retried, and when: 2 s after the first failure, doubling with each one in a row up to
 * 60 s. An unknown id gets four attempts, since a fresh task may not be known everywhere; any other non-retryable error
 * gets none. An error of another kind, such as one that lost its fields on its way through a persister, is retried.
 *
 * A longer wait that the server asked for (`retryAfterOf`) is left to the caller.
 *
 * @param attempt failures in a row, counted from 1. @default the error's own `attempt`
 * @returns undefined when retrying cannot help
 */
export function retryWait(error: Error, attempt?: number): RetryWait | undefined {
  const known = isVideoTaskError(error) ? error : undefined
  const failures = attempt ?? known?.attempt ?? 1
  const isFresh = isUnknownTask(error) && failures <= UNKNOWN_ID_ATTEMPTS
  if (!isFresh && known?.retryable === false) return undefined
  const delay = Math.min(MAX_RETRY_DELAY_MS, RETRY_DELAY_MS * 2 ** (failures - 1))
  return { delay, reason: isFresh ? 'fresh' : 'retry' }
}

/** Checks whether an error says that the API does not know the task. For a fresh id this may only mean "not yet". */
export function isUnknownTask(error: unknown): boolean {
  if (!isVideoTaskError(error)) return false
  return error.code === 'task_not_exist' || (error.status === 404 && error.name === 'VideoApiError')
}

/** Returns how long polls wait because the server asked for it with its error response, in ms; 0 if it did not. */
export function retryAfterOf(error: unknown): number {
  return Math.min(MAX_RETRY_AFTER_MS, (isVideoTaskError(error) && error.retryAfter) || 0)
}

/** Whether a response with this status speaks of the key, or of the API as a whole, where it names a wait. */
export const isKeyLimit = (status: number | undefined): boolean => status === 429 || status === 503

/** Returns how long an error response asks the key to wait, in ms; 0 where it says nothing of the key. */
export function keyWaitOf(error: unknown): number {
  return isVideoTaskError(error) && isKeyLimit(error.status) ? retryAfterOf(error) : 0
}
