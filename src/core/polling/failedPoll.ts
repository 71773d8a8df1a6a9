import { VideoTaskError, withAttempt } from '../errors/VideoTaskError.js'
import { isPollGap } from '../task/observeVideoTask.js'
import type { VideoTask } from '../task/videoTask.js'
import { isUnknownTask } from './retryPolicy.js'

/** A poll that failed. */
export interface FailedPoll {
  /** The object for which failures in a row are counted: one for each watched task. */
  query: object
  /** Returns the last known task. */
  known: () => VideoTask | undefined
  /** Milliseconds without a change, or without an answer, after which the task is stalled. */
  deadline: number
  /** When the previous poll ended, in ms; 0 for never. */
  lastPolled: number
  failedRequests: number
}

/**
 * Counts a failed poll in the error's `attempt`. Once polls have failed for as long as the deadline, the known task becomes
 * stalled.
 *
 * @throws {VideoTaskError} the poll's error, or one with code `stalled` when no answer was ever received
 */
export function failPoll(
  { query, known, deadline, lastPolled, failedRequests }: FailedPoll,
  cause: VideoTaskError,
): VideoTask {
  const now = Date.now()
  const before = pollFailures.get(query)
  const isUnknown = isUnknownTask(cause)
  // Polls of an unknown id are counted apart: an outage before must not use up the attempts of a fresh id.
  const attempt = (before?.isUnknown === isUnknown ? before.attempt : 0) + (failedRequests || 1)
  // A gap between polls restarts the time, not the count.
  const since = before && !isPollGap(now, lastPolled) ? before.since : now
  pollFailures.set(query, { attempt, isUnknown, since })
  const error = withAttempt(cause, attempt)
  if (!error.retryable || now - since < deadline) throw error
  // Read now: another tab's answer may have arrived since this poll began.
  const task = known()
  if (task?.observed) return { ...task, observed: { ...task.observed, stalled: now } }
  throw new VideoTaskError(
    `No successful response in ${Math.round(deadline / 60_000)} min. Last error: ${error.message}`,
    { code: 'stalled', cause: error },
  )
}

/** Failed polls of a query in a row. */
export interface PollFailures {
  /** How many, counted from 1: those with an unknown id, or those with any other error. */
  attempt: number
  isUnknown: boolean
  /** When the first of them failed, in ms. */
  since: number
}

/**
 * The failures of each query since its last successful poll; deleted as well when the app resumes polling. TanStack has no
 * count of them: `fetchFailureCount` resets with each fetch, `errorUpdateCount` never.
 */
export const pollFailures = new WeakMap<object, PollFailures>()
