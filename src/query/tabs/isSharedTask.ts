import { hasTypes } from '../../core/hasTypes.js'
import { isStatus } from '../../core/isLaterStatus.js'
import type { VideoTask } from '../../core/VideoTask.js'

const TASK = {
  id: 'string',
  object: 'string',
  status: 'string',
  progress: 'number',
  model: 'string|undefined',
  created_at: 'number|undefined',
  task_id: 'string|undefined',
  seconds: 'string|undefined',
  size: 'string|undefined',
  expires_at: 'number|undefined',
  prompt: 'string|undefined',
  remixed_from_video_id: 'string|undefined',
  raw_status: 'string|undefined',
  completed_at: 'number|undefined',
  video_url: 'string|undefined',
} as const

const FAILURE = {
  message: 'string|undefined',
  code: 'string|undefined',
  type: 'string|undefined',
  param: 'string|undefined',
  request_id: 'string|undefined',
} as const

const OBSERVED = {
  first_seen: 'number',
  highest_progress: 'number',
  last_change: 'number',
  watched_from: 'number',
} as const

/** Whether what another tab sent is a task in the documented shape. Fields it does not name may be anything. */
export function isSharedTask(value: unknown): value is VideoTask {
  if (!hasTypes(value, TASK) || value.object !== 'video' || !isStatus(value.status)) return false
  const { error = {}, observed } = value
  return hasTypes(error, FAILURE) && (observed === undefined || hasTypes(observed, OBSERVED))
}
