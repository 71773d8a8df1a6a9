/** What every error of this library carries. */
interface VideoTaskErrorInit {
  /** Machine-readable word, such as `invalid_id` or the API's own `model_not_found`. */
  code: string
  /** Whether asking again later can help. @default false */
  retryable?: boolean
  /** The error underneath, where there is one. */
  cause?: unknown
  /** Failed polls in a row, counted from 1. */
  attempt?: number | undefined
}

/**
 * Base of every error this library throws. Decide by class, `code` or `retryable`, never by the message's text.
 * Thrown as itself for bad arguments: the message names what was wrong, what was expected and what to do.
 */
export class VideoTaskError extends Error {
  override readonly name: string = 'VideoTaskError'
  /** Machine-readable word, such as `invalid_id` or the API's own `model_not_found`. */
  declare readonly code: string
  /** Whether asking again later can help: polling goes on after a retryable error and ends after any other. */
  declare readonly retryable: boolean
  /** Failed polls in a row, this one included, counted from 1. Only on the error of a query. */
  declare readonly attempt?: number

  constructor(message: string, { code, retryable = false, cause, attempt }: VideoTaskErrorInit) {
    super(message, cause === undefined ? undefined : { cause })
    this.code = code
    this.retryable = retryable
    if (attempt !== undefined) this.attempt = attempt
  }
}

/**
 * Statuses after which the same poll may succeed later; 520 to 524 are Cloudflare's own. Every other one is final, but
 * for the 404 of a fresh id, which is the polling policy's to judge. A create is never repeated, whatever this says.
 */
const RETRYABLE = new Set([408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524])

/** Answers that stay wrong although their status sounds passing. */
const FINAL_CODES = new Set(['500 invalid_request', '503 model_not_found'])

/** What an error body or a task's `error` says, whatever shape it came in. */
export interface ErrorDetails {
  message?: string | undefined
  code?: string | undefined
  type?: string | undefined
  param?: string | undefined
  requestId?: string | undefined
}

/** What the API answered. */
interface VideoApiErrorInit extends ErrorDetails, Pick<VideoTaskErrorInit, 'attempt'> {
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

  constructor({
    status,
    message,
    code,
    type,
    param,
    requestId,
    retryAfter,
    body,
    attempt,
  }: VideoApiErrorInit) {
    const shownCode = code && code !== String(status) ? ` ${code}` : ''
    super(`The video API answered ${status}${shownCode}${message ? `: ${message}` : ''}`, {
      code: code ?? `http_${status}`,
      retryable: RETRYABLE.has(status) && !FINAL_CODES.has(`${status} ${code}`),
      attempt,
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

/** Where the answer came from and what it was. */
interface VideoResponseErrorInit extends VideoTaskErrorInit {
  /** HTTP status of the answer, where there was one. */
  status?: number | undefined
  /** The answer as it came. */
  body?: unknown
}

/**
 * An answer arrived that is no video task: HTML, a redirect, cut-short JSON, an array, or a created task without an id.
 * `code` is `wrong_base_url` (final), `invalid_json`, `invalid_body`, `invalid_content` or `missing_id`.
 */
export class VideoResponseError extends VideoTaskError {
  override readonly name = 'VideoResponseError'
  /** HTTP status of the answer, where there was one. */
  declare readonly status: number | undefined
  /** The answer as it came. For logs, not for people. */
  declare readonly body: unknown

  constructor(message: string, { status, body, ...init }: VideoResponseErrorInit) {
    super(message, init)
    this.status = status
    this.body = body
  }
}

/** No complete answer arrived. `code` is `network_error` or `timeout`; always retryable. */
export class VideoNetworkError extends VideoTaskError {
  override readonly name = 'VideoNetworkError'

  constructor(
    message: string,
    init: Pick<VideoTaskErrorInit, 'cause' | 'attempt'> & { code: 'network_error' | 'timeout' },
  ) {
    super(message, { ...init, retryable: true })
  }
}

/** What something thrown says of itself. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}

/**
 * An error of this library as it is. Anything else comes from a client the app wrote: it becomes the `cause` of a
 * retryable one, since what such a client throws is most often the network's failure.
 */
export function toVideoTaskError(error: unknown): VideoTaskError {
  if (error instanceof VideoTaskError) return error
  return new VideoTaskError(messageOf(error), { code: 'unknown', retryable: true, cause: error })
}

/**
 * Returns a copy of an error that counts the failed polls in a row. A copy, since a client may throw one error many times,
 * for several tasks. Class, message, stack and fields stay.
 */
export function withAttempt(error: VideoTaskError, attempt: number): VideoTaskError {
  const { message, code, retryable, cause, stack } = error
  // The constructors of subclasses take other arguments.
  const copy: VideoTaskError = Reflect.construct(
    VideoTaskError,
    [message, { code, retryable, cause }],
    error.constructor,
  )
  return Object.assign(copy, error, { stack, attempt })
}
