import { dropAbsent, isHttpUrl, isRecord } from './fieldValues.js'
import { isStatus, type VideoTask, type VideoTaskFailure } from '../task/videoTask.js'

/**
 * Reads a task in the documented shape, as the proxy of this package sends it; undefined for any other body, which
 * `parseVideoTask` reads. Whatever this function reads, `parseVideoTask` reads to the same task.
 */
export function readDocumentedTask(body: unknown): VideoTask | undefined {
  if (!isRecord(body)) return undefined
  const { id, status, progress, video_url, error } = body
  if (!isText(id) || !isStatus(status) || !isBetween(progress, 0, 100)) return undefined
  const isCompleted = status === 'completed'
  const isEnded = isCompleted || status === 'failed' || status === 'error'
  const hasUrl = isCompleted && isHttpUrl(video_url)
  const failure = isEnded && !isCompleted ? readDocumentedError(error) : undefined
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
  /^((task_|remixed_from_video_)?id|object|status|model|seconds|size|prompt|video_url|(created|completed|expires)_at)$/

/** Fields that `parseVideoTask` reads in place of a documented one, or does not pass on. */
const ALIAS = /^(observed|raw_status|video_data|created|__proto__)$|(_time|At|d_at)$/

/** Reads a task's error in the documented shape; undefined for any other value, and for a message that holds JSON or HTML. */
function readDocumentedError(error: unknown): VideoTaskFailure | undefined {
  if (!isRecord(error) || !isText(error['message'])) return undefined
  const failure: VideoTaskFailure = {}
  for (const name in error) {
    const value = error[name]
    if (value === null) continue
    const [, text = value, request_id] = (name === 'message' && REQUEST_ID.exec(`${value}`)) || []
    if (!isErrorField(name) || !isText(text) || UNCLEAR.test(text)) return undefined
    if (request_id) failure.request_id ??= request_id
    failure[name] = text
  }
  return failure
}

/** The end that CometAPI and its relatives give a message. */
const REQUEST_ID = /^(.+) \(request id: (\w+)\)$/s

const isErrorField = (name: string): name is keyof VideoTaskFailure =>
  /^(message|code|type|param|request_id)$/.test(name)

/** Texts of an error that say more, or less, than they seem to: also an id of the request in another place. */
const UNCLEAR = /request[ _-]?id|^([<{]|(succe|ok$|0$|200$))/i

const isText = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && value.trim() === value

const isBetween = (value: unknown, min: number, max: number): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max
