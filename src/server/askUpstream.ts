import { unreachable } from './unreachable.js'
import type { VideoProxyFetch } from './VideoProxyOptions.js'

/** One request to the API. */
export interface UpstreamRequest {
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
export async function askUpstream(
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
