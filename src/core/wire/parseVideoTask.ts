import { unwrapEnvelope } from './envelope.js'
import { parseErrorDetails } from './errorDetails.js'
import { dropAbsent, isRecord, parseProgress, parseTime, readText } from './fieldValues.js'
import { parseStatus, readStatusWord } from './status.js'
import { readTaskId } from './taskId.js'
import { findVideoUrl } from './videoUrl.js'
import { VideoApiError, VideoResponseError } from '../errors/VideoTaskError.js'
import type { VideoTask, VideoTaskFailure } from '../task/videoTask.js'

/** Options of `parseVideoTask`. */
export interface ParseVideoTaskOptions {
  /** Id of the request, used where the body has none. */
  id?: string | undefined
  /** HTTP status of the response, for the error. @default 200 */
  status?: number | undefined
}

/**
 * Parses the JSON body of a response as a video task, in any known dialect.
 *
 * @throws {VideoResponseError} code `invalid_body` where the body is not an object, `missing_id` where neither the body nor
 *   the options have an id
 * @throws {VideoApiError} where the body is an error that was sent with a 2xx
 * @example
 * ```ts
 * import { parseVideoTask } from 'react-video-task/client'
 *
 * const response = await fetch('/api/v1/videos/task_123')
 * const task = parseVideoTask(await response.json(), { id: 'task_123', status: response.status })
 * console.log(task.status, task.progress)
 * ```
 */
export function parseVideoTask(body: unknown, { id, status = 200 }: ParseVideoTaskOptions = {}): VideoTask {
  const invalid = (found: string, code: string, retryable: boolean) =>
    new VideoResponseError(`The video API answered ${status} with ${found}. ${EXPECTED_TASK}`, {
      code,
      retryable,
      status,
      body,
    })
  if (!isRecord(body)) {
    const found = body === null ? 'null' : Array.isArray(body) ? 'an array' : `a ${typeof body}`
    throw invalid(found, 'invalid_body', true)
  }
  const error = findEnvelopeError(body, id, status)
  if (error) throw error
  const task = normalizeTask(body, id)
  if (task) return task
  throw invalid('a JSON object without an id', 'missing_id', false)
}

/** What a response should have contained, for the end of an error message. */
export const EXPECTED_TASK = 'Expected a video task: a JSON object with an id and a status.'

/**
 * The error of an envelope that a gateway sent with a 2xx: it has no task, and a code or an error. Where the code is an
 * HTTP status, that is the error's status.
 */
function findEnvelopeError(
  body: Record<string, unknown>,
  id: string | undefined,
  status: number,
): VideoApiError | undefined {
  const task = unwrapEnvelope(body, id)
  if (readStatusWord(task) ?? readTaskId(task)) return undefined
  const details = parseErrorDetails(body)
  const { error, errors, success } = body
  const isRefusal = success === false || error === true || parseErrorDetails(error ?? errors).message
  if (details.code === undefined && !isRefusal) return undefined
  const code = Number(details.code)
  return new VideoApiError({ ...details, status: code >= 400 && code < 600 ? code : status, body })
}

/**
 * Normalizes a provider's answer to the documented shape: names and units are those of the contract, null counts as absent,
 * and unknown fields stay as they are, except `observed`, which is this library's own. Only the status word says that a task
 * has ended. Undefined where there is no id.
 *
 * @param askedId id of the request, used where the answer has none
 */
export function normalizeTask(body: Record<string, unknown>, askedId?: string): VideoTask | undefined {
  const task = unwrapEnvelope(body, askedId)
  const id = readTaskId(task) ?? readText(askedId)
  if (id === undefined) return undefined
  const { status, raw } = parseStatus(task)
  const fields = {
    ...task,
    id,
    task_id: readText(task['task_id']),
    object: 'video' as const,
    model: readText(task['model']),
    raw_status: raw ?? (status === 'in_progress' ? readText(task['raw_status']) : undefined),
    progress: parseProgress(task['progress']) ?? (status === 'completed' ? 100 : 0),
    created_at: firstTime(task, ['created_at', 'submit_time', 'createdAt', 'create_time', 'created']),
    expires_at: parseTime(task['expires_at']),
    seconds: readText(task['seconds']),
    size: readText(task['size']),
    prompt: readText(task['prompt']),
    remixed_from_video_id: readText(task['remixed_from_video_id']),
    // Fields of an ended task: some gateways send them while the task is running.
    completed_at: undefined,
    video_url: undefined,
    error: undefined,
    observed: undefined,
  }
  if (status === 'queued' || status === 'in_progress') return dropAbsent({ ...fields, status })
  const completed_at = firstTime(task, [
    'completed_at',
    'finish_time',
    'completedAt',
    'finished_at',
    'end_time',
  ])
  if (status === 'completed') {
    return dropAbsent({ ...fields, status, completed_at, video_url: findVideoUrl(task) })
  }
  return dropAbsent({ ...fields, status, completed_at, error: findFailure(task) })
}

function firstTime(task: Record<string, unknown>, names: string[]): number | undefined {
  return names.map((name) => parseTime(task[name])).find(Boolean)
}

function findFailure(task: Record<string, unknown>): VideoTaskFailure | undefined {
  const { error } = task
  const { message, code, requestId: request_id } = parseErrorDetails(task)
  // The `type` of the task itself is its kind of task.
  const { type, param } = parseErrorDetails(error)
  const failure = dropAbsent({
    ...(isRecord(error) ? error : {}),
    ...{ message, code, type, param, request_id },
  })
  return Object.keys(failure).length > 0 ? failure : undefined
}
