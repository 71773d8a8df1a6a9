import { parseErrorDetails } from '../../core/wire/errorDetails.js'
import { ProxyError } from '../proxyError.js'
import { copyHeaders, unreachable } from './fetchUpstream.js'
import { sanitizeJson, safeRequestId } from './sanitizeJson.js'

/** A JSON answer of the API, without the key and the gateway's insides. */
export interface JsonAnswer {
  status: number
  headers: Headers
  text: string
}

/** A task takes some hundred bytes; what is longer than this is none. */
const LONGEST_JSON = 1024 * 1024

const PASSED_BACK = ['retry-after', 'openai-poll-after-ms', 'x-request-id', 'x-oneapi-request-id']

const CHECK_BASE_URL = "If this goes on, check the proxy's baseURL."

/**
 * Reads a JSON answer, status and all.
 *
 * @throws {ProxyError} 502 `upstream_unauthorized` where the API refuses the key; and where the answer is no JSON, 502 for
 *   a success or redirect, else the API's own status, which tells clients whether to try again (a 503 page of a load
 *   balancer) or not.
 */
export async function readJsonAnswer(
  response: Response,
  signal: AbortSignal,
  redact: (text: string) => string,
): Promise<JsonAnswer> {
  const { status } = response
  const headers = copyHeaders(response.headers, PASSED_BACK, redact)
  const isError = status >= 400 && status < 600

  if (ABOUT_CREDENTIALS.has(status)) return refuseCredentials(response, headers)
  // A runtime that hides redirects gives them the status 0.
  if (!isError && (status < 200 || status >= 300)) {
    void response.body?.cancel().catch(() => undefined)
    const message = `The video API answered ${status || 'with'} a redirect instead of JSON. ${CHECK_BASE_URL}`
    throw new ProxyError(502, 'upstream_redirect', message)
  }
  const text = await readBounded(response, LONGEST_JSON).catch(unreachable(signal))
  try {
    if (text !== undefined) return { status, headers, text: sanitizeJson(text, status, redact) }
  } catch {
    // Not JSON: said below. The parser's own words would quote the answer.
  }
  const message = `The video API answered ${status} with something that is not JSON. ${CHECK_BASE_URL}`
  throw new ProxyError(isError ? status : 502, 'upstream_invalid_answer', message, { headers })
}

/** Enough for a log to tell what is wrong. */
const LONGEST_REASON = 4096

/** Statuses that speak of the key and its account: the caller, who has neither, would take them for its own. */
const ABOUT_CREDENTIALS: ReadonlySet<number> = new Set([401, 402, 403, 407])

/** A key whose characters are escaped would be found by nobody who looks for it. */
const unescape = (text: string) =>
  text.replace(/\\u([0-9a-f]{4})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))

/**
 * Ends a request that the API refused because of the server's key. A 401 passed back would read as the viewer's own lost
 * session, and log it out. What the API said is for `onError`; its request id is for both.
 *
 * @throws {ProxyError} always: 502 `upstream_unauthorized`
 */
async function refuseCredentials(response: Response, headers: Headers): Promise<never> {
  const reason = unescape((await readBounded(response, LONGEST_REASON).catch(() => undefined)) ?? '')
  const requestId = safeRequestId(parseErrorDetails(reason).requestId)
  if (requestId !== undefined && !headers.has('x-request-id')) headers.set('x-request-id', requestId)
  throw new ProxyError(
    502,
    'upstream_unauthorized',
    'The video service did not accept this server. Its operator has to look into it; signing in again does not help.',
    { headers, cause: new Error(`The video API answered ${response.status}: ${reason || 'without a text'}`) },
  )
}

/** Keeps nothing from one text to the next, as it is only ever given whole ones. */
const decoder = new TextDecoder()

function join(pieces: readonly Uint8Array[], length: number): Uint8Array {
  const [first] = pieces
  if (pieces.length === 1 && first) return first
  const all = new Uint8Array(length)
  let offset = 0
  for (const piece of pieces) {
    all.set(piece, offset)
    offset += piece.byteLength
  }
  return all
}

/** Reads a body as text, or gives `undefined` when it is longer than `maxBytes`. */
async function readBounded(response: Response, maxBytes: number): Promise<string | undefined> {
  if (!response.body) return ''
  const reader = response.body.getReader()
  const pieces: Uint8Array[] = []
  let seen = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return decoder.decode(join(pieces, seen))
    seen += value.byteLength
    if (seen > maxBytes) {
      await reader.cancel().catch(() => undefined)
      return undefined
    }
    pieces.push(value)
  }
}
