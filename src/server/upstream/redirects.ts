import { fetchUpstream, type UpstreamRequest } from './fetchUpstream.js'
import type { VideoProxyFetch } from '../options.js'
import { ProxyError } from '../proxyError.js'

/** A response, and whether an origin other than the API's gave it. */
export interface FollowedResponse {
  response: Response
  isOtherOrigin: boolean
}

/**
 * Sends a request and follows redirects (RFC 9110, 15.4), as gateways send them to a storage bucket. The key goes to the
 * API's own origin only; after a redirect to another origin it is not sent again, not even back to the API.
 *
 * @throws {ProxyError} 502 `upstream_redirect` for a redirect without target, to another scheme, from https to http, with
 *   credentials in its URL, or the fifth in a row
 */
export async function followRedirects(
  fetch: VideoProxyFetch,
  request: UpstreamRequest,
): Promise<FollowedResponse> {
  const headers = new Headers(request.headers)
  let target = new URL(request.url)
  let isOtherOrigin = false
  for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
    const response = await fetchUpstream(fetch, { ...request, url: target.href, headers })
    if (!REDIRECTS.has(response.status)) return { response, isOtherOrigin }
    void response.body?.cancel().catch(() => undefined)
    const next = readTarget(response.headers.get('location'), target)
    if (next.origin !== target.origin) {
      isOtherOrigin = true
      headers.delete('authorization')
    }
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
  return target
}

function refuseRedirect(): never {
  throw new ProxyError(502, 'upstream_redirect', 'Upstream redirected to a disallowed location.')
}
