/** How many requests each key may send. */
export interface EmulatorKeyLimit {
  /** Requests in each window. */
  requests: number
  /** Milliseconds of a window, which begins with the first request after the one before. */
  window: number
}

/** The window of one key. */
interface KeyWindow {
  /** When it ends, in milliseconds on the emulator's clock. */
  readonly end: number
  count: number
}

/** The windows by key. */
export type KeyWindows = Map<string, KeyWindow>

/**
 * Counts a request of a key.
 *
 * @returns whether it is beyond the limit, and the headers that say so: `RateLimit-Limit`, `RateLimit-Remaining` and
 *   `RateLimit-Reset` in seconds, and `Retry-After` of a request beyond the limit
 */
export function countRequest(
  { requests, window }: EmulatorKeyLimit,
  windows: KeyWindows,
  key: string,
  now: number,
): { isOver: boolean; headers: Record<string, string> } {
  for (const [known, { end }] of windows) if (end <= now) windows.delete(known)
  const current = windows.get(key) ?? { end: now + window, count: 0 }
  windows.set(key, current)
  current.count += 1
  const isOver = current.count > requests
  return { isOver, headers: limitHeaders(requests, current.count, current.end - now) }
}

/**
 * The headers about a limit.
 *
 * @param count requests so far in this window
 * @param left milliseconds until it ends
 */
export function limitHeaders(requests: number, count: number, left: number): Record<string, string> {
  const reset = String(Math.ceil(left / 1000))
  return {
    'ratelimit-limit': String(requests),
    'ratelimit-remaining': String(Math.max(0, requests - count)),
    'ratelimit-reset': reset,
    ...(count > requests && { 'retry-after': reset }),
  }
}
