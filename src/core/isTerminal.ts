import type { CompletedVideoTask, FailedVideoTask, VideoTask } from './VideoTask.js'

/** Whether a task has ended, and so will never change again: `completed`, `failed` or `error`. */
export function isTerminal(task: VideoTask | null | undefined): task is CompletedVideoTask | FailedVideoTask {
  return task?.status === 'completed' || task?.status === 'failed' || task?.status === 'error'
}
