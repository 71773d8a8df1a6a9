import { isRecord } from '../wire/fieldValues.js'

/** Fields of every error of this library. */
interface VideoTaskErrorInit {
  /** Machine-readable code, such as `invalid_id` or the API's own `model_not_found`. */
  code: string
  /** Whether a later request can succeed. @default false */
  retryable?: boolean
  /** The underlying error, where there is one. */
  cause?: unknown
}

/**
 * Base class of all errors of this library, and the class of errors about arguments. Decide by `code`, `retryable` or
 * class, never by the text of the message.
 *
 * @example
 * ```ts
 * import { VideoApiError, VideoTaskError } from 'react-video-task/client'
 *
 * export function isOutOfCredit(error: unknown): boolean {
 *   if (error instanceof VideoApiError) return error.status === 402
 *   return error instanceof VideoTaskError && error.code === 'insufficient_quota'
 * }
 * ```
 */
export class VideoTaskError extends Error {
  override readonly name: string = 'VideoTaskError'
  /** Machine-readable code, such as `invalid_id` or the API's own `model_not_found`. */
  declare readonly code: string
  /** Whether a later request can succeed: polling continues after a retryable error and ends after any other. */
  declare readonly retryable: boolean
  /** Failed polls in a row, this one included, counted from 1. Only on the error of a query. */
  declare readonly attempt?: number

  constructor(message: string, { code, retryable = false, cause }: VideoTaskErrorInit) {
    super(message, cause === undefined ? undefined : { cause })
    this.code = code
    this.retryable = retryable
  }

  /** Gives `JSON.stringify` all fields, the message included, which it would leave out of an error. */
  toJSON(): object {
    return { ...this, message: this.message }
  }
}

/** The fields of this library's errors. Those of `VideoApiError` are absent where the API has not answered. */
export type VideoTaskErrorFields = Pick<
  VideoTaskError,
  'name' | 'message' | 'code' | 'retryable' | 'attempt'
> &
  Partial<
    Pick<
      VideoApiError,
      'status' | 'source' | 'type' | 'param' | 'requestId' | 'retryAfter' | 'detail' | 'body'
    >
  >

/**
 * Checks by fields, not by class, whether a value is an error of this library: also one that was restored from JSON, came
 * from a worker or a server component, or was made by another copy of the package.
 *
 * @example
 * ```ts
 * import { isVideoTaskError } from 'react-video-task/client'
 *
 * export const isSignedOut = (error: unknown) => isVideoTaskError(error) && error.status === 401
 * ```
 */
export function isVideoTaskError(error: unknown): error is VideoTaskErrorFields {
  return isRecord(error) && typeof error['code'] === 'string' && typeof error['retryable'] === 'boolean'
}

/** Details of an error body or of a task's `error`, whatever shape it has on the wire. */
export interface ErrorDetails {
  message?: string | undefined
  code?: string | undefined
  type?: string | undefined
  param?: string | undefined
  requestId?: string | undefined
}

interface VideoApiErrorInit extends ErrorDetails {
  /** HTTP status of the response. */
  status: number
  /** Who answered. @default 'api' */
  source?: 'api' | 'proxy'
  /** How long the server asks to wait, in ms. */
  retryAfter?: number | undefined
  /** The body as it came: parsed JSON, or text where it is not JSON. */
  body?: unknown
  /** Whether a later request can succeed. @default by status and code */
  retryable?: boolean
}

/**
 * The API, or the app's proxy before it, answered with an error: a status that is not 2xx, or an error envelope with a 2xx.
 *
 * @example
 * ```ts
 * import { VideoApiError } from 'react-video-task/client'
 *
 * export function logFailure(error: unknown): void {
 *   if (error instanceof VideoApiError) console.error(error.status, error.code, error.requestId, error.body)
 * }
 * ```
 */
export class VideoApiError extends VideoTaskError {
  override readonly name = 'VideoApiError'
  /** HTTP status of the response; of an error envelope with a 2xx, the status that it names, if it names one. */
  declare readonly status: number
  /** Who refused: `proxy` where the app's proxy, or the app behind it, did, and the API was not asked or gave no answer. */
  declare readonly source: 'api' | 'proxy'
  /** The API's `error.type`, such as `invalid_request_error`. */
  declare readonly type: string | undefined
  /** The request field that the API rejects. */
  declare readonly param: string | undefined
  /** The API's id of the request, for its support. Not part of the message. */
  declare readonly requestId: string | undefined
  /**
   * How long the server asks to wait before the next request, in ms (`Retry-After`, `openai-poll-after-ms`). Polls wait at
   * most 10 minutes of it.
   */
  declare readonly retryAfter: number | undefined
  /** The API's own message without the request id; undefined where it has no readable one. */
  declare readonly detail: string | undefined
  /** The body as it came: parsed JSON, or text where it is not JSON. For logs. */
  declare readonly body: unknown

  constructor({
    status,
    source = 'api',
    message,
    code,
    retryable = RETRYABLE.test(`${status} ${code}`),
    ...details
  }: VideoApiErrorInit) {
    const shownCode = code && code !== String(status) ? ` ${code}` : ''
    const answered = source === 'api' ? 'The video API' : "This app's proxy"
    super(`${answered} answered ${status}${shownCode}${message ? `: ${message}` : ''}`, {
      code: code ?? `http_${status}`,
      retryable,
    })
    Object.assign(this, { status, source, detail: message, ...details })
  }
}

/**
 * Status and code of an error after which the same poll can succeed later: a 2xx, 408, 425, 429, and any 5xx except 501, 505
 * and two codes. All others are final, except the 404 of a new id, which the polling policy decides. A create is never
 * repeated.
 */
const RETRYABLE = /^(?!500 invalid_request$|503 model_not_found$)(2..|408|425|429|5(?!01|05)..) /

interface VideoResponseErrorInit extends VideoTaskErrorInit {
  /** HTTP status of the response, where there is one. */
  status?: number | undefined
  /** The body as it came. */
  body?: unknown
}

/**
 * The response is not a video task: HTML, a redirect, incomplete JSON, an array, or a created task without an id. `code` is
 * `wrong_base_url` (final), `invalid_json`, `invalid_body`, `invalid_content` or `missing_id`.
 *
 * @example
 * ```ts
 * import { VideoResponseError } from 'react-video-task/client'
 *
 * export const isMisconfigured = (error: unknown) =>
 *   error instanceof VideoResponseError && error.code === 'wrong_base_url'
 * ```
 */
export class VideoResponseError extends VideoTaskError {
  override readonly name = 'VideoResponseError'
  /** HTTP status of the response, where there is one. */
  declare readonly status: number | undefined
  /** The body as it came. For logs. */
  declare readonly body: unknown

  constructor(message: string, { status, body, ...init }: VideoResponseErrorInit) {
    super(message, init)
    this.status = status
    this.body = body
  }
}

/**
 * No complete response arrived. `code` is `network_error` or `timeout`; always retryable.
 *
 * @example
 * ```ts
 * import { VideoNetworkError } from 'react-video-task/client'
 *
 * export const isOffline = (error: unknown) =>
 *   error instanceof VideoNetworkError && error.code === 'network_error'
 * ```
 */
export class VideoNetworkError extends VideoTaskError {
  override readonly name = 'VideoNetworkError'

  constructor(message: string, { code, cause }: { code: 'network_error' | 'timeout'; cause?: unknown }) {
    super(message, { code, retryable: true, cause })
  }
}

/** What parts that load later need of this module, by argument: with imports, bundlers would make one more file of it. */
export const errors = {
  VideoTaskError,
  VideoApiError,
  VideoResponseError,
  VideoNetworkError,
  isVideoTaskError,
}
/** The type of `errors`. */
export type Errors = typeof errors

/** The error of something that did not arrive, with the message of what was thrown. */
export const networkError = (what: string, cause: unknown): VideoNetworkError =>
  new VideoNetworkError(`${what}: ${messageOf(cause)}`, { code: 'network_error', cause })

const messageOf = (thrown: unknown) => (thrown instanceof Error ? thrown.message : String(thrown))

/**
 * Returns an error of this library as it is. One with the same fields, from another copy of the package or from JSON, keeps
 * them. Any other comes from a client of the app and becomes the `cause` of a retryable error, because what such a client
 * throws is mostly a failure of the network.
 */
export function toVideoTaskError(error: unknown): VideoTaskError {
  if (error instanceof VideoTaskError) return error
  const { message, ...fields } = isVideoTaskError(error)
    ? error
    : { message: messageOf(error), code: 'unknown', retryable: true }
  return Object.assign(new VideoTaskError(message, { ...fields, cause: error }), fields)
}

/**
 * Returns a copy of an error that counts the failed polls in a row. A copy, since a client may throw one error many times,
 * for several tasks. Class, message, stack and fields stay.
 */
export function withAttempt(error: VideoTaskError, attempt: number): VideoTaskError {
  // Not by the subclass's own constructor, which may take other arguments.
  const copy: VideoTaskError = Reflect.construct(VideoTaskError, [error.message, error], error.constructor)
  return Object.assign(copy, error, { stack: error.stack, attempt })
}

/** The error of an optional method that a client of the app's own does not have. */
export const unsupportedCall = (name: 'remix' | 'list' | 'delete' | 'share') =>
  new VideoTaskError(`This client has no method '${name}'.`, { code: 'unsupported_call' })
