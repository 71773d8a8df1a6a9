import { cleanJson } from './cleanJson.js'
import { copyHeaders } from './copyHeaders.js'
import { ProxyError } from './ProxyError.js'
import { readBounded } from './readBounded.js'
import { ABOUT_CREDENTIALS, refuseCredentials } from './refuseCredentials.js'
import { unreachable } from './unreachable.js'

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
    if (text !== undefined) return { status, headers, text: cleanJson(text, status, redact) }
  } catch {
    // Not JSON: said below. The parser's own words would quote the answer.
  }
  const message = `The video API answered ${status} with something that is not JSON. ${CHECK_BASE_URL}`
  throw new ProxyError(isError ? status : 502, 'upstream_invalid_answer', message, { headers })
}
