/**
 * Every header that crosses the proxy, in either direction. Only the headers named here are copied, so hop-by-hop headers
 * (RFC 9110, 7.6.1), cookies (RFC 6265), a caller's credentials (RFC 9110, 11.6.2), forwarding headers (RFC 7239) and CORS
 * headers (the Fetch standard) never cross it. One answer is not built here: a `Response` that `authorize` returns.
 */

/**
 * Headers of a caller's request for content that are sent on to the API. A create and a retrieve send on none.
 *
 * - `accept`: RFC 9110, 12.5.1
 * - `if-none-match`, `if-modified-since`: RFC 9110, 13.1.2 and 13.1.3
 */
const FORWARDED_REQUEST_HEADERS = ['accept', 'if-none-match', 'if-modified-since'] as const

/**
 * Headers sent on with a range as well: `if-range` means nothing without one (RFC 9110, 13.1.5). `range` itself (14.2) is
 * parsed and written again, not copied.
 */
const FORWARDED_RANGE_HEADERS = [...FORWARDED_REQUEST_HEADERS, 'if-range'] as const

/** The names under which the API's logs find a request. */
const REQUEST_IDS = ['x-request-id', 'x-oneapi-request-id'] as const

/**
 * Headers of the API's response that reach a viewer with a task, a create or one of the API's errors, beside those that
 * `jsonHeaders` computes.
 *
 * - `retry-after`: RFC 9110, 10.2.3; `openai-poll-after-ms` is the same hint in milliseconds
 */
const FORWARDED_RESPONSE_HEADERS = ['retry-after', 'openai-poll-after-ms', ...REQUEST_IDS] as const

/**
 * Headers of the API's response that reach a viewer with a video or a still image, beside those that `setContentHeaders`
 * sets and the `content-disposition` of a download.
 *
 * - `content-type`, `content-length`: RFC 9110, 8.3 and 8.6
 * - `content-range`, `accept-ranges`: RFC 9110, 14.4 and 14.3
 * - `etag`, `last-modified`: RFC 9110, 8.8.3 and 8.8.2
 */
const FORWARDED_CONTENT_HEADERS = [
  'content-type',
  'content-length',
  'content-range',
  'accept-ranges',
  'etag',
  'last-modified',
  'retry-after',
  ...REQUEST_IDS,
] as const

/**
 * Headers that reach a caller with an error in the proxy's own envelope: those of the API's answer, and
 *
 * - `allow` on 405: RFC 9110, 10.2.1 and 15.5.6
 * - `retry-after` on 429: RFC 9110, 10.2.3, and RFC 6585, 4
 * - `retry-after` and `connection: close` on 503, where too many bodies are being read: RFC 9110, 10.2.3 and 15.6.4
 * - `connection: close` where the rest of a body is not read: RFC 9110, 15.5.9 (408) and 15.5.14 (413)
 */
const ERROR_HEADERS = [...FORWARDED_RESPONSE_HEADERS, 'allow', 'connection'] as const

const unchanged = (value: string) => value

/** Copies the named headers and no others. `redact` removes the key from a value that echoes it. */
function copyHeaders(from: Headers, names: readonly string[], redact = unchanged): Headers {
  const copy = new Headers()
  for (const name of names) {
    const value = from.get(name)
    if (value !== null) copy.set(name, redact(value))
  }
  return copy
}

/**
 * Adds the headers that the proxy itself sends to the API: the key (RFC 9110, 11.6.2), and no compression (12.5.3),
 * because `fetch` decodes a compressed body and leaves the headers that describe the compressed one.
 */
function addOwnHeaders(headers: Headers, authorization: string | undefined): Headers {
  if (authorization !== undefined) headers.set('authorization', authorization)
  headers.set('accept-encoding', 'identity')
  return headers
}

/** Headers of a create at the API. The body is the proxy's own, so its type and length (RFC 9110, 8.3 and 8.6) are too. */
export function createRequestHeaders(
  authorization: string,
  { contentType, byteLength }: { contentType: string; byteLength: number },
): Headers {
  const headers = new Headers({ accept: 'application/json', 'content-type': contentType })
  headers.set('content-length', String(byteLength))
  return addOwnHeaders(headers, authorization)
}

/** Headers of a retrieve at the API. */
export function retrieveRequestHeaders(authorization: string): Headers {
  return addOwnHeaders(new Headers({ accept: 'application/json' }), authorization)
}

/**
 * Headers of a request for content at the API, or at the storage that it redirects to.
 *
 * @param authorization `undefined` outside the API's own origin
 * @param range value of `Range`; `undefined` requests the whole
 */
export function contentRequestHeaders(
  authorization: string | undefined,
  { method, headers: from }: Request,
  range: string | undefined,
): Headers {
  // `If-Range` of a HEAD means nothing, like its `Range` (RFC 9110, 14.2).
  const isRange = range !== undefined && method !== 'HEAD'
  const headers = copyHeaders(from, isRange ? FORWARDED_RANGE_HEADERS : FORWARDED_REQUEST_HEADERS)
  if (range !== undefined) headers.set('range', range)
  return addOwnHeaders(headers, authorization)
}

/** Headers of the API's JSON answer that reach a caller, without the key. */
export function forwardedJsonHeaders(from: Headers, redact: (text: string) => string): Headers {
  return copyHeaders(from, FORWARDED_RESPONSE_HEADERS, redact)
}

/** Headers of the API's content answer that reach a viewer, without the key. */
export function forwardedContentHeaders(from: Headers, redact: (text: string) => string): Headers {
  return copyHeaders(from, FORWARDED_CONTENT_HEADERS, redact)
}

/** Headers of an error in the proxy's own envelope. */
export function errorHeaders(from: Headers): Headers {
  return copyHeaders(from, ERROR_HEADERS)
}

/**
 * Headers of a JSON answer: no cache keeps it (RFC 9111, 5.2.2.5), and no browser takes it for anything but JSON (`nosniff`:
 * the Fetch standard).
 *
 * @param forwarded those of the API's answer that are kept
 */
export function jsonHeaders(forwarded: Headers, body: string): Headers {
  const headers = new Headers(forwarded)
  headers.set('content-type', 'application/json')
  headers.set('content-length', String(new TextEncoder().encode(body).byteLength))
  headers.set('cache-control', 'no-store')
  headers.set('x-content-type-options', 'nosniff')
  return headers
}

/** Headers of a task's answer from a store that other programs can write to: those that the proxy itself would send. */
export function storedTaskHeaders(stored: Record<string, string>, body: string): Record<string, string> {
  return Object.fromEntries(jsonHeaders(copyHeaders(new Headers(stored), FORWARDED_RESPONSE_HEADERS), body))
}

/** Sets what every answer of content says of itself: only the viewer's own browser keeps it (RFC 9111, 5.2.2.7). */
export function setContentHeaders(headers: Headers): Headers {
  headers.set('cache-control', 'private')
  headers.set('x-content-type-options', 'nosniff')
  return headers
}

/** `Cache-Control` of an answer that everyone may see, for as long as it holds (RFC 9111, 5.2.2.9 and 5.2.2.1). */
export function publicCacheControl(seconds: number): string {
  return seconds >= 1 ? `public, max-age=${Math.floor(seconds)}` : 'no-store'
}
