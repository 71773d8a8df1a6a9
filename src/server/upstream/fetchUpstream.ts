import type { VideoProxyFetch } from '../options.js'
import { ProxyError } from '../proxyError.js'

/** One request to the API. */
export interface UpstreamRequest {
  method: string
  url: string
  headers: Headers
  /** The caller's signal: when the client closes its request, the one to the API is aborted. */
  signal: AbortSignal
  body?: ReadableStream<Uint8Array<ArrayBuffer>>
}

/**
 * Sends one request to the API.
 *
 * @throws {ProxyError} 502 `upstream_unreachable`; the caller's own abort is thrown unchanged
 */
export async function fetchUpstream(
  fetch: VideoProxyFetch,
  { method, url, headers, signal, body }: UpstreamRequest,
): Promise<Response> {
  // Redirects are never left to the runtime, which may take the key along to another host.
  const init: RequestInit & { duplex?: 'half' } = { method, headers, signal, redirect: 'manual' }
  if (body) {
    init.body = body
    init.duplex = 'half'
  }
  return fetch(url, init).catch(unreachable(signal))
}

/** Rethrows the failure of an exchange with the API: the caller's abort and a `ProxyError` unchanged, else as a 502. */
export function unreachable(signal: AbortSignal): (cause: unknown) => never {
  return (cause) => {
    if (signal.aborted || cause instanceof ProxyError) throw cause
    const message = 'The video API could not be reached, or the connection broke.'
    throw new ProxyError(502, 'upstream_unreachable', message, { cause })
  }
}
