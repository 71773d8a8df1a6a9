import type { VideoTaskDeletion, VideoTaskPage } from './VideoClient.js'
import type { Errors, VideoTaskError } from '../errors/VideoTaskError.js'
import { readRetryAfter } from './retryAfter.js'
import { parseErrorDetails } from '../wire/errorDetails.js'
import { isRecord, parseJson } from '../wire/fieldValues.js'
import {
  confirmsDelete,
  type ParseVideoTaskOptions,
  readVideoTask,
  readVideoTaskPage,
} from '../wire/readVideoTask.js'
import type { VideoTask } from '../task/videoTask.js'

// Reads every answer but a task in the documented shape. A client loads this module with the first such answer. The build
// bundles it with its helpers: with imports that the page has already, bundlers would move those into one more file.

/** An answer without what was asked for. */
export interface FailedAnswer {
  response: Response
  /** Its body. */
  text: string
  /** The body is longer than what is read of one. */
  isCut: boolean
  url: string
  /** This address has answered well before: HTML and redirects are an outage then. */
  isKnown: boolean
}

/** Reads answers, and throws or returns the errors of this library. */
export interface AnswerReader {
  /** Reads a task as `parseVideoTask` does. */
  readTask: (body: unknown, options: ParseVideoTaskOptions) => VideoTask
  readPage: (body: unknown, status: number) => VideoTaskPage
  readDeletion: (body: unknown, id: string, status: number) => VideoTaskDeletion
  readFailure: (answer: FailedAnswer) => VideoTaskError
  /** Reads how long an answer asks to wait, in ms. */
  readWait: (headers: Headers, status: number) => number | undefined
  /** The error of a successful answer whose body is no video. */
  noVideo: (url: string, status: number, found: string) => VideoTaskError
}

/** Creates the reader, with the error classes that the page has already. */
export const createAnswerReader = (errors: Errors): AnswerReader => ({
  readTask: (body, options) => readVideoTask(body, options, errors),
  readPage: (body, status) => readVideoTaskPage(body, status, errors),
  readDeletion: (body, id, status) => ({
    id,
    deleted: confirmsDelete(body, id, status, errors),
    ...(isRecord(body) && 'deleted_at_api' in body && { deleted_at_api: body['deleted_at_api'] === true }),
  }),
  readFailure: (answer) => readFailure(answer, errors),
  readWait: readRetryAfter,
  noVideo: (url, status, found) =>
    new errors.VideoResponseError(`${url} answered ${status} with ${found} instead of a video.`, {
      code: 'invalid_content',
      status,
    }),
})

/**
 * Reads the error of an answer: a `VideoApiError` for a status that is not 2xx; a `VideoResponseError` with code
 * `wrong_base_url` for a redirect, and for an HTML page with a 2xx or a 404, or `invalid_json` where the address is known, and
 * for anything else.
 */
function readFailure(
  { response, text, isCut, url, isKnown }: FailedAnswer,
  { VideoApiError, VideoResponseError }: Errors,
): VideoTaskError {
  const { status, headers, ok } = response
  const unreadable = (what: string, body?: string) =>
    new VideoResponseError(`${url} answered ${what}`, { code: 'invalid_json', retryable: true, status, body })
  // An outage of a known address, else a wrong address.
  const misplaced = (what: string, body?: string) =>
    isKnown
      ? unreadable(what, body)
      : new VideoResponseError(`${url} answered ${what} Check that baseURL ${ENDS_IN_VERSION}`, {
          code: 'wrong_base_url',
          status,
          body,
        })
  // A redirect that is not followed has the status 0 in browsers.
  if (response.type === 'opaqueredirect' || (status >= 300 && status < 400))
    return misplaced('with a redirect.')
  const isHTML = /^\s*</.test(text)
  // Other statuses may have an HTML page of a load balancer, which passes; the 404 of a storage is XML.
  if (isHTML && (ok || (status === 404 && /html/i.test(text)))) {
    return misplaced(`${status} with an HTML page instead of JSON.`, text)
  }
  if (ok) {
    const found = !text.trim() ? 'an empty body' : isCut ? 'more than 32 MiB' : 'invalid or incomplete JSON'
    return unreadable(`${status} with ${found}. Expected a video task as JSON.`, text)
  }
  const value = parseJson(text)
  const body = value === undefined ? text : value
  const details = parseErrorDetails(body)
  // The second name is that of gateways of the one-api family.
  const requestId = details.requestId ?? headers.get('x-request-id') ?? headers.get('x-oneapi-request-id')
  const error = new VideoApiError({
    status,
    body,
    ...details,
    source: headers.has('video-answered-by') ? 'proxy' : 'api',
    requestId: requestId ?? undefined,
    retryAfter: readRetryAfter(headers, status),
  })
  // An API and the proxy explain each refusal; a page's server that forwards nothing, or to nothing, does not.
  if (!isKnown && !text.trim() && !requestId && /404|405|50[024]/.test(`${status}`))
    error.message += ` without a body. Check baseURL, and that ${url} leads to the proxy.`
  return error
}

/** What a base URL has to look like. */
const ENDS_IN_VERSION = "ends in the API's version, such as '/api/v1' or 'https://api.cometapi.com/v1'."
