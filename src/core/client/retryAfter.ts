import { MAX_RETRY_AFTER_MS } from '../polling/pollingDefaults.js'

/**
 * Reads how long the server asks to wait, in ms, from a response of any status: the longer of `Retry-After` (seconds or a
 * date) and `openai-poll-after-ms`, at most 10 minutes. Undefined where it asks for nothing.
 *
 * @param now this device's clock, for a date in a response that has no `Date` of its own
 */
export function readRetryAfter(headers: Headers, now = Date.now()): number | undefined {
  const after = headers.get('retry-after') ?? ''
  const seconds = SECONDS.exec(after)?.[1]
  const serverNow = Date.parse(headers.get('date') ?? '') || now
  // `Date.parse` accepts more than dates; only those have a comma or a colon.
  const date = /[,:]/.test(after) ? Date.parse(after) - serverNow : 0
  const asked = seconds === undefined ? date : Number(seconds) * 1000
  const wait = Math.max(asked || 0, Number(headers.get('openai-poll-after-ms')) || 0)
  return wait > 0 ? Math.min(MAX_RETRY_AFTER_MS, wait) : undefined
}

/** Seconds; a header that was sent twice arrives as `7, 7`. */
const SECONDS = /^\s*(\d+(?:\.\d+)?)\s*(?:,|$)/
