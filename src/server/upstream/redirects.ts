import { ProxyError } from '../proxyError.js'
import { isInternalHost, isLoopback } from './internalHosts.js'

/** A response, and whether an origin other than the API's gave it. */
export interface FollowedResponse {
  response: Response
  isOtherOrigin: boolean
}

/**
 * Sends a request and follows redirects (RFC 9110, 15.4), as gateways send them to a storage bucket. The key goes to the
 * API's own origin only; after a redirect to another origin it is not sent again, not even back to the API.
 *
 * A host inside the server's network is followed only from itself, where the API is on it, or from loopback to loopback, as
 * in development. A name that resolves to such a host cannot be seen.
 *
 * @param send sends the request to a URL, with the key or without it
 * @throws {ProxyError} 502 `upstream_redirect` for a redirect without target, to another scheme, from https to http, with
 *   credentials in its URL, to a host inside the server's network, or the fifth in a row
 */
export async function followRedirects(
  url: string,
  send: (url: string, withKey: boolean) => Promise<Response>,
): Promise<FollowedResponse> {
  let target = new URL(url)
  let isOtherOrigin = false
  for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
    const response = await send(target.href, !isOtherOrigin)
    if (!REDIRECTS.has(response.status)) return { response, isOtherOrigin }
    void response.body?.cancel().catch(() => undefined)
    const next = readTarget(response.headers.get('location'), target)
    if (next.origin !== target.origin) isOtherOrigin = true
    target = next
  }
  return refuseRedirect()
}

const REDIRECTS = new Set([301, 302, 303, 307, 308])
const MAX_REDIRECTS = 4

function readTarget(location: string | null, from: URL): URL {
  if (location === null || !URL.canParse(location, from.href)) refuseRedirect()
  const target = new URL(location, from)
  const isSafe = target.protocol === 'https:' || (target.protocol === 'http:' && from.protocol === 'http:')
  if (!isSafe || target.username || target.password) refuseRedirect()
  if (leadsInside(target, from)) {
    refuseRedirect(new Error(`The host '${target.hostname}' is inside the server's network.`))
  }
  return target
}

function leadsInside({ hostname }: URL, from: URL): boolean {
  if (!isInternalHost(hostname) || hostname === from.hostname) return false
  return !(isLoopback(hostname) && isLoopback(from.hostname))
}

function refuseRedirect(cause?: Error): never {
  throw new ProxyError(502, 'upstream_redirect', 'Upstream redirected to a disallowed location.', { cause })
}
