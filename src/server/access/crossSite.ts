import { ProxyError } from '../proxyError.js'

/**
 * Refuses a create that a page of another site makes with a signed-in user's cookies: a multipart POST needs no CORS
 * preflight. Judged by `Sec-Fetch-Site` (W3C Fetch Metadata) and `Origin` (RFC 6454).
 *
 * @throws {ProxyError} 403 `cross_site_request`
 */
export function checkSameSite(request: Request, allowedOrigins: ReadonlySet<string>): void {
  if (isSameSite(request, allowedOrigins)) return
  throw new ProxyError(
    403,
    'cross_site_request',
    'This request comes from a page of another origin. If that page is yours, name its origin in `allowedOrigins`.',
  )
}

function isSameSite(request: Request, allowedOrigins: ReadonlySet<string>): boolean {
  const origin = request.headers.get('origin')
  const site = request.headers.get('sec-fetch-site')
  if (origin !== null && allowedOrigins.has(origin)) return true
  if (site === 'same-origin' || site === 'none') return true
  if (site === 'cross-site') return false
  // Neither header: not a browser, since each sends at least `Origin` with a POST, so no cookies are misused.
  return origin === null ? site === null : isOwnHost(origin, request)
}

function isOwnHost(origin: string, request: Request): boolean {
  if (!URL.canParse(origin)) return false
  const { headers } = request
  // Behind a reverse proxy the URL may hold an inner name. A forged page of another site cannot set either header: both
  // would need a CORS preflight, which the proxy answers with 405.
  const forwarded = headers.get('x-forwarded-host')?.split(',')[0]
  const own = [new URL(request.url).host, headers.get('host'), forwarded]
  return own.some((host) => host && normalizeHost(host) === normalizeHost(new URL(origin).host))
}

/** `example.com:443` and `example.com` are one host to a browser. */
const normalizeHost = (host: string) =>
  host
    .trim()
    .toLowerCase()
    .replace(/:(80|443)$/, '')
