import { parseErrorDetails } from '../../core/wire/errorDetails.js'
import { getVideoTaskErrorKind, type VideoTaskErrorKind } from '../../core/errors/errorKind.js'
import { isVideoTaskError } from '../../core/errors/VideoTaskError.js'
import { isRecord } from '../../core/wire/fieldValues.js'
import { parseVideoTask } from '../../core/wire/parseVideoTask.js'
import type { ParseVideoTaskOptions } from '../../core/wire/readVideoTask.js'
import { findVideoUrl } from '../../core/wire/findVideoUrl.js'
import type { VideoTask } from '../../core/task/videoTask.js'
import { ProxyError } from '../proxyError.js'
import { errorType } from '../responses.js'
import { refuseCredentials, type UpstreamJson } from '../upstream/upstreamJson.js'

/** An answer of the API in the documented shape, whatever dialect it came in. */
export interface DocumentedAnswer {
  status: number
  headers: Headers
  /** The answer, or a changed one, as text. Integers keep their digits. */
  print: (body: unknown) => string
  /** The task with all its other fields; `undefined` in an answer that is an error. */
  task: Record<string, unknown> | undefined
  /** The task, or an error in the API's envelope. */
  body: unknown
}

/**
 * Rewrites an answer about a task to the contract that CometAPI and OpenAI document, so that any client of theirs works in
 * front of any gateway: one task without an envelope, its status one of five words, its URL in `video_url`, and errors as
 * `{ "error": { "message", "type", "param", "code" } }` under an error status. Fields beyond the contract stay.
 *
 * @param id the id of the request; none for a create
 * @throws {ProxyError} 502 `upstream_invalid_answer` where there is neither a task nor an error; 502 `upstream_unauthorized`
 *   for an error about the server's key that came with a 2xx
 */
export function toDocumentedAnswer(
  { status, headers, text, value, print }: UpstreamJson,
  id?: string,
): DocumentedAnswer {
  const answer = { headers, print }
  if (status >= 300) return { ...answer, status, task: undefined, body: toEnvelope(value, status) }
  try {
    const body = toDocumentedTask(value, { id, status })
    // A 204 cannot have a body.
    return { ...answer, status: status === 204 ? 200 : status, task: body, body }
  } catch (error) {
    if (!isVideoTaskError(error) || error.name !== 'VideoApiError') {
      throw notATask(status, text, id === undefined)
    }
    const { status: named = 0 } = error
    const kind = getVideoTaskErrorKind(error)
    if (CREDENTIAL_KINDS.has(kind)) refuseCredentials(status, text, headers)
    const errorStatus = named >= 400 ? named : (STATUSES[kind] ?? 503)
    return { ...answer, status: errorStatus, task: undefined, body: toEnvelope(value, errorStatus) }
  }
}

/**
 * The documented task in a JSON value of the API.
 *
 * @throws {VideoTaskError} what `parseVideoTask` throws
 */
export function toDocumentedTask(value: unknown, options?: ParseVideoTaskOptions): Record<string, unknown> {
  const task: Record<string, unknown> = {
    ...nullFields(value),
    ...withoutCopiedVideo(parseVideoTask(value, options)),
  }
  // Only the proxy says what becomes of stills, also where the task is inside of an envelope.
  delete task['still']
  return task
}

/** Leaves out the copy of a video inside the task, some MB, where the task still holds the video in another field. */
function withoutCopiedVideo(task: VideoTask): VideoTask {
  if (task.status !== 'completed' || task.video_data === undefined) return task
  const { video_data, ...rest } = task
  return findVideoUrl(rest) === video_data ? rest : task
}

/** Kinds of errors about the server's own key, which come with a 2xx from some gateways. */
const CREDENTIAL_KINDS: ReadonlySet<VideoTaskErrorKind> = new Set(['sign_in', 'quota', 'forbidden'])

/** Statuses of errors that came with a 2xx. All others pass like an outage. */
const STATUSES: Partial<Record<VideoTaskErrorKind, number>> = {
  rate_limit: 429,
  unknown_task: 404,
  moderation: 400,
  invalid_request: 400,
  model_unavailable: 400,
}

/** Fields that the contract allows to be null, which means the same as absent, but not to every client. */
const NULLABLE_FIELDS = [
  'completed_at',
  'error',
  'expires_at',
  'prompt',
  'remixed_from_video_id',
  'seconds',
  'size',
]

function nullFields(value: unknown): Record<string, null> {
  const names = NULLABLE_FIELDS.filter((name) => isRecord(value) && value[name] === null)
  return Object.fromEntries(names.map((name) => [name, null]))
}

/** Puts an error into the documented envelope; one that is in it stays as it is. */
function toEnvelope(value: unknown, status: number): unknown {
  const { error } = isRecord(value) ? value : {}
  if (isRecord(error) && typeof error['message'] === 'string') return value
  const {
    message = `The video API answered ${status}.`,
    requestId,
    type,
    param,
    code,
  } = parseErrorDetails(value)
  return {
    error: {
      message: requestId === undefined ? message : `${message} (request id: ${requestId})`,
      type: type ?? errorType(status),
      param: param ?? null,
      code: code ?? null,
    },
  }
}

function notATask(status: number, text: string, isCreate: boolean): ProxyError {
  const found = `The video API answered ${status} with JSON that is no task.`
  const message = isCreate
    ? `${found} The video may have been made, and is then billed: look for it before you create it again.`
    : `${found} If this continues, check the proxy's baseURL.`
  // What a create answered may name the video in a way that nothing here reads, so it is not lost.
  return new ProxyError(502, 'upstream_invalid_answer', message, {
    answer: isCreate ? text : undefined,
    cause: new Error(`The video API answered: ${text.slice(0, MAX_REPORTED_LENGTH)}`),
  })
}

/** How much of an answer `onError` gets, in characters. */
const MAX_REPORTED_LENGTH = 4096
