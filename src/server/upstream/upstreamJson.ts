import { readRetryAfter } from '../../core/client/retryAfter.js'
import { parseErrorDetails } from '../../core/wire/errorDetails.js'
import { unreachable } from './videosApi.js'
import { type ExactAnswer, readExactAnswer } from './exactAnswer.js'
import { safeRequestId, sanitizeJson } from './sanitizeJson.js'
import { forwardedJsonHeaders } from '../headers.js'
import { ProxyError } from '../proxyError.js'

/** A JSON answer, as text. */
export interface JsonAnswer {
  status: number
  /** Only those that reach a caller. */
  headers: Headers
  text: string
}

/** A JSON answer of the API without the key and without the gateway's details, as text and parsed. */
export interface UpstreamJson extends JsonAnswer, ExactAnswer {}

/**
 * Reads a JSON answer of the API, whatever its status, and removes the key and the gateway's details from it.
 *
 * @param emptyStatuses statuses with which an empty body counts as an object without fields
 * @throws {ProxyError} 502 `upstream_unauthorized` where the API refuses the key; `upstream_redirect` for a redirect;
 *   `upstream_invalid_answer` for anything but JSON and for more than 4 MiB, as 502, or with the status of the API's error, which says whether a
 *   retry can help (the 503 page of a load balancer)
 */
export async function readUpstreamJson(
  response: Response,
  signal: AbortSignal,
  redact: (text: string) => string,
  emptyStatuses: ReadonlySet<number> = EMPTY_STATUSES,
): Promise<UpstreamJson> {
  const { status } = response
  const headers = forwardedJsonHeaders(response.headers, redact)
  nameWait(response, headers)
  const isError = status >= 400 && status < 600

  if (CREDENTIAL_STATUSES.has(status)) {
    const reason = await readText(response, MAX_REASON_BYTES).catch(() => undefined)
    return refuseCredentials(status, redact(unescapeJson(reason ?? '')), headers)
  }
  // A runtime that hides redirects gives them the status 0.
  if (!isError && (status < 200 || status >= 300)) {
    void response.body?.cancel().catch(() => undefined)
    const message = `The video API answered ${status || 'with'} a redirect instead of JSON. ${CHECK_BASE_URL}`
    throw new ProxyError(502, 'upstream_redirect', message)
  }
  const text = await readText(response, MAX_JSON_BYTES).catch(unreachable(signal))
  if (text === undefined) {
    const message = `The video API answered ${status} with more than ${MAX_JSON_BYTES / MIB} MiB, which is too large for a task.`
    throw new ProxyError(isError ? status : 502, 'upstream_invalid_answer', message, { headers })
  }
  // Accepted, and nothing to say yet.
  if (!text.trim() && emptyStatuses.has(status)) return { status, headers, ...readExactAnswer('{}') }
  try {
    return { status, headers, ...sanitizeJson(text, status, redact) }
  } catch {
    // Not JSON: answered below. The parser's own message would quote the answer.
  }
  const message = `The video API answered ${status} with something that is not JSON. ${CHECK_BASE_URL}`
  // A page of an error says nothing. Of a create that is billed, an answer that was cut short can hold the id.
  const start = redact(unescapeJson(text.slice(0, MAX_REASON_BYTES)))
  const cause = isError || !start ? undefined : new Error(`The video API answered: ${start}`)
  throw new ProxyError(isError ? status : 502, 'upstream_invalid_answer', message, { headers, cause })
}

/** Puts the wait of a 429 that names it in another way, such as `RateLimit-Reset`, into the header that every client reads. */
function nameWait({ status, headers: from }: Response, headers: Headers): void {
  const wait = status === 429 && !headers.has('retry-after') ? readRetryAfter(from, status) : undefined
  if (wait !== undefined) headers.set('retry-after', String(Math.ceil(wait / 1000)))
}

const MIB = 1024 * 1024

/** A task takes some hundred bytes, or some MB where it holds pictures as text. */
const MAX_JSON_BYTES = 4 * MIB

/** Statuses of answers that may have no body: xAI answers 202 without one until a video is done. */
const EMPTY_STATUSES: ReadonlySet<number> = new Set([202, 204])

const CHECK_BASE_URL = "If this continues, check the proxy's baseURL."

/** Statuses about the key and its account: a caller, who has neither, would take them for its own. */
const CREDENTIAL_STATUSES: ReadonlySet<number> = new Set([401, 402, 403, 407])

/** How much of a refusal, and of an answer that is not JSON, `onError` gets. */
const MAX_REASON_BYTES = 4096

/** A masked key with escaped characters would be missed by the redaction. */
const unescapeJson = (text: string) =>
  text.replace(/\\u([0-9a-f]{4})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))

/**
 * Ends a request that the API refused because of the server's key. Passed on, a 401 would read as the viewer's own lost
 * session, and log it out. The API's reason goes to `onError`; its request id goes to the caller too.
 *
 * @throws {ProxyError} always: 502 `upstream_unauthorized`
 */
export function refuseCredentials(status: number, reason: string, headers: Headers): never {
  const requestId = safeRequestId(parseErrorDetails(reason).requestId)
  if (requestId !== undefined && !headers.has('x-request-id')) headers.set('x-request-id', requestId)
  throw new ProxyError(
    502,
    'upstream_unauthorized',
    'The video service did not accept this server. Its operator must look into it; signing in again does not help.',
    {
      headers,
      cause: new Error(`The video API answered ${status}: ${reason || 'no reason given'}`),
    },
  )
}

/** Reads a body as text; `undefined` when it is longer than `maxBytes`. */
async function readText(response: Response, maxBytes: number): Promise<string | undefined> {
  if (!response.body) return ''
  const reader = response.body.getReader()
  const decoder = new TextDecoder()
  let text = ''
  let seen = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return text + decoder.decode()
    seen += value.byteLength
    if (seen > maxBytes) {
      await reader.cancel().catch(() => undefined)
      return undefined
    }
    text += decoder.decode(value, { stream: true })
  }
}
