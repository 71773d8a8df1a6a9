import { invalidOptions } from '../optionChecks.js'
import { ProxyError } from '../proxyError.js'

/**
 * Refuses a request for a host that is not the app's. A page of a foreign domain reaches a server on loopback or in a private
 * network when its domain resolves to the server's address (DNS rebinding), and is then of the same origin to the browser;
 * only the `Host` that the browser sends gives it away.
 *
 * @param allowed `undefined` allows any host
 * @throws {ProxyError} 421 `host_not_allowed` (RFC 9110, 15.5.20)
 */
export function checkHost(request: Request, allowed: readonly string[] | undefined): void {
  const refused = allowed && hostsOf(request).find((host) => !isAllowed(host, allowed))
  if (refused === undefined) return
  const name = refused.slice(0, MAX_QUOTED_LENGTH)
  const message = `The host '${name}' was refused by this app's proxy: name it in \`allowedHosts\`.`
  throw new ProxyError(421, 'host_not_allowed', message)
}

/** How much of a refused host an error repeats. */
const MAX_QUOTED_LENGTH = 100

/**
 * Every host that a request names. `X-Forwarded-Host` is checked beside `Host` and never in its place, because a page can set
 * it. The URL counts only without `Host` (HTTP/2, calls in the same process): an adapter may have taken it from elsewhere.
 */
function hostsOf({ headers, url }: Request): string[] {
  const host = headers.get('host') ?? new URL(url).host
  const forwarded = headers.get('x-forwarded-host')
  return [host, ...(forwarded === null ? [] : forwarded.split(','))]
}

function isAllowed(host: string, allowed: readonly string[]): boolean {
  const name = readName(host.trim())
  if (name === undefined) return false
  return allowed.some((entry) => (entry.startsWith('.') ? `.${name}`.endsWith(entry) : name === entry))
}

/** A host without its port, as `URL` writes it and without a dot at its end; `undefined` for anything else. */
function readName(host: string): string | undefined {
  if (host === '' || /[\s/\\?#@*,]/.test(host) || !URL.canParse(`http://${host}`)) return undefined
  return new URL(`http://${host}`).hostname.replace(/\.$/, '')
}

/**
 * Validates the `allowedHosts` option.
 *
 * @throws {VideoTaskError} code `invalid_options`
 */
export function readAllowedHosts(hosts: readonly string[] | undefined): readonly string[] | undefined {
  if (hosts === undefined) return undefined
  if (!Array.isArray(hosts)) invalidOptions('`allowedHosts` must be a list of host names.')
  return hosts.map(readEntry)
}

function readEntry(entry: unknown): string {
  const domain = String(entry).toLowerCase().replace(/^\./, '')
  const name = readName(domain)
  const hasPort = /:\d*$/.test(domain.replace(/^\[.*\]$/, ''))
  if (typeof entry !== 'string' || name === undefined || hasPort) {
    invalidOptions(
      `'${String(entry)}' in \`allowedHosts\` is not a host name. Write it without scheme and port, as in ` +
        "'app.example.com'; '.example.com' includes the subdomains.",
    )
  }
  return entry.startsWith('.') ? `.${name}` : name
}

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
    "This request comes from a page of another origin, and was refused by this app's proxy: name an origin of yours in `allowedOrigins`.",
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
