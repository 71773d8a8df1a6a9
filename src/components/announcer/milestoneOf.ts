import { knownProgress } from '../../core/knownProgress.js'
import type { VideoTask } from '../../core/VideoTask.js'

/** The last milestone a task has passed, in their order: 0 queued, 1 started, 25, 50, 75, 100 completed, 101 failed. */
export function milestoneOf(task: VideoTask): number {
  if (task.status === 'queued') return 0
  if (task.status !== 'in_progress') return task.status === 'completed' ? 100 : 101
  return Math.floor((knownProgress(task) ?? 0) / 25) * 25 || 1
}
