import { EXPECTED_TASK } from './expectedTask.js'
import { isRecord } from './isRecord.js'
import { normalizeTask } from './normalizeTask.js'
import { parseErrorDetails } from './parseErrorDetails.js'
import { readStatusWord } from './parseStatus.js'
import { readTaskId } from './readTaskId.js'
import { unwrapEnvelope } from './unwrapEnvelope.js'
import { VideoApiError } from './VideoApiError.js'
import { VideoResponseError } from './VideoResponseError.js'
import type { VideoTask } from './VideoTask.js'

/** What is known of an answer besides its body. */
export interface ParseVideoTaskOptions {
  /** The id that was asked for, used where the answer holds none. */
  id?: string | undefined
  /** HTTP status of the answer, for the error. @default 200 */
  status?: number | undefined
}

/**
 * The error in an envelope that a gateway sent under a 2xx: no task in it, and a code or an error that says so. Where its
 * code is an HTTP status, that is the status the answer should have had.
 */
function readErrorEnvelope(body: Record<string, unknown>, id: string | undefined, status: number) {
  const task = unwrapEnvelope(body, id)
  if (readStatusWord(task) ?? readTaskId(task)) return undefined
  const details = parseErrorDetails(body)
  const { error, errors, success } = body
  const isRefusal = success === false || error === true || parseErrorDetails(error ?? errors).message
  if (details.code === undefined && !isRefusal) return undefined
  const told = Number(details.code)
  return new VideoApiError({ ...details, status: told >= 400 && told < 600 ? told : status, body })
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
    throw new VideoResponseError(`The video API answered ${status} with ${nameOf(body)}. ${EXPECTED_TASK}`, {
      code: 'invalid_body',
      retryable: true,
      status,
      body,
    })
  }
  const error = readErrorEnvelope(body, id, status)
  if (error) throw error
  const task = normalizeTask(body, id)
  if (task) return task
  throw new VideoResponseError(
    `The video API answered ${status} with a JSON object without an id. ${EXPECTED_TASK}`,
    { code: 'missing_id', status, body },
  )
}
