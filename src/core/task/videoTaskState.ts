import { highestProgress } from './observeVideoTask.js'
import { isDeleted, isTerminal, type VideoTask, type VideoTaskStatus } from './videoTask.js'

/**
 * State of a watched task, in one word: the task's own status, or
 *
 * - `idle`: there is no id to watch yet
 * - `loading`: the first answer has not arrived yet
 * - `unreachable`: the last poll failed
 * - `stalled`: polling ended after too long without a change
 * - `deleted`: the API has confirmed that the task was deleted
 * - `expired`: the task is completed, but no URL of its video plays any more
 * - `unplayable`: the task is completed, but the browser cannot play its video
 */
export type VideoTaskState =
  'idle' | 'loading' | 'unreachable' | 'stalled' | 'expired' | 'unplayable' | 'deleted' | VideoTaskStatus

/** The part of TanStack Query's result that the state depends on. */
export interface WatchResult {
  /** The last known task; undefined before the first answer. */
  data: VideoTask | undefined
  /** Why the last poll failed; null after a successful one. */
  error: Error | null
  /** Number of failed polls, never reset: without a task a retry keeps the state `unreachable`. */
  errorUpdateCount: number
  /** The first answer is being fetched. Read instead of `fetchStatus`, which changes with every poll. */
  isLoading: boolean
  /** False while the query is disabled, as without an id. @default true */
  isEnabled?: boolean | undefined
}

/**
 * Returns the state of a watched task in one word. A final status outweighs a later failed poll.
 *
 * @param result TanStack Query's result, as `useVideoTask` returns it
 * @example
 * ```tsx
 * import { useVideoTask, videoTaskState } from 'react-video-task'
 *
 * export const Status = ({ id }: { id: string }) => <p>{videoTaskState(useVideoTask(id))}</p>
 * ```
 */
export function videoTaskState(result: WatchResult): VideoTaskState {
  const { data, error, errorUpdateCount, isLoading, isEnabled } = result
  if (isDeleted(data)) return 'deleted'
  if (data?.status === 'completed' && data.observed?.expired !== undefined)
    return data.observed.unplayable ? 'unplayable' : 'expired'
  if (isTerminal(data)) return data.status
  if (data?.observed?.stalled !== undefined) return 'stalled'
  if (!data && isEnabled === false) return 'idle'
  if (error || (!data && errorUpdateCount > 0)) return 'unreachable'
  return data?.status ?? (isLoading ? 'loading' : 'idle')
}

/** Summary of several watched tasks. */
export interface VideoTaskSummary {
  /** Number of watched tasks; those without an id do not count. */
  total: number
  /** Number of tasks that have ended, with a video or without one, or were deleted. */
  settled: number
  /**
   * Progress of all tasks together, a whole percentage: the mean, in which an ended task counts 100, a task without an
   * answer 0, and a running one its highest progress. 100 only when all have ended.
   */
  progress: number
  /** Number of tasks in each state. */
  states: Record<VideoTaskState, number>
}

/**
 * Summarizes what `useVideoTasks` returns: how many tasks are in each state, how many have ended, and their progress
 * together.
 *
 * @param results TanStack Query's results of watched tasks
 * @example
 * ```tsx
 * import { summarizeVideoTasks, useVideoTasks } from 'react-video-task'
 *
 * export function Summary({ ids }: { ids: string[] }) {
 *   const { settled, total, progress } = summarizeVideoTasks(useVideoTasks(ids))
 *   return <p>{`${settled} of ${total} done, ${progress} %`}</p>
 * }
 * ```
 */
export function summarizeVideoTasks(results: readonly WatchResult[]): VideoTaskSummary {
  return summarizeWatches(results.map((result) => ({ task: result.data, state: videoTaskState(result) })))
}

/** A task, and the state of its watch. */
interface Watch {
  task: VideoTask | undefined
  state: VideoTaskState
}

/** Summarizes watches whose states are known. */
export function summarizeWatches(watches: readonly Watch[]): VideoTaskSummary {
  const states: VideoTaskSummary['states'] = {
    idle: 0,
    loading: 0,
    queued: 0,
    in_progress: 0,
    stalled: 0,
    completed: 0,
    expired: 0,
    unplayable: 0,
    deleted: 0,
    failed: 0,
    error: 0,
    unreachable: 0,
  }
  let settled = 0
  let sum = 0
  for (const { task, state } of watches) {
    states[state] += 1
    if (hasEnded(task)) settled += 1
    sum += progressOf(task)
  }
  const total = watches.length - states.idle
  return { total, settled, progress: total === 0 ? 0 : Math.floor(sum / total), states }
}

const progressOf = (task: VideoTask | undefined) =>
  task ? (hasEnded(task) ? 100 : highestProgress(task)) : 0

const hasEnded = (task: VideoTask | undefined) => isTerminal(task) || isDeleted(task)
