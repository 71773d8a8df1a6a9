import { MAX_RETRY_AFTER_MS } from '../polling/pollingDefaults.js'

/** `Retry-After` in seconds; a header that was sent twice arrives as `7, 7`. */
const SECONDS = /^\s*(\d+(?:\.\d+)?)\s*(?:,|$)/

/**
 * How long the server asks to wait, in ms, at most ten minutes: the longer of `Retry-After` (seconds or a date) and
 * `openai-poll-after-ms`. Works for answers of any status.
 *
 * @param now this machine's clock; a date is measured against the server's own where it tells it
 */
export function readRetryAfter(headers: Headers, now = Date.now()): number | undefined {
  const after = headers.get('retry-after') ?? ''
  const seconds = SECONDS.exec(after)?.[1]
  const serverNow = Date.parse(headers.get('date') ?? '') || now
  const waits = [
    // A date has a comma or a colon in it; what else `Date.parse` would take for one is nonsense.
    seconds === undefined ? (/[,:]/.test(after) ? Date.parse(after) - serverNow : 0) : Number(seconds) * 1000,
    Number(headers.get('openai-poll-after-ms') ?? 0),
  ].filter((wait) => wait > 0)
  return waits.length > 0 ? Math.min(MAX_RETRY_AFTER_MS, Math.max(...waits)) : undefined
}
