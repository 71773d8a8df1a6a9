import { ENDS_IN_VERSION } from './arguments.js'
import { readRetryAfter } from './retryAfter.js'
import { VideoApiError, VideoResponseError } from '../errors/VideoTaskError.js'
import { parseErrorDetails } from '../wire/errorDetails.js'
import { EXPECTED_TASK } from '../wire/parseVideoTask.js'
import { parseJson } from '../wire/values.js'

function wrongBaseURL(what: string, status: number, body?: string): VideoResponseError {
  return new VideoResponseError(`${what} Check that baseURL ${ENDS_IN_VERSION}`, {
    code: 'wrong_base_url',
    status,
    body,
  })
}

/** A page where the API should be: whoever answered is not the API. */
function refusePage(text: string, status: number, url: string): void {
  if (text.trimStart().startsWith('<')) {
    throw wrongBaseURL(`${url} answered ${status} with an HTML page instead of JSON.`, status, text)
  }
}

/** The one-api family names its own header. */
function readRequestId(headers: Headers): string | undefined {
  return headers.get('x-request-id') ?? headers.get('x-oneapi-request-id') ?? undefined
}

/**
 * Turns an answer that is no success into the error it stands for.
 *
 * @throws {VideoApiError} for a status that is not 2xx
 * @throws {VideoResponseError} code `wrong_base_url` for a redirect, and for a 404 that is an HTML page
 */
export async function assertSuccess(response: Response, url: string): Promise<void> {
  const { status } = response
  // A browser shows a redirect it was told not to follow as status 0.
  if (response.type === 'opaqueredirect' || (status >= 300 && status < 400)) {
    throw wrongBaseURL(`${url} answered with a redirect.`, status)
  }
  if (response.ok) return
  const text = await response.text()
  // Other statuses come with a page from whatever stands before the API, which may be back in a moment; a store's 404 is XML.
  if (status === 404 && /html/i.test(text)) refusePage(text, status, url)
  const value = parseJson(text)
  const body = value === undefined ? text : value
  const details = parseErrorDetails(body)
  throw new VideoApiError({
    status,
    body,
    ...details,
    requestId: details.requestId ?? readRequestId(response.headers),
    retryAfter: readRetryAfter(response.headers),
  })
}

/**
 * The JSON of a successful answer, whatever its content type says.
 *
 * @throws {VideoApiError} for a status that is not 2xx
 * @throws {VideoResponseError} code `wrong_base_url` for a redirect or HTML, `invalid_json` for anything else that is no JSON
 */
export async function readJson(response: Response, url: string): Promise<unknown> {
  await assertSuccess(response, url)
  const { status } = response
  const text = await response.text()
  const value = parseJson(text)
  if (value !== undefined) return value
  refusePage(text, status, url)
  const what = text.trim() === '' ? 'an empty body' : 'no JSON, or JSON that was cut short'
  throw new VideoResponseError(`${url} answered ${status} with ${what}. ${EXPECTED_TASK}`, {
    code: 'invalid_json',
    retryable: true,
    status,
    body: text,
  })
}
