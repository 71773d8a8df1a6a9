import { isRecord } from '../../core/wire/values.js'
import type {
  VideoProxyAuthorize,
  VideoProxyCall,
  VideoProxyRateContext,
  VideoProxyUser,
} from '../options.js'
import { ProxyError } from '../proxyError.js'
import type { VideoProxyOptions } from '../options.js'

function authorizationFailed(cause: unknown): ProxyError {
  const message = 'The server could not decide whether this is allowed.'
  return new ProxyError(500, 'authorization_failed', message, { cause })
}

function readUser({ id }: Record<string, unknown>): VideoProxyUser {
  if (typeof id === 'string' && id.trim() !== '') return { id }
  const what = typeof id === 'string' ? 'blank' : `of type ${typeof id}`
  throw authorizationFailed(
    new TypeError(`\`authorize\` gave a user whose id is ${what}. Expected a non-empty string.`),
  )
}

/**
 * Asks the app. Fails closed: only `true` and a user allow.
 *
 * @returns the app's own answer where it gave one; the user whose tasks these are; `undefined` for `true`, which asks for no owner.
 * @throws {ProxyError} 403 when denied, 500 when `authorize` itself failed or gave a user without a usable id.
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
  rateLimit: VideoProxyOptions['rateLimit'],
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

/** `example.com:443` and `example.com` are one host to a browser. */
const normalizeHost = (host: string) =>
  host
    .trim()
    .toLowerCase()
    .replace(/:(80|443)$/, '')

function isOwnHost(origin: string, request: Request): boolean {
  if (!URL.canParse(origin)) return false
  const { headers } = request
  // Behind a reverse proxy the URL may hold an inner name. A forged page of another site cannot set either header: both
  // would need a CORS preflight, which the proxy answers with 405.
  const forwarded = headers.get('x-forwarded-host')?.split(',')[0]
  const own = [new URL(request.url).host, headers.get('host'), forwarded]
  return own.some((host) => host && normalizeHost(host) === normalizeHost(new URL(origin).host))
}

function isAllowed(request: Request, allowedOrigins: ReadonlySet<string>): boolean {
  const origin = request.headers.get('origin')
  const site = request.headers.get('sec-fetch-site')
  if (origin !== null && allowedOrigins.has(origin)) return true
  if (site === 'same-origin' || site === 'none') return true
  if (site === 'cross-site') return false
  // Neither header: no browser (each sends at least `Origin` with a POST), so no one's cookies are being borrowed.
  return origin === null ? site === null : isOwnHost(origin, request)
}

/**
 * Refuses a write that another site's page makes in a signed-in user's name: a multipart POST needs no CORS preflight.
 *
 * @throws {ProxyError} 403 `cross_site_request`.
 */
export function checkSameSite(request: Request, allowedOrigins: ReadonlySet<string>): void {
  if (isAllowed(request, allowedOrigins)) return
  throw new ProxyError(
    403,
    'cross_site_request',
    'This request comes from a page of another origin. If that page is yours, name its origin in `allowedOrigins`.',
  )
}
