import type { VideoProxyFetch } from '../options.js'
import { ProxyError } from '../proxyError.js'

/** One request to the API. */
interface UpstreamRequest {
  method: string
  url: string
  /** Those to be sent; the encoding that is accepted is written into them. */
  headers: Headers
  /** The caller's: when it leaves, the API is no longer asked. */
  signal: AbortSignal
  body?: ReadableStream<Uint8Array<ArrayBuffer>>
}

/**
 * Sends one request to the API.
 *
 * @throws {ProxyError} 502 `upstream_unreachable`; the caller's own abort is thrown as it comes.
 */
export async function fetchUpstream(
  fetch: VideoProxyFetch,
  { method, url, headers, signal, body }: UpstreamRequest,
): Promise<Response> {
  // `fetch` would decode a compressed answer and leave headers that describe the compressed one.
  headers.set('accept-encoding', 'identity')
  // Redirects by hand: followed by itself, a runtime may take the key along to another host.
  const init: RequestInit & { duplex?: 'half' } = { method, headers, signal, redirect: 'manual' }
  if (body) {
    init.body = body
    init.duplex = 'half'
  }
  return fetch(url, init).catch(unreachable(signal))
}

const REDIRECTS = new Set([301, 302, 303, 307, 308])
const MAX_REDIRECTS = 4

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
  for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
    const response = await fetchUpstream(fetch, { ...request, url: target.href, headers })
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

/** What becomes of a failed exchange with the API: the caller's own abort and what was judged already stay, else a 502. */
export function unreachable(signal: AbortSignal): (cause: unknown) => never {
  return (cause) => {
    if (signal.aborted || cause instanceof ProxyError) throw cause
    throw new ProxyError(502, 'upstream_unreachable', 'The video API could not be reached, or broke off.', {
      cause,
    })
  }
}

/** Copies the named headers and nothing else, the key taken out should one of them echo it. */
export function copyHeaders(
  from: Headers,
  names: readonly string[],
  redact: (text: string) => string,
): Headers {
  const copy = new Headers()
  for (const name of names) {
    const value = from.get(name)
    if (value !== null) copy.set(name, redact(value))
  }
  return copy
}
