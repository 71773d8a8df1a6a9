import { toVideoTaskError, VideoTaskError } from '../core/errors/VideoTaskError.js'

/**
 * Tasks were created, and are billed, but no video of them arrived: a task failed, its state or its video could not be
 * fetched, or the call was aborted, where `name` is that of the signal's reason, such as `AbortError`. `code` and
 * `retryable` are those of the `cause`; of a retryable one the video can still be had by its `taskIds`.
 *
 * @example
 * ```ts
 * import { VideoGenerationError } from 'react-video-task/ai-sdk'
 *
 * export const paidTasks = (error: unknown) => (error instanceof VideoGenerationError ? error.taskIds : [])
 * ```
 */
export class VideoGenerationError extends VideoTaskError {
  override readonly name: string = 'VideoGenerationError'
  /** The tasks of the call. */
  declare readonly taskIds: readonly string[]

  constructor(taskIds: readonly string[], cause: unknown, isAborted: boolean) {
    const { message, code, retryable } = toVideoTaskError(cause)
    super(`${message} (${taskIds.length > 1 ? 'tasks' : 'task'} ${taskIds.join(', ')})`, {
      code: isAborted ? 'aborted' : code,
      retryable: isAborted || retryable,
      cause,
    })
    this.taskIds = taskIds
    // The AI SDK knows an abort by its name.
    if (isAborted) this.name = cause instanceof Error ? cause.name : 'AbortError'
  }
}
