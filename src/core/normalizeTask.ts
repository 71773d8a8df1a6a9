import { findVideoUrl } from './findVideoUrl.js'
import { isRecord } from './isRecord.js'
import { parseErrorDetails } from './parseErrorDetails.js'
import { parseProgress } from './parseProgress.js'
import { parseStatus } from './parseStatus.js'
import { parseTime } from './parseTime.js'
import { readText } from './readText.js'
import { unwrapEnvelope } from './unwrapEnvelope.js'

function findFailure(task: Record<string, unknown>): Record<string, unknown> | undefined {
  const { error } = task
  const said = parseErrorDetails(readText(error) || isRecord(error) ? { error } : task)
  const { requestId: request_id, ...details } = said
  const failure = dropAbsent({ ...(isRecord(error) ? error : {}), ...details, request_id })
  return Object.keys(failure).length > 0 ? failure : undefined
}

function dropAbsent(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}

/**
 * A provider's answer as the documented shape: names and units are the contract's, absent and null are the same, and
 * what the contract does not know is kept as it came. Completion is read from the status word alone.
 *
 * @param id the id that was asked for, used where the answer holds none
 */
export function normalizeTask(body: Record<string, unknown>, id?: string): Record<string, unknown> {
  const task = unwrapEnvelope(body)
  const { status, raw } = parseStatus(task['status'])
  const isFailure = status === 'failed' || status === 'error'
  const isEnd = status === 'completed' || isFailure
  return dropAbsent({
    ...task,
    id: readText(task['id']) ?? readText(task['task_id']) ?? id,
    task_id: readText(task['task_id']),
    object: 'video',
    model: readText(task['model']),
    status,
    raw_status: raw ?? readText(task['raw_status']),
    progress: parseProgress(task['progress']) ?? (status === 'completed' ? 100 : 0),
    created_at: parseTime(task['created_at'] ?? task['submit_time']),
    // Some gateways send it while the task is running; nobody may take it for an end.
    completed_at: isEnd ? parseTime(task['completed_at'] ?? task['finish_time']) : undefined,
    expires_at: parseTime(task['expires_at']),
    seconds: readText(task['seconds']),
    size: readText(task['size']),
    prompt: readText(task['prompt']),
    remixed_from_video_id: readText(task['remixed_from_video_id']),
    video_url: status === 'completed' ? findVideoUrl(task) : undefined,
    error: isFailure ? findFailure(task) : undefined,
  })
}
