import { isRecord } from '../core/isRecord.js'
import { ProxyError } from './ProxyError.js'
import type { VideoProxyAuthorize, VideoProxyCall, VideoProxyUser } from './VideoProxyCall.js'

function authorizationFailed(cause: unknown): ProxyError {
  const message = 'The server could not decide whether this is allowed.'
  return new ProxyError(500, 'authorization_failed', message, { cause })
}

function readUser({ id }: Record<string, unknown>): VideoProxyUser {
  if (typeof id === 'string' && id.trim() !== '') return { id }
  const what = typeof id === 'string' ? 'blank' : `of type ${typeof id}`
  throw authorizationFailed(
    new TypeError(`\`authorize\` gave a user whose id is ${what}. Expected a non-empty string.`),
  )
}

/**
 * Asks the app. Fails closed: only `true` and a user allow.
 *
 * @returns the app's own answer where it gave one; the user whose tasks these are; `undefined` for `true`, which asks for no owner.
 * @throws {ProxyError} 403 when denied, 500 when `authorize` itself failed or gave a user without a usable id.
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
  if (result instanceof Response) return result
  if (isRecord(result) && 'id' in result) return readUser(result)
  throw new ProxyError(403, 'forbidden', 'You are not allowed to do this.')
}
