import { VideoTaskError } from '../errors/VideoTaskError.js'
import { readText } from './fieldValues.js'

/**
 * Reads the id of a task on the wire: `id`, else `task_id` or a relative of it. Undefined where there is none, and for a
 * number beyond 2^53, whose last digits a parser has lost: it would name another task.
 */
export function readTaskId(task: Record<string, unknown>): string | undefined {
  for (const name of ID_FIELDS) {
    const value = task[name]
    const id = typeof value === 'number' && !Number.isSafeInteger(value) ? undefined : readText(value)
    if (id) return id
  }
  return undefined
}

/** Fields of a task's id: the documented ones, kie's, HeyGen's, Runware's, HiggsField's and Leonardo's. */
const ID_FIELDS = [
  'id',
  'task_id',
  'taskId',
  'video_id',
  'taskUUID',
  'job_id',
  'generation_id',
  'generationId',
]

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
  const advice =
    process.env.NODE_ENV === 'production' ? '' : ' Expected the id of a created video, or null in a hook.'
  throw new VideoTaskError(`Invalid task id ${shown}.${advice}`, { code: 'invalid_id' })
}

/**
 * What no path segment can be or carry: blank text, `.` and `..`, which URL parsers remove even where they are percent-encoded,
 * control characters, and halves of surrogate pairs, on which `encodeURIComponent` throws.
 */
const UNUSABLE = /^\s*$|^\.\.?$|[\p{Cc}\p{Cs}]/u
