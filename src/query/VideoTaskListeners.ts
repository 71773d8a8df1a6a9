import type { CompletedVideoTask, FailedVideoTask, VideoTask, VideoTaskStatus } from '../core/VideoTask.js'

/** What may be told of tasks. What a listener throws, or its promise rejects with, goes to the global error handler. */
export interface VideoTaskListeners {
  /** The video is there. */
  onCompleted?: ((task: CompletedVideoTask) => void) | undefined
  /** The task ended without a video, as `failed` or `error`. */
  onFailed?: ((task: FailedVideoTask) => void) | undefined
  /**
   * The task moved on, ends included. A task that falls back, from running to queued, is told again only once it is further
   * than it ever was. `previousStatus` is undefined where `includeSettled` tells of a task nobody saw running.
   */
  onStatusChange?: ((task: VideoTask, previousStatus: VideoTaskStatus | undefined) => void) | undefined
}
