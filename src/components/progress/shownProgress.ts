import type { VideoTask } from '../../core/VideoTask.js'

/**
 * The percentage to show, or undefined where there is none: before a task runs, and after it failed, when some servers
 * report 100. Never 100 before completion, though a stuck task may say so, and never
 * less than before, though some servers go backwards.
 */
export function shownProgress(task: VideoTask | undefined): number | undefined {
  if (task?.status === 'completed') return 100
  if (task?.status !== 'in_progress') return undefined
  return Math.min(99, Math.max(task.progress, task.observed?.highest_progress ?? 0))
}
