import { messageOf } from '../core/messageOf.js'
import { VideoTaskError } from '../core/VideoTaskError.js'

/**
 * An error of this library as it is. Anything else comes from a client the app wrote: it becomes the `cause` of a
 * retryable one, since what such a client throws is most often the network's failure.
 */
export function toVideoTaskError(error: unknown): VideoTaskError {
  if (error instanceof VideoTaskError) return error
  return new VideoTaskError(messageOf(error), { code: 'unknown', retryable: true, cause: error })
}
