import { ProxyError } from './ProxyError.js'

/** What becomes of a failed exchange with the API: the caller's own abort and what was judged already stay, else a 502. */
export function unreachable(signal: AbortSignal): (cause: unknown) => never {
  return (cause) => {
    if (signal.aborted || cause instanceof ProxyError) throw cause
    throw new ProxyError(502, 'upstream_unreachable', 'The video API could not be reached, or broke off.', {
      cause,
    })
  }
}
