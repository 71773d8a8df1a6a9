import { documentedTaskSchema } from './documentedTaskSchema.js'
import { isRecord } from './isRecord.js'
import { normalizeTask } from './normalizeTask.js'
import { parseErrorDetails } from './parseErrorDetails.js'
import { readText } from './readText.js'
import { unwrapEnvelope } from './unwrapEnvelope.js'
import { VideoApiError } from './VideoApiError.js'
import { VideoResponseError } from './VideoResponseError.js'
import type { VideoTask } from './VideoTask.js'

/** What is known of an answer besides its body. */
export interface ParseVideoTaskOptions {
  /** The id that was asked for, used where the answer holds none. */
  id?: string
  /** HTTP status of the answer, for the error. @default 200 */
  status?: number
}

const SUCCESS_CODES = ['success', 'ok', '0', '200']

/** An error envelope that a gateway sent under a 200: no task in it, and a code or an error that says so. */
function isErrorEnvelope(body: Record<string, unknown>): boolean {
  const task = unwrapEnvelope(body)
  if (readText(task['status']) || readText(task['id']) || readText(task['task_id'])) return false
  const code = readText(body['code'])
  return (code !== undefined && !SUCCESS_CODES.includes(code.toLowerCase())) || Boolean(body['error'])
}

function nameOf(body: unknown): string {
  if (body === null) return 'null'
  if (Array.isArray(body)) return 'an array'
  return `a ${typeof body}`
}

/**
 * Reads the JSON body of an answer as a video task, whichever known dialect it is written in.
 *
 * @throws {VideoResponseError} code `invalid_body` when it is no object, `missing_id` when neither it nor the call names an id
 * @throws {VideoApiError} when it is an error envelope sent under a 2xx
 */
export function parseVideoTask(body: unknown, { id, status = 200 }: ParseVideoTaskOptions = {}): VideoTask {
  if (!isRecord(body)) {
    throw new VideoResponseError(
      `The video API answered ${status} with ${nameOf(body)}. Expected a video task: a JSON object with an id and a status.`,
      { code: 'invalid_body', retryable: true, status, body },
    )
  }
  if (isErrorEnvelope(body)) throw new VideoApiError({ status, body, ...parseErrorDetails(body) })
  const result = documentedTaskSchema.safeParse(normalizeTask(body, id))
  if (result.success) return result.data
  throw new VideoResponseError(
    `The video API answered ${status} with a JSON object that names no task id. Expected a video task with an \`id\`.`,
    { code: 'missing_id', status, body },
  )
}
