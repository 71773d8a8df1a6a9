import type { ErrorDetails } from './parseErrorDetails.js'
import { VideoTaskError } from './VideoTaskError.js'

/**
 * Statuses after which the same poll may succeed later; 520 to 524 are Cloudflare's own. Every other one is final, but
 * for the 404 of a fresh id, which is the polling policy's to judge. A create is never repeated, whatever this says.
 */
const RETRYABLE = new Set([408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524])

/** Answers that stay wrong although their status sounds passing. */
const FINAL_CODES = new Set(['500 invalid_request', '503 model_not_found'])

/** What the API answered. */
export interface VideoApiErrorInit extends ErrorDetails {
  status: number
  /** Milliseconds the server asked to wait. */
  retryAfter?: number | undefined
  /** The answer as it came: parsed JSON, or text where it was none. */
  body?: unknown
}

/** The API answered, and the answer is an error: an HTTP status that is not 2xx, or an error envelope under a 200. */
export class VideoApiError extends VideoTaskError {
  override readonly name = 'VideoApiError'
  /** HTTP status of the answer; under a 2xx, the one that the error envelope names, if it names one. */
  declare readonly status: number
  /** The API's `error.type`, such as `invalid_request_error`. */
  declare readonly type: string | undefined
  /** The request field the API objects to. */
  declare readonly param: string | undefined
  /** The API's id of the request, for its support; kept apart from the message. */
  declare readonly requestId: string | undefined
  /** Milliseconds the server asked to wait before the next request (`Retry-After`, `openai-poll-after-ms`). */
  declare readonly retryAfter: number | undefined
  /** What the API itself said, without the request id; `undefined` where it said nothing readable. */
  declare readonly detail: string | undefined
  /** The answer as it came: parsed JSON, or text where it was none. For logs, not for people. */
  declare readonly body: unknown

  constructor({ status, message, code, type, param, requestId, retryAfter, body }: VideoApiErrorInit) {
    const shownCode = code && code !== String(status) ? ` ${code}` : ''
    super(`The video API answered ${status}${shownCode}${message ? `: ${message}` : ''}`, {
      code: code ?? `http_${status}`,
      retryable: RETRYABLE.has(status) && !FINAL_CODES.has(`${status} ${code}`),
    })
    this.status = status
    this.type = type
    this.param = param
    this.requestId = requestId
    this.retryAfter = retryAfter
    this.detail = message
    this.body = body
  }
}
