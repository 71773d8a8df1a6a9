import { unwrapEnvelope } from './envelope.js'
import { findRefusal, parseErrorDetails } from './errorDetails.js'
import { dropAbsent, isHttpUrl, isRecord } from './fieldValues.js'
import { parseProgress, parseTime, readText } from './scalars.js'
import { parseStatus, readStatusWord } from './status.js'
import { readTaskId } from './readTaskId.js'
import { findVideoUrl } from './findVideoUrl.js'
import type { Errors, VideoApiError } from '../errors/VideoTaskError.js'
import type { VideoTaskPage } from '../client/VideoClient.js'
import { isTerminal, type VideoTask, type VideoTaskFailure } from '../task/videoTask.js'

/** Options of `parseVideoTask`. */
export interface ParseVideoTaskOptions {
  /** Id of the request, used where the body has none. */
  id?: string | undefined
  /** HTTP status of the response, for the error. @default 200 */
  status?: number | undefined
}

/**
 * Reads the JSON body of a response as a video task, in any known dialect.
 *
 * @throws what `parseVideoTask` throws
 */
export function readVideoTask(
  body: unknown,
  { id, status = 200 }: ParseVideoTaskOptions,
  { VideoApiError, VideoResponseError }: Errors,
): VideoTask {
  const invalid = (found: string, init: ConstructorParameters<typeof VideoResponseError>[1]) =>
    new VideoResponseError(`The video API answered ${status} with ${found}. ${EXPECTED_TASK}`, {
      ...init,
      status,
      body,
    })
  if (!isRecord(body)) {
    const found = body === null ? 'null' : Array.isArray(body) ? 'an array' : `a ${typeof body}`
    throw invalid(found, { code: 'invalid_body', retryable: true })
  }
  const found = unwrapEnvelope(body, id)
  const error = findEnvelopeError(body, found, status)
  if (error) throw new VideoApiError(error)
  const task = readTask(found, id)
  if (task) return task
  throw invalid('a JSON object without an id', { code: 'missing_id' })
}

/**
 * Reads the JSON body of a list as a page of tasks. What is no task in it is left out.
 *
 * @throws {VideoResponseError} code `invalid_body` where there is no list
 * @throws {VideoApiError} where the body is an error that was sent with a 2xx
 */
export function readVideoTaskPage(body: unknown, status: number, errors: Errors): VideoTaskPage {
  const items = listedItems(body)
  if (!items) {
    readVideoTask(body, { id: 'list', status }, errors)
    throw new errors.VideoResponseError('Expected a list.', { code: 'invalid_body', status, body })
  }
  const { has_more, last_id } = isRecord(body) ? body : {}
  const tasks = items.flatMap((item) => (isRecord(item) && normalizeTask(item)) || [])
  return { data: tasks, has_more: has_more === true, last_id: readText(last_id) ?? tasks.at(-1)?.id }
}

/**
 * The items of a list, unread; undefined where the body is no list. Gateways written in Go send an empty one as null, or not at
 * all.
 */
export function listedItems(body: unknown): unknown[] | undefined {
  const { data, object }: Record<string, unknown> = isRecord(body) ? body : { data: body }
  if (Array.isArray(data)) return data
  return object === 'list' && (data ?? null) === null ? [] : undefined
}

/**
 * Checks whether the answer to a delete confirms it. A 202, and the task while it runs, do not; what says nothing else does
 * (RFC 9110, 9.3.5).
 *
 * @throws {VideoApiError} where the body is an error that was sent with a 2xx
 */
export function confirmsDelete(body: unknown, id: string, status: number, errors: Errors): boolean {
  const task = readVideoTask(body, { id, status }, errors)
  if ('deleted' in task) return task.deleted === true
  const word = isRecord(body) && readStatusWord(unwrapEnvelope(body, id))
  return status !== 202 && (!word || isTerminal(task))
}

/** What a response should have contained, for the end of an error message. */
const EXPECTED_TASK = 'Expected a video task: a JSON object with an id and a status.'

/**
 * The error of an envelope that a gateway sent with a 2xx: it has no task, and a code, an error or a status that is one. A
 * body without an id and without a field of a task is about the request. Where it names an HTTP status, that is the error's.
 */
function findEnvelopeError(
  body: Record<string, unknown>,
  task: Record<string, unknown>,
  status: number,
): ConstructorParameters<typeof VideoApiError>[0] | undefined {
  const word = readStatusWord(task)
  const names = Object.keys(task)
  const isFailure =
    FAILURE.test(word ?? '') && names.length > 1 && !names.some((name) => TASK_FIELD.test(name))
  if (readTaskId(task) ?? (word && !isFailure)) return undefined
  const details = parseErrorDetails(body)
  const { error, errors, success } = body
  const isRefusal = success === false || error === true || parseErrorDetails(error ?? errors).message
  if (details.code === undefined && !isRefusal && !isFailure) return undefined
  const named = [details.code, readText(body['status'])].map(Number).find((code) => code >= 400 && code < 600)
  const init = { ...details, status: named ?? status, body }
  return init.status < 300 && FINAL.test(`${details.code} ${details.type}`)
    ? { ...init, retryable: false }
    : init
}

/**
 * Code or type of an error under 2xx that is final: about the key, the balance, an unknown task, moderation or parameters;
 * by number MiniMax (1004, 1008, 1026, 1027, 2013, 2049).
 */
const FINAL =
  /auth|key|token|permi|forbid|denied|balance|quota|insuff|arrear|credit|payment|not.?(exist|found)|moderat|sensitive|polic|safety|nsfw|prohibit|invalid|param|bad.?request|^(1004|1008|102[67]|2013|2049) /i

/** The status of a request that failed (JSend) or, where it stands alone or beside fields of a task, of the task. */
const FAILURE = /^(error|fail|failed|failure)$/i

/** Names of fields that only a task has. */
const TASK_FIELD =
  /^(object|model|progress|prompt|seconds|size|fail_reason|failure|created)|(_at|_time|At)$|video/

/**
 * Normalizes a provider's answer to the documented shape: names and units are those of the contract, null counts as absent,
 * and unknown fields stay as they are, except `observed` and `poll_after`, which are this library's own. Only the status word
 * says that a task has ended. Undefined where there is no id.
 *
 * @param askedId id of the request, used where the answer has none
 */
export const normalizeTask = (body: Record<string, unknown>, askedId?: string): VideoTask | undefined =>
  readTask(unwrapEnvelope(body, askedId), askedId)

function readTask(task: Record<string, unknown>, askedId: string | undefined): VideoTask | undefined {
  // The answer to a create may have no other id than that of its request.
  const id = readTaskId(task) ?? readText(askedId) ?? readText(task['request_id'])
  if (id === undefined) return undefined
  const { status, raw } = parseStatus(task)
  const percent = parseProgress(task['progress'])
  const isCompleted = status === 'completed'
  const isEnded = isCompleted || status === 'failed' || status === 'error'
  const video = isCompleted ? findVideoUrl(task) : undefined
  const isUrl = isHttpUrl(video)
  const error = isEnded && !video ? findFailure(task, isCompleted) : undefined
  const fields = {
    id,
    task_id: readText(task['task_id']),
    object: 'video' as const,
    model: readText(task['model']),
    raw_status: raw ?? (status === 'in_progress' ? readText(task['raw_status']) : undefined),
    progress: percent ?? (isCompleted && !error ? 100 : 0),
    created_at: firstTime(task, CREATED_FIELDS),
    expires_at: parseTime(task['expires_at']),
    seconds: readText(task['seconds']),
    size: readText(task['size']),
    prompt: readText(task['prompt']),
    remixed_from_video_id: readText(task['remixed_from_video_id']),
    // Fields of an ended task: some gateways send them while the task is running.
    completed_at: isEnded ? firstTime(task, ENDED_FIELDS) : undefined,
    video_url: isUrl ? video : undefined,
    video_data: isUrl ? undefined : video,
    error,
    observed: undefined,
    poll_after: undefined,
    status: status === 'queued' && percent ? 'in_progress' : isCompleted && error ? 'failed' : status,
  }
  return dropAbsent<VideoTask>(fields, task)
}

const CREATED_FIELDS = ['created_at', 'submit_time', 'createdAt', 'create_time', 'created']

const ENDED_FIELDS = ['completed_at', 'finish_time', 'completedAt', 'finished_at', 'end_time']

function firstTime(task: Record<string, unknown>, names: string[]): number | undefined {
  for (const name of names) {
    const time = parseTime(task[name])
    if (time) return time
  }
  return undefined
}

/**
 * The reason of a task without a video. A completed one has a reason only where a field of an error or a mark of moderation
 * says so: it has failed then, and is read as one that says it has.
 */
function findFailure(task: Record<string, unknown>, isCompleted: boolean): VideoTaskFailure | undefined {
  const { error } = task
  const refusal = findRefusal(task)
  const own = isCompleted ? parseErrorDetails({ error, fail_reason: task['fail_reason'] }) : {}
  if (isCompleted && !(own.message ?? own.code ?? refusal.message ?? refusal.code)) return undefined
  const details = parseErrorDetails(task)
  const word = readStatusWord(task) ?? ''
  const message = own.message ?? details.message ?? refusal.message
  const code = own.code ?? details.code ?? refusal.code ?? (REASON_WORD.test(word) ? word : undefined)
  // The `type` of the task itself is its kind of task.
  const { type, param } = parseErrorDetails(error)
  const failure = dropAbsent(
    { message, code, type, param, request_id: own.requestId ?? details.requestId },
    isRecord(error) ? error : {},
  )
  return Object.keys(failure).length > 0 ? failure : undefined
}

/** Statuses that say why the task failed. */
const REASON_WORD = /nsfw|moder|block|time/i
