import { ENDS_IN_VERSION } from './baseURL.js'
import { readRetryAfter } from './retryAfter.js'
import { VideoApiError, VideoResponseError } from '../errors/VideoTaskError.js'
import { parseErrorDetails } from '../wire/errorDetails.js'
import { parseJson } from '../wire/fieldValues.js'
import { EXPECTED_TASK } from '../wire/parseVideoTask.js'

/**
 * Reads the JSON of a successful response, whatever its content type is.
 *
 * @throws {VideoApiError} for a status that is not 2xx
 * @throws {VideoResponseError} code `wrong_base_url` for a redirect or HTML, `invalid_json` for anything else but JSON
 */
export async function readJson(response: Response, url: string): Promise<unknown> {
  await assertSuccess(response, url)
  const { status } = response
  const text = await response.text()
  const value = parseJson(text)
  if (value !== undefined) return value
  if (isHTML(text)) throw htmlError(text, status, url)
  const found = text.trim() ? 'invalid or incomplete JSON' : 'an empty body'
  throw new VideoResponseError(`${url} answered ${status} with ${found}. ${EXPECTED_TASK}`, {
    code: 'invalid_json',
    retryable: true,
    status,
    body: text,
  })
}

/**
 * Checks that a response is a success.
 *
 * @throws {VideoApiError} for a status that is not 2xx
 * @throws {VideoResponseError} code `wrong_base_url` for a redirect, and for a 404 that is an HTML page
 */
export async function assertSuccess(response: Response, url: string): Promise<void> {
  const { status, headers } = response
  // A redirect that is not followed has the status 0 in browsers.
  if (response.type === 'opaqueredirect' || (status >= 300 && status < 400)) {
    throw wrongBaseURL(`${url} answered with a redirect.`, status)
  }
  if (response.ok) return
  const text = await response.text()
  // Other statuses may have an HTML page of a load balancer, which passes; the 404 of a storage is XML.
  if (status === 404 && /html/i.test(text) && isHTML(text)) throw htmlError(text, status, url)
  const value = parseJson(text)
  const body = value === undefined ? text : value
  const details = parseErrorDetails(body)
  // The second name is that of gateways of the one-api family.
  const requestId = details.requestId ?? headers.get('x-request-id') ?? headers.get('x-oneapi-request-id')
  throw new VideoApiError({
    status,
    body,
    ...details,
    requestId: requestId ?? undefined,
    retryAfter: readRetryAfter(headers),
  })
}

const isHTML = (text: string) => /^\s*</.test(text)

const htmlError = (text: string, status: number, url: string) =>
  wrongBaseURL(`${url} answered ${status} with an HTML page instead of JSON.`, status, text)

const wrongBaseURL = (what: string, status: number, body?: string) =>
  new VideoResponseError(`${what} Check that baseURL ${ENDS_IN_VERSION}`, {
    code: 'wrong_base_url',
    status,
    body,
  })
