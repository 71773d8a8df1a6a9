import { predictEnd, type TypicalDuration } from './predictEnd.js'
import { highestProgress } from '../task/observeVideoTask.js'
import type { VideoTask } from '../task/videoTask.js'

/**
 * The percentage the server vouches for: never 100 before completion, though a stuck task may say so, and never less than
 * before, though some servers go backwards. Undefined where it says nothing useful: before the task runs, while it reports
 * 0, and after it failed, when some report 100.
 */
export function knownProgress(task: VideoTask | undefined): number | undefined {
  if (task?.status !== 'in_progress' && task?.status !== 'completed') return undefined
  return highestProgress(task) || undefined
}

/** When a percentage is shown, and what was learnt of such tasks. */
export interface SmoothProgressContext {
  /** Milliseconds of this machine's clock. */
  now: number
  /** How long tasks like this one take, as a duration store learnt it. */
  typical?: TypicalDuration | undefined
}

/** So many times the time that was left, after which nothing is drawn on any more: a late task must not look nearly done. */
const MAX_EXTRAPOLATION = 1.5

/**
 * The percentage a running task has probably reached: the highest the server told, drawn on towards the predicted end and
 * ever slower, so that it moves between coarse values and gets to 100 only when the server says that it is done. Undefined
 * where the server says nothing useful: before the task runs, while it reports 0, and after it failed, when some report 100.
 */
export function smoothProgress(
  task: VideoTask | undefined,
  { now, typical }: SmoothProgressContext,
): number | undefined {
  const known = knownProgress(task)
  if (known === undefined || task?.status !== 'in_progress' || !task.observed) return known
  const { last_change } = task.observed
  const { since, run } = predictEnd(task, last_change, typical)
  const left = since + run - last_change
  const passed = Math.max(0, now - last_change)
  if (left <= 0) return known
  return known + (99 - known) * (1 - Math.exp(-Math.min(MAX_EXTRAPOLATION, passed / left)))
}
