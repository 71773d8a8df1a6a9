import type { VideoTask } from './VideoTask.js'
import type { VideoTaskObservation } from './VideoTaskObservation.js'
import { isTerminal } from './isTerminal.js'

/** A pause between two looks longer than this, in ms, was no watching: the machine slept, or its clock was set. */
const MAX_GAP = 120_000

/** When and how a task is looked at. */
export interface ObserveOptions {
  /** Milliseconds of this machine's clock. */
  now: number
  /** When it was last looked at, successfully or not; 0 for never. */
  lastLook?: number
  /** Without a change for this long, in ms, the watch is given up. @default 1800000, 30 minutes */
  deadline?: number
}

/**
 * Adds to a fresh answer what watching has shown, from what the previous one held. Where nothing visible changed, the
 * observation is the previous one.
 */
export function observeVideoTask(
  previous: VideoTask | undefined,
  task: VideoTask,
  { now, lastLook = 0, deadline = 1_800_000 }: ObserveOptions,
): VideoTask {
  return { ...task, observed: observe(previous, task, now, lastLook, deadline) }
}

function observe(
  previous: VideoTask | undefined,
  task: VideoTask,
  now: number,
  lastLook: number,
  deadline: number,
): VideoTaskObservation {
  const before = previous?.observed
  const hint = task.observed?.poll_after
  const isRunning = task.status === 'in_progress'
  if (!before) {
    return {
      first_seen: now,
      ...(isRunning && { running_since: now, running_from: task.progress }),
      highest_progress: task.progress,
      last_change: now,
      watched_from: now,
      ...(hint !== undefined && { poll_after: hint }),
    }
  }
  const { poll_after: _, ...kept } = before
  const next: VideoTaskObservation = hint === undefined ? kept : { ...kept, poll_after: hint }
  const gap = now - lastLook
  if (gap < 0 || gap > MAX_GAP) next.watched_from = now
  if (isRunning && before.running_since === undefined) {
    next.running_since = now
    next.running_from = task.progress
  }
  if (previous.status !== task.status || previous.progress !== task.progress) {
    next.last_change = now
    next.highest_progress = Math.max(before.highest_progress, task.progress)
    delete next.stalled
  }
  const still = now - Math.max(next.last_change, next.watched_from)
  if (still >= deadline && !isTerminal(task)) next.stalled ??= now
  return next
}
