import { parseStatus } from '../../core/wire/status.js'
import { parseTime } from '../../core/wire/fieldValues.js'
import { findVideoUrl, videoUrlExpiry } from '../../core/wire/videoUrl.js'

/**
 * How long the answer about a task may be shown, in ms: `ttl` while it runs, 30 s after it has ended but never beyond the
 * expiry of its signed URL, and a second at most for an error.
 *
 * @param task the task in the answer, if there is one
 * @param ttl how long the answer about a running task is shown, in ms; 0 keeps none
 */
export function responseTtl(status: number, task: Record<string, unknown> | undefined, ttl: number): number {
  if (status < 200 || status >= 300) return Math.min(ttl, ERROR_TTL)
  const { status: state } = task ? parseStatus(task) : { status: 'queued' }
  if (ttl === 0 || task === undefined || state === 'queued' || state === 'in_progress') return ttl
  if (state !== 'completed') return maxTtl(ttl)
  const video_url = findVideoUrl(task)
  // Some gateways complete a task shortly before they add its URL.
  if (video_url === undefined) return ttl
  const expiry = videoUrlExpiry({ video_url, expires_at: parseTime(task['expires_at']) }) ?? Infinity
  return Math.max(0, Math.min(maxTtl(ttl), expiry - Date.now()))
}

/** The longest that any answer is shown, in ms. */
export const maxTtl = (ttl: number) => (ttl > 0 ? Math.max(ttl, ENDED_TTL) : 0)

/** An ended task does not change, except for its URL, which the API signs again with each answer. */
const ENDED_TTL = 30_000

/** An error may be over at once: an id that is some seconds old, a rate limit, an outage. */
const ERROR_TTL = 1_000
