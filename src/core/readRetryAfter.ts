/** Ten minutes: a server that asks for more is not believed. */
const MAX_WAIT = 600_000

/**
 * How long the server asks to wait, in ms, at most ten minutes: the longer of `Retry-After` (seconds or a date) and
 * `openai-poll-after-ms`.
 */
export function readRetryAfter(headers: Headers, now = Date.now()): number | undefined {
  const after = headers.get('retry-after')
  const waits = [
    after === null ? Number.NaN : /^\s*\d/.test(after) ? Number(after) * 1000 : Date.parse(after) - now,
    Number(headers.get('openai-poll-after-ms') ?? Number.NaN),
  ].filter((wait) => wait > 0)
  return waits.length > 0 ? Math.min(MAX_WAIT, Math.max(...waits)) : undefined
}
