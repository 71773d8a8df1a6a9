import type { ProxyRoute } from './matchRoute.js'
import { ProxyError } from './ProxyError.js'
import type { VideoProxyAuthorize, VideoProxyCall } from './VideoProxyOptions.js'

function describeCall(route: ProxyRoute, request: Request): VideoProxyCall {
  if (route.action !== 'create') return { action: route.action, taskId: route.taskId, request }
  // The body can be read only once, and that is for the API to do.
  const { method, headers, signal, url } = request
  return { action: 'create', request: new Request(url, { method, headers, signal }) }
}

/**
 * Asks the app. Fails closed: only `true` allows.
 *
 * @returns the app's own answer where it gave one, `undefined` where the caller may go on.
 * @throws {ProxyError} 403 when denied, 500 when `authorize` itself failed.
 */
export async function checkAuthorized(
  authorize: VideoProxyAuthorize,
  route: ProxyRoute,
  request: Request,
): Promise<Response | undefined> {
  let result: unknown
  try {
    result = await authorize(describeCall(route, request))
  } catch (cause) {
    throw new ProxyError(
      500,
      'authorization_failed',
      'The server could not decide whether this is allowed.',
      { cause },
    )
  }
  if (result === true) return undefined
  if (result instanceof Response) return result
  throw new ProxyError(403, 'forbidden', 'You are not allowed to do this.')
}
