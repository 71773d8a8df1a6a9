import { findVideoUrl } from './findVideoUrl.js'
import { isRecord } from './isRecord.js'
import { parseErrorDetails } from './parseErrorDetails.js'
import { parseProgress } from './parseProgress.js'
import { parseStatus } from './parseStatus.js'
import { parseTime } from './parseTime.js'
import { readTaskId } from './readTaskId.js'
import { readText } from './readText.js'
import { unwrapEnvelope } from './unwrapEnvelope.js'
import type { VideoTask, VideoTaskFailure } from './VideoTask.js'

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
