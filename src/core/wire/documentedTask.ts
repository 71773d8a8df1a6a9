import { dropAbsent, isHttpUrl, isRecord } from './fieldValues.js'
import { isStatus, type VideoTask, type VideoTaskFailure } from '../task/videoTask.js'

/**
 * Reads a task in the documented shape, as the proxy of this package sends it; undefined for any other body, which
 * `parseVideoTask` reads. Whatever this function reads, `parseVideoTask` reads to the same task.
 *
 * @param readFailure reads why a task failed; without it, failed tasks are left to `parseVideoTask`
 */
export function readDocumentedTask(
  body: unknown,
  readFailure?: (error: unknown) => VideoTaskFailure | undefined,
): VideoTask | undefined {
  if (!isRecord(body)) return undefined
  const { id, status, progress, video_url, error } = body
  if (!isText(id) || !isStatus(status) || !isBetween(progress, 0, 100)) return undefined
  const isCompleted = status === 'completed'
  const isEnded = isCompleted || status === 'failed' || status === 'error'
  const hasUrl = isCompleted && isHttpUrl(video_url)
  const failure = isEnded && !isCompleted ? readFailure?.(error) : undefined
  // Where the field of the video or of the reason says nothing, another one may.
  if (isEnded && !hasUrl && !(isCompleted ? (video_url ?? error) == null : failure)) return undefined

  const others: Record<string, unknown> = {}
  for (const name in body) {
    const value = body[name]
    if (name === 'progress' || name === 'error') continue
    if (!FIELD.test(name)) {
      if ((isEnded && !hasUrl) || ALIAS.test(name)) return undefined
      others[name] = value
    } else if (value !== null) {
      if (!(name.endsWith('_at') ? isBetween(value, 1, 1e11) : isText(value))) return undefined
      if (isEnded || name !== 'completed_at') others[name] = value
    }
  }
  return dropAbsent<VideoTask>(
    {
      id,
      object: 'video',
      status: status === 'queued' && progress ? 'in_progress' : status,
      progress: Math.max(0, progress),
      video_url: hasUrl ? video_url : undefined,
      error: failure,
    },
    others,
  )
}

/** The documented fields that hold text or a time. */
const FIELD =
  /^((task_|remixed_from_video_)?id|object|status|model|seconds|size|prompt|still|video_url|(created|completed|expires)_at)$/

/** Starts and ends of fields that `parseVideoTask` reads in place of a documented one, or does not pass on. */
const ALIAS = /^(observed|poll_|raw_|video_d|created|__)|(_time|At|d_at)$/

/** Whether a value is text without blanks around it. */
export const isText = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && value.trim() === value

const isBetween = (value: unknown, min: number, max: number): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max
