import type { VideoProxyErrorContext, VideoProxyOptions } from './options.js'

/** What a `ProxyError` carries besides its message. */
interface ProxyErrorInit {
  /** Headers of the answer, such as `allow` or an upstream `retry-after`. */
  headers?: Headers | undefined
  /** The create parameter that was wrong. */
  param?: string | undefined
  /** The task that the error is about, where the request names none: for `onError`, never for the caller. */
  taskId?: string | undefined
  /** The error underneath: for `onError`, never for the caller. */
  cause?: unknown
  /** A mistake of the app's own code that led here: for `onError`, whatever the status, and never for the caller. */
  appError?: Error | undefined
}

/** Ends a request with an error answer of the proxy's own; the message is written for the caller. */
export class ProxyError extends Error {
  override readonly name = 'VideoProxyError'
  readonly status: number
  readonly code: string
  readonly headers: Headers | undefined
  readonly param: string | undefined
  readonly taskId: string | undefined
  readonly appError: Error | undefined

  constructor(status: number, code: string, message: string, init: ProxyErrorInit = {}) {
    const { headers, param, taskId, cause, appError } = init
    super(message, cause === undefined ? undefined : { cause })
    this.status = status
    this.code = code
    this.headers = headers
    this.param = param
    this.taskId = taskId
    this.appError = appError
  }
}

/** Turns any thrown value into the error that is answered. */
export function toProxyError(error: unknown, { signal }: Request): ProxyError {
  if (error instanceof ProxyError) return error
  // No client receives this one. It is for servers that log the status of an answer they could not send.
  if (signal.aborted) return new ProxyError(499, 'aborted', 'Client closed the request.')
  return new ProxyError(500, 'proxy_failed', 'The server could not handle this request.', { cause: error })
}

/** Reports an error to the app's `onError`. Never throws. */
export type ErrorReport = (error: Error, context: VideoProxyErrorContext) => void

/** Wraps `onError`, so that a failing log does not become the caller's problem. */
export function createErrorReport(onError: VideoProxyOptions['onError']): ErrorReport {
  const log =
    onError ?? ((error, context) => console.error('[react-video-task] video proxy:', context, error))
  return (error, context) => {
    try {
      log(error, context)
    } catch {
      // There is no other place to report it.
    }
  }
}

const MAX_CAUSE_DEPTH = 4

/** Copies an error for logs: name, message, stack and causes without the key, and none of its other fields. */
export function redactError(error: unknown, redact: (text: string) => string, depth = 0): Error {
  if (!(error instanceof Error)) return new Error(redact(String(error)))
  const hasCause = error.cause !== undefined && depth < MAX_CAUSE_DEPTH
  const options = hasCause ? { cause: redactError(error.cause, redact, depth + 1) } : undefined
  const clean = new Error(redact(error.message), options)
  clean.name = redact(error.name)
  clean.stack = redact(error.stack ?? '')
  return clean
}

/**
 * Runs a task whose error other requests receive as well. They may hold another key, so this one's key is removed from
 * the error before it leaves.
 */
export async function withRedactedErrors<T>(
  redact: (text: string) => string,
  run: () => Promise<T>,
): Promise<T> {
  try {
    return await run()
  } catch (error) {
    if (!(error instanceof ProxyError)) throw redactError(error, redact)
    const { status, code, message, headers, param, cause } = error
    throw new ProxyError(status, code, redact(message), {
      headers,
      param,
      cause: cause === undefined ? undefined : redactError(cause, redact),
    })
  }
}
