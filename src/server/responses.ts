import { errorHeaders, jsonHeaders, publicCacheControl, taskHeaders } from './headers.js'
import type { ProxyError } from './proxyError.js'
import type { CachedResponse } from './retrieve/taskCache.js'
import type { JsonAnswer } from './upstream/upstreamJson.js'

/**
 * Answers with a task from the cache. A public one may be kept by every cache between the proxy and the viewer, and does not
 * invite to ask for many at once, which no cache answers.
 */
export function taskResponse({ status, headers, body, end }: CachedResponse, isPublic: boolean): Response {
  if (!isPublic) return new Response(body, { status, headers: taskHeaders(headers) })
  if (status !== 200) return new Response(body, { status, headers })
  const cacheControl = publicCacheControl((end - Date.now()) / 1000)
  return new Response(body, { status, headers: { ...headers, 'cache-control': cacheControl } })
}

/** Lets browsers and CDNs keep the content of a public task. A 304 extends what they keep (RFC 9111, 4.3.4). */
export function publicContent(content: Response): Response {
  if (content.ok || content.status === 304)
    content.headers.set('cache-control', publicCacheControl(CONTENT_MAX_AGE))
  return content
}

/** One hour, in seconds: a finished video does not change. */
const CONTENT_MAX_AGE = 3600

/** The `type` of an error, by its status. None is a 401: one of the API's is about the server's key, and answered with 502. */
export function errorType(status: number): string {
  if (status === 403) return 'permission_error'
  if (status === 429) return 'rate_limit_error'
  return status < 500 ? 'invalid_request_error' : 'server_error'
}

/**
 * Answers with an error of the proxy's own, in the envelope that the API uses. An answer of the API that holds no task
 * stands beside it, in `answer`.
 */
export function errorResponse({ status, code, message, param, headers, answer }: ProxyError): Response {
  const error = JSON.stringify({ message, type: errorType(status), param: param ?? null, code })
  const body = answer === undefined ? `{"error":${error}}` : `{"error":${error},"answer":${answer}}`
  const all = jsonHeaders(errorHeaders(headers ?? new Headers()), body)
  return answeredByProxy(new Response(body, { status, headers: all }))
}

/** Tells clients whose refusal an answer is: the proxy's, or the app's behind it, and not the API's. */
export function answeredByProxy(answer: Response): Response {
  const { status, statusText, body } = answer
  // An answer without a status cannot be copied.
  if (status < 400) return answer
  // Copied, because an answer of the app's own may have headers that cannot be set.
  const headers = new Headers(answer.headers)
  headers.set('video-answered-by', 'proxy')
  return new Response(body, { status, statusText, headers })
}

/**
 * Answers with JSON that no cache keeps.
 *
 * @param answer its status is 200 by default, and its headers are those of the API's answer that are kept
 */
export function jsonResponse(answer: Pick<JsonAnswer, 'text'> & Partial<JsonAnswer>): Response {
  const { status = 200, headers = new Headers(), text } = answer
  return new Response(text, { status, headers: jsonHeaders(headers, text) })
}

/** The headers and the body of a JSON answer that is kept as a plain object. */
export const jsonParts = (
  body: string,
  headers = new Headers(),
): Pick<CachedResponse, 'headers' | 'body'> => ({
  headers: Object.fromEntries(jsonHeaders(headers, body)),
  body,
})

/** The same answer without its body, as HEAD wants it (RFC 9110, 9.3.2). */
export function withoutBody({ status, headers }: Response): Response {
  return new Response(null, { status, headers })
}

/**
 * The answer to a create, with `x-should-retry: false` where its outcome is unknown. OpenAI's clients obey it; without it
 * they send a POST up to twice more after 408, 409 and 5xx.
 */
export function withoutRepeats(answer: Response): Response {
  const { status, body } = answer
  if (status < 500 && status !== 408 && status !== 409) return answer
  // Copied, because an answer of the app's own may have headers that cannot be set.
  const headers = new Headers(answer.headers)
  headers.set('x-should-retry', 'false')
  return new Response(body, { status, headers })
}
