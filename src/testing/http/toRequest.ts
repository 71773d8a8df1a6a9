/**
 * What `fetch` makes of its arguments. The signal travels beside the request: simulated browsers bring an
 * `AbortSignal` of their own, which Node's `Request` refuses.
 */
export function toRequest(input: RequestInfo | URL, init: RequestInit = {}) {
  const { signal, ...rest } = init
  // Node has no page to resolve a relative URL against; a simulated browser on top of it has.
  const target = typeof input === 'string' ? new URL(input, globalThis.location?.href) : input
  const request = new Request(target, rest)
  return { request, signal: signal ?? request.signal }
}
