import type { VideoTask } from './VideoTask.js'

/**
 * The percentage the server vouches for: never 100 before completion, though a stuck task may say so, and never less than
 * before, though some servers go backwards. Undefined where it says nothing useful: before the task runs, while it reports
 * 0, and after it failed, when some report 100.
 */
export function knownProgress(task: VideoTask | undefined): number | undefined {
  if (task?.status === 'completed') return 100
  if (task?.status !== 'in_progress') return undefined
  return Math.min(99, Math.max(task.progress, task.observed?.highest_progress ?? 0)) || undefined
}
