import { ProxyError } from './ProxyError.js'
import type { ProxySettings } from './readSettings.js'
import type { VideoProxyRateContext } from './VideoProxyCall.js'

function rateLimited(retryAfter: number | undefined): ProxyError {
  const headers = new Headers()
  if (retryAfter !== undefined) headers.set('retry-after', String(Math.max(0, Math.ceil(retryAfter))))
  return new ProxyError(429, 'rate_limited', 'Too many requests. Try again later.', { headers })
}

/**
 * Asks the app's rate limiter. Fails closed: only `true` lets through.
 *
 * @throws {ProxyError} 429 with `Retry-After` where the limiter named one; 500 when it failed
 */
export async function checkRate(
  rateLimit: ProxySettings['rateLimit'],
  context: VideoProxyRateContext,
): Promise<void> {
  let result: unknown
  try {
    result = await rateLimit?.(context)
  } catch (cause) {
    throw new ProxyError(500, 'rate_limit_failed', 'The server could not decide whether this is too much.', {
      cause,
    })
  }
  if (rateLimit === undefined || result === true) return
  const retryAfter =
    typeof result === 'object' && result !== null && 'retryAfter' in result ? Number(result.retryAfter) : NaN
  throw rateLimited(Number.isFinite(retryAfter) ? retryAfter : undefined)
}
