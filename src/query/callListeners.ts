import type { VideoTask, VideoTaskStatus } from '../core/VideoTask.js'
import type { VideoTaskListeners } from './VideoTaskListeners.js'

/** Tells one set of listeners of one transition; none of them can break another, or the caller. */
export function callListeners(
  { onCompleted, onFailed, onStatusChange }: VideoTaskListeners,
  task: VideoTask,
  previousStatus: VideoTaskStatus | undefined,
): void {
  call(() => onStatusChange?.(task, previousStatus))
  if (task.status === 'completed') call(() => onCompleted?.(task))
  if (task.status === 'failed' || task.status === 'error') call(() => onFailed?.(task))
}

function call(listener: () => unknown): void {
  const run = async () => {
    await listener()
  }
  run().catch((error: unknown) => {
    if (typeof reportError === 'function') reportError(error)
    else throw error
  })
}
