import { MAX_RETRY_AFTER_MS } from '../polling/pollingDefaults.js'

/**
 * Reads how long the server asks to wait, in ms, from a response of any status: the longest of `Retry-After`,
 * `retry-after-ms` and `openai-poll-after-ms`; of a 429 also `RateLimit-Reset` and `X-RateLimit-Reset`, beside another wait
 * at most 10 minutes of them, since they may be of another limit. More than a month counts as 10 minutes. Undefined where it
 * asks for nothing.
 *
 * `Retry-After` has seconds or a date. Some servers send milliseconds or a Unix time in it, which no plausible number of
 * seconds looks like.
 *
 * @param now this device's clock, for a date in a response that has no `Date` of its own
 */
export function readRetryAfter(headers: Headers, status: number, now = Date.now()): number | undefined {
  const valueOf = (name: string) => headers.get(name) ?? ''
  const serverNow = Date.parse(valueOf('date')) || now
  const waitOf = (name: string) => readWait(valueOf(name), serverNow) || 0
  const msOf = (name: string) => Number(valueOf(name)) || 0
  const asked = Math.max(waitOf('retry-after'), msOf('retry-after-ms'), msOf('openai-poll-after-ms'))
  const reset = status === 429 ? Math.max(waitOf('ratelimit-reset'), waitOf('x-ratelimit-reset')) : 0
  const wait = asked > 0 ? Math.max(asked, Math.min(MAX_RETRY_AFTER_MS, reset)) : reset
  return wait > MAX_PLAUSIBLE_MS ? MAX_RETRY_AFTER_MS : wait > 0 ? wait : undefined
}

/** 31 days. */
const MAX_PLAUSIBLE_MS = 2_678_400_000

function readWait(text: string, serverNow: number): number {
  const number = Number(NUMBER.exec(text)?.[1])
  // `Date.parse` accepts more than dates; only those have a comma or a colon.
  if (!(number >= 0)) return /[,:]/.test(text) ? Date.parse(text) - serverNow : 0
  if (number > 1e9) return (number > 1e11 ? number : number * 1000) - serverNow
  // Whole hours of a day are seconds: 36000 is ten hours.
  const isHours = number % 3600 === 0 && number <= 86_400
  return number > MAX_RETRY_AFTER_MS / 1000 && number % 1000 === 0 && !isHours ? number : number * 1000
}

/** A number; a header that was sent twice arrives as `7, 7`. */
const NUMBER = /^\s*(\d+(?:\.\d+)?)\s*(?:,|$)/
