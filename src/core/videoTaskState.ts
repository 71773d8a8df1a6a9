import { isTerminal } from './isTerminal.js'
import type { VideoTask, VideoTaskStatus } from './VideoTask.js'

/**
 * Where a watch stands, in one word: nothing to watch (`idle`), nothing known yet (`loading`), the task's own status, or
 * `unreachable` when the last poll could not learn it, `stalled` when polling was given up after too long without a change,
 * `expired` when the video was finished and no address of it plays any more.
 */
export type VideoTaskState = 'idle' | 'loading' | 'unreachable' | 'stalled' | 'expired' | VideoTaskStatus

/** The part of TanStack Query's result that the word depends on. */
export interface WatchResult {
  /** The task, as far as it is known. */
  data: VideoTask | undefined
  /** Why the last poll could not learn its state; null when it could. */
  error: Error | null
  /** Counts failures and never resets, so that a retry with nothing known yet does not flicker. */
  errorUpdateCount: number
  /** Nothing is known and the first answer is under way. Read instead of `fetchStatus`, which changes with every poll. */
  isLoading: boolean
  /** False where the query waits, as for an id. @default true */
  isEnabled?: boolean | undefined
}

/** The one word for where a watch stands. What is known for good outweighs a poll that failed later. */
export function videoTaskState(result: WatchResult): VideoTaskState {
  const { data, error, errorUpdateCount, isLoading, isEnabled } = result
  if (data?.status === 'completed' && data.observed?.expired !== undefined) return 'expired'
  if (isTerminal(data)) return data.status
  if (data?.observed?.stalled !== undefined) return 'stalled'
  if (!data && isEnabled === false) return 'idle'
  if (error || (!data && errorUpdateCount > 0)) return 'unreachable'
  return data?.status ?? (isLoading ? 'loading' : 'idle')
}
