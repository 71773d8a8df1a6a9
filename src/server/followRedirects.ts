import { askUpstream, type UpstreamRequest } from './askUpstream.js'
import { ProxyError } from './ProxyError.js'
import type { VideoProxyFetch } from './VideoProxyOptions.js'

const REDIRECTS = new Set([301, 302, 303, 307, 308])
const MOST_HOPS = 4

/** An answer, and whether a host other than the API's gave it. */
export interface FollowedResponse {
  response: Response
  isElsewhere: boolean
}

function refuse(): never {
  throw new ProxyError(502, 'upstream_redirect', 'The video API redirected to where the proxy does not go.')
}

function readTarget(location: string | null, from: URL): URL {
  if (location === null || !URL.canParse(location, from.href)) refuse()
  const target = new URL(location, from)
  const isSafe = target.protocol === 'https:' || (target.protocol === 'http:' && from.protocol === 'http:')
  if (!isSafe || target.username || target.password) refuse()
  return target
}

/**
 * Sends a request and follows redirects, as gateways send them to a storage bucket. The key goes to the API's own origin
 * only; once a redirect led elsewhere, not even back there.
 *
 * @throws {ProxyError} 502 for a redirect without target, to another scheme, from https to http, or the fifth in a row.
 */
export async function followRedirects(
  fetch: VideoProxyFetch,
  request: UpstreamRequest,
): Promise<FollowedResponse> {
  const headers = new Headers(request.headers)
  let target = new URL(request.url)
  let isElsewhere = false
  for (let hop = 0; hop <= MOST_HOPS; hop++) {
    const response = await askUpstream(fetch, { ...request, url: target.href, headers })
    if (!REDIRECTS.has(response.status)) return { response, isElsewhere }
    void response.body?.cancel().catch(() => undefined)
    const next = readTarget(response.headers.get('location'), target)
    if (next.origin !== target.origin) {
      isElsewhere = true
      headers.delete('authorization')
    }
    target = next
  }
  return refuse()
}
