import { isRecord } from '../../core/wire/fieldValues.js'
import type {
  VideoProxyAuthorize,
  VideoProxyCall,
  VideoProxyCreateContext,
  VideoProxyRateContext,
  VideoProxyUser,
} from '../calls.js'
import type { VideoProxyOptions } from '../options.js'
import { ProxyError } from '../proxyError.js'
import { answeredByProxy } from '../responses.js'

/**
 * Calls the app's `authorize`. Fails closed: only `true` and a user with a usable id allow.
 *
 * @returns the app's own `Response`; the user who owns the task; or `undefined` for `true`, which checks no owner
 * @throws {ProxyError} 403 `forbidden`, reported where the result is none that `authorize` may have; 500
 *   `authorization_failed` when `authorize` threw or returned an unusable id
 */
export async function checkAuthorized(
  authorize: VideoProxyAuthorize,
  call: VideoProxyCall,
): Promise<Response | VideoProxyUser | undefined> {
  let result: unknown
  try {
    result = await authorize(call)
  } catch (cause) {
    throw authorizationFailed(cause)
  }
  if (result === true) return undefined
  if (result instanceof Response) return answeredByProxy(result)
  if (isRecord(result) && 'id' in result) return readUser(result)
  throw forbidden(result, 'authorize', 'true, a user with an `id`, a Response or false')
}

/**
 * Calls the app's `authorize` for a list, which needs a user: `true` names none, and would show every task of the API's
 * account.
 *
 * @throws {ProxyError} what `checkAuthorized` throws; 403 `forbidden`, reported, for `true`
 */
export async function checkListAuthorized(
  authorize: VideoProxyAuthorize,
  request: Request,
): Promise<Response | VideoProxyUser> {
  const result = await checkAuthorized(authorize, { action: 'list', request })
  if (result) return result
  throw forbidden(
    true,
    'authorize',
    'a user with an `id`, a Response or false: a list shows what the user owns',
  )
}

/**
 * Calls the app's `authorizeCreate`, if there is one. Fails closed: only `true` allows.
 *
 * @returns the app's own `Response`; `undefined` where the create is allowed
 * @throws {ProxyError} 429 for `{ retryAfter }`, as of the rate limiter; 403 `forbidden`, reported where the result is none that `authorizeCreate` may have; 500
 *   `authorization_failed` when `authorizeCreate` threw
 */
export async function checkCreateAuthorized(
  authorizeCreate: VideoProxyOptions['authorizeCreate'],
  context: VideoProxyCreateContext,
): Promise<Response | undefined> {
  if (authorizeCreate === undefined) return undefined
  let result: unknown
  try {
    result = await authorizeCreate(context)
  } catch (cause) {
    throw authorizationFailed(cause)
  }
  if (result === true) return undefined
  if (result instanceof Response) return answeredByProxy(result)
  if (readRetryAfter(result) !== undefined) throw tooMany(result, 'authorizeCreate')
  throw forbidden(result, 'authorizeCreate', 'true, a Response, { retryAfter } or false')
}

/**
 * Calls the app's rate limiter, if there is one. Fails closed: only `true` allows.
 *
 * @throws {ProxyError} 429 `rate_limited`, with `Retry-After` where the limiter named one, reported where the result is
 *   none that a limiter may have; 500 `rate_limit_failed` when it threw
 */
export async function checkRate(
  rateLimit: VideoProxyOptions['rateLimit'],
  context: VideoProxyRateContext,
): Promise<void> {
  if (rateLimit === undefined) return
  let result: unknown
  try {
    result = await rateLimit(context)
  } catch (cause) {
    throw new ProxyError(500, 'rate_limit_failed', 'Rate limit check failed.', { cause })
  }
  if (result !== true) throw tooMany(result, 'rateLimit')
}

/** The 429 for what a limiter returned, with `Retry-After` where it named one. */
function tooMany(result: unknown, option: string): ProxyError {
  const retryAfter = readRetryAfter(result)
  const headers = retryAfter === undefined ? undefined : retryAfterHeaders(retryAfter)
  const message = `This app's proxy takes no more requests of this kind now: its \`${option}\` refused it.`
  const isExpected = retryAfter !== undefined || result === false
  return new ProxyError(429, readCode(result) ?? 'rate_limited', message, {
    headers,
    appError: isExpected ? undefined : unexpectedResult(option, 'true, false or { retryAfter }', result),
  })
}

/** The headers of an answer that names a wait, in seconds. */
export function retryAfterHeaders(wait: number): Headers {
  const seconds = Math.max(0, Math.ceil(wait))
  // Some servers send milliseconds in the first header, so clients doubt a large number in it.
  return new Headers({ 'retry-after': String(seconds), 'retry-after-ms': String(seconds * 1000) })
}

/** The seconds of `{ retryAfter }`. */
function readRetryAfter(result: unknown): number | undefined {
  const seconds = isRecord(result) ? Number(result['retryAfter']) : NaN
  return Number.isFinite(seconds) ? seconds : undefined
}

/** The app's own word for its refusal. */
function readCode(result: unknown): string | undefined {
  const code = isRecord(result) ? result['code'] : undefined
  return typeof code === 'string' && /^[\w.-]{1,64}$/.test(code) ? code : undefined
}

/**
 * Calls the app's `isPublic`. Fails closed: only `true` makes a task public.
 *
 * @param onUnexpected receives the error about a result that is neither true nor false
 */
export async function checkPublic(
  isPublic: VideoProxyOptions['isPublic'],
  taskId: string,
  onUnexpected: (error: Error) => void,
): Promise<boolean> {
  const result: unknown = await isPublic?.(taskId)
  if (result !== true && !isDenial(result)) {
    onUnexpected(unexpectedResult('isPublic', 'true or false', result))
  }
  return result === true
}

/** Whether a result is a plain no. */
const isDenial = (result: unknown) => result === false || result === null || result === undefined

/** The error about a result of the app's own function, for `onError`. It names the type: the value may be confidential. */
function unexpectedResult(option: string, expected: string, result: unknown): TypeError {
  return new TypeError(`\`${option}\` returned ${describeType(result)}. Expected ${expected}.`)
}

function describeType(value: unknown): string {
  if (value === null || value === undefined || value === true) return String(value)
  return Array.isArray(value) ? 'an array' : `a value of type ${typeof value}`
}

function readUser({ id }: Record<string, unknown>): VideoProxyUser {
  if (typeof id === 'string' && id.trim() !== '') return { id }
  const what = typeof id === 'string' ? 'blank' : `of type ${typeof id}`
  throw authorizationFailed(
    new TypeError(`\`authorize\` returned a user whose id is ${what}. Expected a non-empty string.`),
  )
}

function forbidden(result: unknown, option: string, expected: string): ProxyError {
  return new ProxyError(403, 'forbidden', `This app does not allow it: its \`${option}\` refused it.`, {
    appError: isDenial(result) ? undefined : unexpectedResult(option, expected, result),
  })
}

function authorizationFailed(cause: unknown): ProxyError {
  return new ProxyError(500, 'authorization_failed', 'Authorization check failed.', { cause })
}
