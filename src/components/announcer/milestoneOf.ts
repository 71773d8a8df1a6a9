import { knownProgress } from '../../core/knownProgress.js'
import type { VideoTask } from '../../core/VideoTask.js'

/** The points of a task's life that are spoken of, in their order: queued, started, at 25, 50 and 75 %, and its ends. */
export type Milestone = 0 | 1 | 25 | 50 | 75 | 100 | 101

/** The last milestone a task has passed. */
export function milestoneOf(task: VideoTask): Milestone {
  if (task.status === 'queued') return 0
  if (task.status === 'completed') return 100
  if (task.status !== 'in_progress') return 101
  const progress = knownProgress(task) ?? 0
  return ([75, 50, 25] as const).find((milestone) => progress >= milestone) ?? 1
}
