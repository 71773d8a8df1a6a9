import { isRecord } from '../../core/wire/values.js'
import type { VideoProxyOptions, VideoProxyRateContext } from '../options.js'
import { ProxyError } from '../proxyError.js'

/**
 * Calls the app's rate limiter, if there is one. Fails closed: only `true` allows.
 *
 * @throws {ProxyError} 429 `rate_limited`, with `Retry-After` where the limiter named one; 500 `rate_limit_failed` when it
 *   threw
 */
export async function checkRate(
  rateLimit: VideoProxyOptions['rateLimit'],
  context: VideoProxyRateContext,
): Promise<void> {
  if (rateLimit === undefined) return
  let result: unknown
  try {
    result = await rateLimit(context)
  } catch (cause) {
    throw new ProxyError(500, 'rate_limit_failed', 'Rate limit check failed.', { cause })
  }
  if (result === true) return
  const retryAfter = isRecord(result) ? Number(result['retryAfter']) : NaN
  const headers = new Headers()
  if (Number.isFinite(retryAfter)) headers.set('retry-after', String(Math.max(0, Math.ceil(retryAfter))))
  throw new ProxyError(429, 'rate_limited', 'Too many requests. Try again later.', { headers })
}
