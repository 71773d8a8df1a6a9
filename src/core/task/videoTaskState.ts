import { highestProgress } from './observeVideoTask.js'
import { isTerminal, type VideoTask, type VideoTaskStatus } from './videoTask.js'

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

/** Many watched tasks in a few numbers. */
export interface VideoTaskSummary {
  /** How many are watched; those still waiting for an id are not. */
  total: number
  /** How many have ended, with a video or without one. */
  settled: number
  /**
   * How much of the waiting is over, a whole percentage: the mean over all tasks, where an ended one counts 100 however
   * it ended, one of which nothing is known yet 0, and one under way the highest it was seen at. 100 only when all have ended.
   */
  progress: number
  /** How many stand at each of `videoTaskState`'s words. */
  states: Record<VideoTaskState, number>
}

const progressOf = ({ data }: WatchResult) => (data ? (isTerminal(data) ? 100 : highestProgress(data)) : 0)

/**
 * Sums up what `useVideoTasks` gives: how many tasks stand where, how many have ended, and how far they are together.
 *
 * @param results TanStack Query's results of watched tasks
 */
export function summarizeVideoTasks(results: readonly WatchResult[]): VideoTaskSummary {
  const states: VideoTaskSummary['states'] = {
    idle: 0,
    loading: 0,
    queued: 0,
    in_progress: 0,
    stalled: 0,
    completed: 0,
    expired: 0,
    failed: 0,
    error: 0,
    unreachable: 0,
  }
  let settled = 0
  let sum = 0
  for (const result of results) {
    states[videoTaskState(result)] += 1
    if (isTerminal(result.data)) settled += 1
    sum += progressOf(result)
  }
  const total = results.length - states.idle
  return { total, settled, progress: total === 0 ? 0 : Math.floor(sum / total), states }
}
