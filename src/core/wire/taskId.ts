import { VideoTaskError } from '../errors/VideoTaskError.js'

/**
 * Checks a task id before a request is made with it. Any non-blank text that a URL can carry is accepted.
 *
 * @throws {VideoTaskError} code `invalid_id`, with the reason in its message
 * @example
 * ```ts
 * import { assertTaskId } from 'react-video-task/client'
 *
 * export function taskPath(id: unknown): string {
 *   assertTaskId(id)
 *   return `/videos/${encodeURIComponent(id)}`
 * }
 * ```
 */
export function assertTaskId(id: unknown): asserts id is string {
  if (typeof id === 'string' && !UNUSABLE.test(id)) return
  const shown = typeof id === 'string' || id === null ? JSON.stringify(id) : `of type ${typeof id}`
  throw new VideoTaskError(`Invalid task id ${shown}. Expected that of a created video, or null in a hook.`, {
    code: 'invalid_id',
  })
}

/**
 * What no path segment can be or carry: blank text, `.` and `..`, which URL parsers remove even where they are percent-encoded,
 * control characters, and halves of surrogate pairs, on which `encodeURIComponent` throws.
 */
const UNUSABLE = /^\s*$|^\.\.?$|[\p{Cc}\p{Cs}]/u
