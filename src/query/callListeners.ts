import type { VideoTask, VideoTaskStatus } from '../core/VideoTask.js'
import type { VideoTaskListeners } from './VideoTaskListeners.js'

/** Tells one set of listeners of one transition; none of them can break another, or the caller. */
export function callListeners(
  { onCompleted, onFailed, onStatusChange }: VideoTaskListeners,
  task: VideoTask,
  previousStatus: VideoTaskStatus | undefined,
): void {
  void call(() => onStatusChange?.(task, previousStatus))
  if (task.status === 'completed') void call(() => onCompleted?.(task))
  if (task.status === 'failed' || task.status === 'error') void call(() => onFailed?.(task))
}

async function call(listener: () => unknown): Promise<void> {
  try {
    await listener()
  } catch (error) {
    if (typeof reportError === 'function') reportError(error)
    else throw error
  }
}
