import { MAX_RETRY_AFTER_MS } from '../polling/pollingDefaults.js'

/**
 * Reads how long the server asks to wait, in ms, from a response of any status: the longest of `Retry-After`,
 * `retry-after-ms`, `openai-poll-after-ms` and, of a 429, `RateLimit-Reset` and `X-RateLimit-Reset`; at most 10 minutes.
 * Undefined where it asks for nothing.
 *
 * `Retry-After` has seconds or a date. Some servers send milliseconds or a Unix time in it, which no plausible number of
 * seconds looks like.
 *
 * @param now this device's clock, for a date in a response that has no `Date` of its own
 */
export function readRetryAfter(headers: Headers, status: number, now = Date.now()): number | undefined {
  const serverNow = Date.parse(headers.get('date') ?? '') || now
  const waits = ['retry-after', ...(status === 429 ? ['ratelimit-reset', 'x-ratelimit-reset'] : [])].map(
    (name) => readWait(headers.get(name) ?? '', serverNow),
  )
  for (const name of ['retry-after-ms', 'openai-poll-after-ms']) waits.push(Number(headers.get(name)))
  const wait = Math.max(...waits.map((ms) => ms || 0))
  return wait > 0 ? Math.min(MAX_RETRY_AFTER_MS, wait) : undefined
}

function readWait(text: string, serverNow: number): number {
  const number = Number(NUMBER.exec(text)?.[1])
  // `Date.parse` accepts more than dates; only those have a comma or a colon.
  if (!(number >= 0)) return /[,:]/.test(text) ? Date.parse(text) - serverNow : 0
  if (number > 1e9) return (number > 1e11 ? number : number * 1000) - serverNow
  return number > MAX_RETRY_AFTER_MS / 1000 && number % 1000 === 0 ? number : number * 1000
}

/** A number; a header that was sent twice arrives as `7, 7`. */
const NUMBER = /^\s*(\d+(?:\.\d+)?)\s*(?:,|$)/
