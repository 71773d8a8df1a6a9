import type { KeyHeader } from './upstream/apiKey.js'

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

/** A date as senders write it (RFC 9110, 5.6.7). */
const HTTP_DATE =
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d{2}:\d{2}:\d{2} GMT$/

/** What is safe in a header and in a sentence. */
const REQUEST_ID = /^[\w.:=-]{1,128}$/

/**
 * The response headers that reach a caller, each with the grammar that its value must match. A value that does not match is
 * dropped, because it could be anything.
 *
 * - `content-type`, `content-length`: RFC 9110, 8.3.1 and 8.6
 * - `content-range`, `accept-ranges`: RFC 9110, 14.4 and 14.3, in bytes
 * - `etag`, `last-modified`: RFC 9110, 8.8.3 and 8.8.2; dates as every sender writes them (5.6.7)
 * - `retry-after`: RFC 9110, 10.2.3; `openai-poll-after-ms` is the same hint in milliseconds
 * - `x-request-id`, `x-oneapi-request-id`: the names under which the API's logs find a request
 * - `allow`, `connection`: RFC 9110, 10.2.1 and 7.6.1, on errors of the proxy's own
 */
const RESPONSE_GRAMMARS: Readonly<Record<string, RegExp>> = {
  'content-type': /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(?:[ \t]*;[ \t]*[\w!#$&^.+-]+=(?:[\w!#$&^.+-]+|"[^"\\]*"))*$/,
  'content-length': /^\d{1,15}$/,
  'content-range': /^bytes (?:\d{1,15}-\d{1,15}|\*)\/(?:\d{1,15}|\*)$/,
  'accept-ranges': /^(?:bytes|none)$/i,
  etag: /^(?:W\/)?"[\x21\x23-\x7e]{0,256}"$/,
  'last-modified': HTTP_DATE,
  'retry-after': new RegExp(`^\\d{1,10}$|${HTTP_DATE.source}`),
  'openai-poll-after-ms': /^\d{1,10}$/,
  'retry-after-ms': /^\d{1,10}$/,
  'x-request-id': REQUEST_ID,
  'x-oneapi-request-id': REQUEST_ID,
  allow: /^[A-Z, ]+$/,
  connection: /^close$/,
}

/** Headers whose grammar leaves room for a text, and so for the key: a value that holds some of it is dropped. */
const TEXT_HEADERS = new Set(['content-type', 'etag', 'last-modified', 'x-request-id', 'x-oneapi-request-id'])

/** Headers of the API's response that reach a viewer with a task, a create or an error, beside those of `jsonHeaders`. */
const FORWARDED_RESPONSE_HEADERS = [
  'retry-after',
  'retry-after-ms',
  'openai-poll-after-ms',
  'x-request-id',
  'x-oneapi-request-id',
] as const

/**
 * Headers of the API's response that reach a viewer with a video or a still image, beside those that `setContentHeaders`
 * sets and the `content-disposition` of a download, which is the proxy's own.
 */
const FORWARDED_CONTENT_HEADERS = [
  'content-type',
  'content-length',
  'content-range',
  'accept-ranges',
  'etag',
  'last-modified',
  'retry-after',
  'x-request-id',
  'x-oneapi-request-id',
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

/** Copies the named headers and no others. */
function copyHeaders(from: Headers, names: readonly string[]): Headers {
  const copy = new Headers()
  for (const name of names) {
    const value = from.get(name)
    if (value !== null) copy.set(name, value)
  }
  return copy
}

const unchanged = (text: string) => text

/** Copies the named response headers whose values match their grammar and hold nothing of the key. */
function copyResponseHeaders(from: Headers, names: readonly string[], redact = unchanged): Headers {
  const copy = copyHeaders(from, names)
  for (const [name, value] of [...copy]) {
    const isSafe =
      RESPONSE_GRAMMARS[name]?.test(value) && (!TEXT_HEADERS.has(name) || redact(value) === value)
    if (!isSafe) copy.delete(name)
  }
  return copy
}

/**
 * Adds the headers that the proxy itself sends to the API: the key (RFC 9110, 11.6.2), and no compression (12.5.3),
 * because `fetch` decodes a compressed body and leaves the headers that describe the compressed one.
 */
function addOwnHeaders(headers: Headers, authorization: KeyHeader | undefined): Headers {
  if (authorization !== undefined) headers.set(authorization.name, authorization.value)
  headers.set('accept-encoding', 'identity')
  return headers
}

/** Headers of a create at the API. The body is the proxy's own, so its type and length (RFC 9110, 8.3 and 8.6) are too. */
export function createRequestHeaders(
  authorization: KeyHeader,
  { contentType, byteLength }: { contentType: string; byteLength: number },
): Headers {
  const headers = new Headers({ accept: 'application/json', 'content-type': contentType })
  headers.set('content-length', String(byteLength))
  return addOwnHeaders(headers, authorization)
}

/** Headers of a retrieve, a list and a delete at the API. */
export function retrieveRequestHeaders(authorization: KeyHeader): Headers {
  return addOwnHeaders(new Headers({ accept: 'application/json' }), authorization)
}

/**
 * Headers of a request for content at the API, or at the storage that it redirects to.
 *
 * @param authorization `undefined` outside the API's own origin
 * @param range value of `Range`; `undefined` requests the whole
 */
export function contentRequestHeaders(
  authorization: KeyHeader | undefined,
  { method, headers: from }: Pick<Request, 'method' | 'headers'>,
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
  return copyResponseHeaders(from, FORWARDED_RESPONSE_HEADERS, redact)
}

/** Headers of the API's content answer that reach a viewer, without the key. */
export function forwardedContentHeaders(from: Headers, redact: (text: string) => string): Headers {
  return copyResponseHeaders(from, FORWARDED_CONTENT_HEADERS, redact)
}

/** Headers of an error in the proxy's own envelope. */
export function errorHeaders(from: Headers): Headers {
  return copyResponseHeaders(from, ERROR_HEADERS)
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

/** Tells clients that the proxy answers many tasks at once, and how many: `GET …/videos?ids=`. */
const BATCH_HEADER = 'video-batch'

/** Tasks that one request may ask for. */
export const MAX_BATCH_TASKS = 50

/** Headers of a task's answer, which tells how many tasks a request may ask for. */
export const taskHeaders = (headers: Record<string, string>): Record<string, string> => ({
  ...headers,
  [BATCH_HEADER]: String(MAX_BATCH_TASKS),
})

/** Headers of the answer about many tasks. `x-accel-buffering`: reverse proxies of the nginx family pass on each part at once. */
export const batchHeaders = (): Record<string, string> => ({
  'content-type': 'application/json',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'x-accel-buffering': 'no',
})

/** Headers that a client reads of a task's answer, beside those that say what the body is. The last two are an app's own. */
const READ_RESPONSE_HEADERS = [
  ...FORWARDED_RESPONSE_HEADERS,
  'video-answered-by',
  'ratelimit-reset',
  'x-ratelimit-reset',
] as const

/** Headers of one task's answer among those of many. */
export const partHeaders = (from: Headers): Record<string, string> =>
  Object.fromEntries(copyHeaders(from, READ_RESPONSE_HEADERS))

/** Headers of a task's answer from a store that other programs can write to: those that the proxy itself would send. */
export function storedTaskHeaders(stored: Record<string, string>, body: string): Record<string, string> {
  return Object.fromEntries(
    jsonHeaders(copyResponseHeaders(new Headers(stored), FORWARDED_RESPONSE_HEADERS), body),
  )
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
