import { highestProgress } from '../task/observeVideoTask.js'
import type { VideoTask } from '../task/videoTask.js'
import { predictEnd, type TypicalDuration } from './predictEnd.js'

/**
 * Returns the highest progress that a running task's answers have shown, 100 for a completed one. Undefined where progress
 * means nothing: before the task runs, while it reports 0, and after it failed, when some report 100.
 */
export function knownProgress(task: VideoTask | undefined): number | undefined {
  if (task?.status !== 'in_progress' && task?.status !== 'completed') return undefined
  return highestProgress(task) || undefined
}

/** Context of `smoothProgress`. */
export interface SmoothProgressContext {
  /** Milliseconds of this machine's clock. */
  now: number
  /** How long similar tasks take, from a duration store. @default unknown */
  typical?: TypicalDuration | undefined
}

/** Extrapolation stops after this many times the predicted rest: an overdue task must not look nearly complete. */
const MAX_EXTRAPOLATION = 1.5

/**
 * Returns the percentage that a running task has probably reached: its highest known progress, extrapolated towards the
 * predicted end and ever slower, so that it moves between coarse values and reaches 100 only on completion. Not
 * extrapolated where the API's status is unknown (`raw_status`), since the task may have ended. Undefined where progress
 * means nothing: before the task runs, while it reports 0, and after it failed, when some report 100.
 *
 * @example
 * ```ts
 * import { smoothProgress, type VideoTask } from 'react-video-task/client'
 *
 * export const percent = (task: VideoTask) => Math.floor(smoothProgress(task, { now: Date.now() }) ?? 0)
 * ```
 */
export function smoothProgress(
  task: VideoTask | undefined,
  { now, typical }: SmoothProgressContext,
): number | undefined {
  const known = knownProgress(task)
  if (known === undefined || task?.status !== 'in_progress' || task.raw_status || !task.observed) return known
  const { last_change } = task.observed
  const { since, run } = predictEnd(task, last_change, typical)
  const left = since + run - last_change
  const passed = Math.max(0, now - last_change)
  if (left <= 0) return known
  return known + (99 - known) * (1 - Math.exp(-Math.min(MAX_EXTRAPOLATION, passed / left)))
}
