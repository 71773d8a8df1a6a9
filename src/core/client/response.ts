import { ENDS_IN_VERSION } from './baseURL.js'
import { loadParser } from './lazyCode.js'
import { readRetryAfter } from './retryAfter.js'
import { type ErrorDetails, VideoApiError, VideoResponseError } from '../errors/VideoTaskError.js'
import { readDocumentedError } from '../wire/documentedTask.js'
import { isRecord, parseJson } from '../wire/fieldValues.js'

/**
 * Reads the JSON of a successful response, whatever its content type is. A 202 or 204 without a body has no news, which an
 * object without fields stands for.
 *
 * @param isKnown whether this address has answered well before: HTML and redirects are an outage then
 * @throws {VideoApiError} for a status that is not 2xx
 * @throws {VideoResponseError} code `wrong_base_url` for a redirect or HTML, `invalid_json` for anything else but JSON
 */
export async function readJson(response: Response, url: string, isKnown: boolean): Promise<unknown> {
  await assertSuccess(response, url, isKnown)
  const { status } = response
  const text = await readText(response)
  const isEmpty = !text.trim()
  if (isEmpty && (status === 202 || status === 204)) return {}
  const value = parseJson(text)
  if (value !== undefined) return value
  if (isHTML(text)) throw htmlError(text, status, url, isKnown)
  const isLong = text.length > MAX_ANSWER_LENGTH
  const found = isEmpty ? 'an empty body' : isLong ? 'more than 32 MiB' : 'invalid or incomplete JSON'
  throw unreadable(`${url} answered ${status} with ${found}. Expected a video task as JSON.`, status, text)
}

/**
 * Checks that a response is a success.
 *
 * @throws {VideoApiError} for a status that is not 2xx
 * @throws {VideoResponseError} code `wrong_base_url` for a redirect, and for a 404 that is an HTML page; `invalid_json` where
 *   the address is known
 */
export async function assertSuccess(response: Response, url: string, isKnown = false): Promise<void> {
  const { status, headers } = response
  // A redirect that is not followed has the status 0 in browsers.
  if (response.type === 'opaqueredirect' || (status >= 300 && status < 400)) {
    throw misplaced(`${url} answered with a redirect.`, status, undefined, isKnown)
  }
  if (response.ok) return
  const text = await readText(response)
  // Other statuses may have an HTML page of a load balancer, which passes; the 404 of a storage is XML.
  if (status === 404 && /html/i.test(text) && isHTML(text)) throw htmlError(text, status, url, isKnown)
  const value = parseJson(text)
  const body = value === undefined ? text : value
  const details = await readErrorDetails(body)
  // The second name is that of gateways of the one-api family.
  const requestId = details.requestId ?? headers.get('x-request-id') ?? headers.get('x-oneapi-request-id')
  throw new VideoApiError({
    status,
    body,
    ...details,
    source: headers.has('video-answered-by') ? 'proxy' : 'api',
    requestId: requestId ?? undefined,
    retryAfter: readRetryAfter(headers, status),
  })
}

/** Most of an answer that is read, in characters: a task takes some hundred bytes, or some MB where it holds its video. */
const MAX_ANSWER_LENGTH = 2 ** 25

/** Reads a body as text, and not much more of it than the limit. */
async function readText(response: Response): Promise<string> {
  // React Native has no streams.
  const reader = response.body?.getReader()
  if (!reader) return response.text()
  const decoder = new TextDecoder()
  for (let text = ''; ;) {
    const { done, value } = await reader.read()
    text += decoder.decode(value, { stream: !done })
    if (done) return text
    if (text.length <= MAX_ANSWER_LENGTH) continue
    void reader.cancel().catch(() => undefined)
    return text
  }
}

/** Reads an error in the documented shape, else in any dialect, for which the parser is loaded. */
async function readErrorDetails(body: unknown): Promise<ErrorDetails> {
  const documented = isRecord(body) && readDocumentedError(body['error'])
  if (documented) return { ...documented, requestId: documented.request_id }
  // Mostly a load balancer's: no text, or a page.
  if (typeof body === 'string' && /^\s*(<|$)/.test(body)) return {}
  return (await loadParser()).parseErrorDetails(body)
}

const isHTML = (text: string) => /^\s*</.test(text)

const htmlError = (text: string, status: number, url: string, isKnown: boolean) =>
  misplaced(`${url} answered ${status} with an HTML page instead of JSON.`, status, text, isKnown)

/** The error of an answer that the API does not give: an outage of a known address, else a wrong address. */
const misplaced = (what: string, status: number, body: string | undefined, isKnown: boolean) =>
  isKnown
    ? unreadable(what, status, body)
    : new VideoResponseError(`${what} Check that baseURL ${ENDS_IN_VERSION}`, {
        code: 'wrong_base_url',
        status,
        body,
      })

const unreadable = (message: string, status: number, body: string | undefined) =>
  new VideoResponseError(message, { code: 'invalid_json', retryable: true, status, body })
