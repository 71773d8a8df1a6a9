import { findVideoUrl } from '../core/findVideoUrl.js'
import { parseStatus } from '../core/parseStatus.js'
import { parseTime } from '../core/parseTime.js'
import { urlExpiry } from './urlExpiry.js'

/** An ended task changes no more, but for its address, which is signed anew when asked for. */
const ENDED = 30_000
/** A refusal may be over at once: an id that is some seconds old, a limit, an outage. */
const REFUSED = 1_000

/** The longest that any answer is kept where a running task's is kept `ttl` ms. */
export const longestLifetime = (ttl: number) => (ttl > 0 ? Math.max(ttl, ENDED) : 0)

/** How long an answer may be shown, in ms. */
export function answerLifetime(
  status: number,
  task: Record<string, unknown> | undefined,
  ttl: number,
): number {
  if (status < 200 || status >= 300) return Math.min(ttl, REFUSED)
  const { status: state } = task ? parseStatus(task) : { status: 'queued' }
  if (ttl === 0 || task === undefined || state === 'queued' || state === 'in_progress') return ttl
  if (state !== 'completed') return longestLifetime(ttl)
  const url = findVideoUrl(task)
  // Completed before its address is there: that comes any moment.
  if (url === undefined) return ttl
  const expiresAt = parseTime(task['expires_at'])
  const ends = [urlExpiry(url), expiresAt && expiresAt * 1000].filter((end) => end !== undefined)
  return Math.max(0, Math.min(longestLifetime(ttl), ...ends.map((end) => end - Date.now())))
}
