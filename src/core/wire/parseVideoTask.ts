import { VideoApiError, VideoResponseError } from '../errors/VideoTaskError.js'
import type { VideoTask, VideoTaskFailure } from '../task/videoTask.js'
import { readTaskId, unwrapEnvelope } from './envelope.js'
import { parseErrorDetails } from './errorDetails.js'
import { parseStatus, readStatusWord } from './status.js'
import { isRecord, parseProgress, parseTime, readText } from './values.js'
import { findVideoUrl } from './videoUrl.js'

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

/** Absent and undefined are the same; and a `__proto__` that came over the wire is nobody's prototype. */
function dropAbsent<T extends object>(fields: T): T {
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined || name === '__proto__') Reflect.deleteProperty(fields, name)
  }
  return fields
}

function findFailure(task: Record<string, unknown>): VideoTaskFailure | undefined {
  const { error } = task
  const { message, code, requestId: request_id } = parseErrorDetails(task)
  // A task's own `type` is what kind of task it is.
  const { type, param } = parseErrorDetails(error)
  const failure = dropAbsent({
    ...(isRecord(error) ? error : {}),
    ...{ message, code, type, param, request_id },
  })
  return Object.keys(failure).length > 0 ? failure : undefined
}

const firstTime = (task: Record<string, unknown>, names: string[]) =>
  names.map((name) => parseTime(task[name])).find((time) => time !== undefined)

/**
 * A provider's answer as the documented shape: names and units are the contract's, absent and null are the same, and
 * what the contract does not know is kept as it came, except `observed`, which is ours to say. Completion is read from
 * the status word alone. Without any id there is no task.
 *
 * @param askedId the id that was asked for, used where the answer holds none
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
    // These are told of an end only: some gateways send them while the task is running.
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

/** A Standard Schema, version 1. */
export interface VideoTaskSchema {
  readonly '~standard': {
    readonly version: 1
    readonly vendor: string
    /** For inference alone; not there at run time. */
    readonly types?: { readonly input: unknown; readonly output: VideoTask } | undefined
    readonly validate: (value: unknown) => VideoTaskSchemaResult
  }
}

/** The task that was read, or why there is none. */
export type VideoTaskSchemaResult =
  | { readonly value: VideoTask; readonly issues?: undefined }
  | { readonly issues: readonly { readonly message: string; readonly path?: readonly PropertyKey[] }[] }

/**
 * A Standard Schema that reads any known dialect of a task and gives the documented shape. It refuses only what is no
 * object, or holds no id; an odd value in a field that nobody needs is dropped.
 *
 * @see https://standardschema.dev
 */
export const videoTaskSchema: VideoTaskSchema = {
  '~standard': {
    version: 1,
    vendor: 'react-video-task',
    validate(value) {
      if (!isRecord(value)) return { issues: [{ message: 'Expected a video task: an object with an id.' }] }
      const task = normalizeTask(value)
      return task
        ? { value: task }
        : { issues: [{ message: 'Expected the id of a video task.', path: ['id'] }] }
    },
  },
}

/** What an answer should have been, for the errors about one that is not. */
export const EXPECTED_TASK = 'Expected a video task: a JSON object with an id and a status.'

/**
 * What to tell a developer, once per word, of a task whose status is a word this library does not know; `undefined` where
 * it is known.
 */
export function unknownStatusWarning({ id, raw_status }: VideoTask): string | undefined {
  if (raw_status === undefined) return undefined
  return (
    `The video task ${id} has the status '${raw_status.slice(0, 80)}', which react-video-task does not know. It is taken for ` +
    'work in progress and polled until it changes or the watch is given up. If it is an end, have a proxy or a client ' +
    'of your own translate it, and please report the word.'
  )
}
