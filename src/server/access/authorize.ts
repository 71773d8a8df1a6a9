import { isRecord } from '../../core/wire/json.js'
import type {
  VideoProxyAuthorize,
  VideoProxyCall,
  VideoProxyOptions,
  VideoProxyRateContext,
  VideoProxyUser,
} from '../options.js'
import { ProxyError } from '../proxyError.js'

/**
 * Calls the app's `authorize`. Fails closed: only `true` and a user with a usable id allow.
 *
 * @returns the app's own `Response`; the user who owns the task; or `undefined` for `true`, which checks no owner
 * @throws {ProxyError} 403 `forbidden`; 500 `authorization_failed` when `authorize` threw or returned an unusable id
 */
export async function checkAuthorized(
  authorize: VideoProxyAuthorize,
  call: VideoProxyCall,
): Promise<Response | VideoProxyUser | undefined> {
  let result: unknown
  try {
    result = await authorize(call)
  } catch (cause) {
    throw authorizationFailed(cause)
  }
  if (result === true) return undefined
  if (result instanceof Response) return result
  if (isRecord(result) && 'id' in result) return readUser(result)
  throw new ProxyError(403, 'forbidden', 'You are not allowed to do this.')
}

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

function readUser({ id }: Record<string, unknown>): VideoProxyUser {
  if (typeof id === 'string' && id.trim() !== '') return { id }
  const what = typeof id === 'string' ? 'blank' : `of type ${typeof id}`
  throw authorizationFailed(
    new TypeError(`\`authorize\` returned a user whose id is ${what}. Expected a non-empty string.`),
  )
}

function authorizationFailed(cause: unknown): ProxyError {
  return new ProxyError(500, 'authorization_failed', 'Authorization check failed.', { cause })
}
