import type { VideoProxyErrorContext } from './calls.js'

/** What a `ProxyError` carries besides its message. */
interface ProxyErrorInit {
  /** Headers of the answer, such as `allow` or an upstream `retry-after`. */
  headers?: Headers | undefined
  /** The create parameter that was wrong. */
  param?: string | undefined
  /** The task that the error is about, where the request names none: for `onError`, never for the caller. */
  taskId?: string | undefined
  /** What the API answered, as JSON without the key: a create that is billed must not be lost. */
  answer?: string | undefined
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
  readonly answer: string | undefined

  constructor(status: number, code: string, message: string, init: ProxyErrorInit = {}) {
    const { headers, param, taskId, cause, appError, answer } = init
    super(message, cause === undefined ? undefined : { cause })
    this.status = status
    this.code = code
    this.headers = headers
    this.param = param
    this.taskId = taskId
    this.appError = appError
    this.answer = answer
  }
}

/** Turns any thrown value into the error that is answered. */
export function toProxyError(error: unknown, { signal }: Pick<Request, 'signal'>): ProxyError {
  if (error instanceof ProxyError) return error
  // No client receives this one. It is for servers that log the status of an answer they could not send.
  if (signal.aborted) return new ProxyError(499, 'aborted', 'Client closed the request.')
  return new ProxyError(500, 'proxy_failed', 'The server could not handle this request.', { cause: error })
}

/** Reports an error to the app's `onError`. Never throws. */
export type ErrorReport = (error: Error, context: VideoProxyErrorContext) => void

/** Wraps `onError`, so that a failing log does not become the caller's problem. */
export function createErrorReport(
  onError: ((error: Error, context: VideoProxyErrorContext) => void) | undefined,
): ErrorReport {
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

/**
 * Copies an error for logs, without the key: name, message, stack, causes and the errors of an `AggregateError`, and of the
 * other fields those that say what failed, such as `code`. Anything may be thrown: a plain object is copied the same way.
 */
export function redactError(error: unknown, redact: (text: string) => string): Error {
  const clean = copyThrown(error, redact, new Set())
  return clean instanceof Error
    ? clean
    : new Error('Something other than an error was thrown.', { cause: clean })
}

/** The fields in which errors of Node, of databases and of HTTP clients say what failed. None holds what a user wrote. */
const KEPT_FIELDS = ['name', 'message', 'code', 'errno', 'syscall', 'status', 'statusCode', 'type']

/** Errors within each other that are copied; more are left out. */
const MAX_ERRORS = 16

/** Copies what was thrown; `undefined` for what was copied before, so that a cycle ends. */
function copyThrown(thrown: unknown, redact: (text: string) => string, seen: Set<unknown>): unknown {
  if (typeof thrown === 'string') return new Error(redact(thrown))
  if (typeof thrown !== 'object' || thrown === null) return new Error(redact(String(thrown)))
  if (seen.has(thrown) || seen.size >= MAX_ERRORS) return undefined
  seen.add(thrown)

  const fields: Record<string, unknown> = {}
  for (const name of KEPT_FIELDS) {
    const value = readField(thrown, name)
    if (typeof value === 'string') fields[name] = redact(value)
    if (typeof value === 'number' || typeof value === 'boolean') fields[name] = value
  }
  const cause = readField(thrown, 'cause')
  const copiedCause = cause === undefined ? undefined : copyThrown(cause, redact, seen)
  if (copiedCause !== undefined) fields['cause'] = copiedCause
  const errors = readField(thrown, 'errors')
  if (Array.isArray(errors)) {
    fields['errors'] = errors.slice(0, MAX_ERRORS).flatMap((item) => copyThrown(item, redact, seen) ?? [])
  }
  if (!isError(thrown)) return fields
  const clean = new Error()
  const stack = readField(thrown, 'stack')
  const all = { ...fields, stack: typeof stack === 'string' ? redact(stack) : '' }
  for (const [name, value] of Object.entries(all)) {
    // Not shown twice where an error is logged: these are part of its stack.
    const enumerable = !['name', 'message', 'stack', 'cause', 'errors'].includes(name)
    Object.defineProperty(clean, name, { value, enumerable, configurable: true, writable: true })
  }
  return clean
}

/** Reads a field of anything that was thrown: a getter or a `Proxy` may throw once more. */
function readField(from: object, name: string): unknown {
  try {
    return Reflect.get(from, name)
  } catch {
    return undefined
  }
}

function isError(thrown: object): boolean {
  try {
    return thrown instanceof Error
  } catch {
    return false
  }
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
