import {
  englishErrorMessages,
  type VideoTaskErrorMessages,
  type VideoTaskErrorText,
} from './englishErrorMessages.js'
import { getVideoTaskErrorKind, isOwnError, type VideoTaskErrorKind } from './errorKind.js'
import type { VideoTaskFailure } from '../task/videoTask.js'

/** An error in words for users. */
export interface VideoTaskErrorDescription extends VideoTaskErrorText {
  /** Kind of the error. */
  kind: VideoTaskErrorKind
  /** The provider's request id, for its support. */
  requestId?: string
}

/**
 * Describes an error of this library or a failed task's `error` for users: what happened, and what they can do. Never
 * contains the provider's own text, which is written for developers; that stays on the error, for logs (`detail`, `body`;
 * `message`).
 *
 * @param error the error of a query, a mutation or a failed task; null for a failed task without a reason
 * @param messages another language, or other messages for some kinds; English for the rest
 * @example
 * ```tsx
 * import { useVideoTask } from 'react-video-task'
 * import { describeVideoTaskError } from 'react-video-task/messages'
 *
 * export function Problem({ taskId }: { taskId: string }) {
 *   const { error } = useVideoTask(taskId)
 *   if (!error) return null
 *   const { title, action } = describeVideoTaskError(error)
 *   return <p role="alert">{`${title} ${action}`}</p>
 * }
 * ```
 */
export function describeVideoTaskError(
  error: Error | VideoTaskFailure | null | undefined,
  messages: Partial<VideoTaskErrorMessages> = {},
): VideoTaskErrorDescription {
  const kind = getVideoTaskErrorKind(error)
  const requestId = isOwnError(error) ? error.requestId : requestIdOf(error)
  const text = messages[kind] ?? englishErrorMessages[kind]
  return { kind, ...text, ...(requestId !== undefined && { requestId }) }
}

const requestIdOf = (error: Error | VideoTaskFailure | null | undefined) =>
  error && 'request_id' in error ? error.request_id : undefined
