import { cleanError } from './cleanError.js'
import { errorResponse } from './errorResponse.js'
import type { ProxyRoute } from './matchRoute.js'
import { ProxyError } from './ProxyError.js'
import type { ProxySettings } from './readSettings.js'

function toProxyError(error: unknown, { signal }: Request): ProxyError {
  if (error instanceof ProxyError) return error
  // Nobody hears this one; it is for servers that log the status of what they did not send.
  if (signal.aborted) return new ProxyError(499, 'aborted', 'The caller left.')
  return new ProxyError(500, 'proxy_failed', 'The server could not handle this request.', { cause: error })
}

/** Turns whatever ended a request into its answer, and tells `onError` where the caller was not to blame. */
export function answerError(
  thrown: unknown,
  request: Request,
  route: ProxyRoute | undefined,
  onError: ProxySettings['onError'],
  redact: (text: string) => string,
): Response {
  const error = toProxyError(thrown, request)
  const { status, code } = error
  if (status >= 500) {
    const taskId = route && 'taskId' in route ? route.taskId : undefined
    try {
      onError(cleanError(error, redact), { action: route?.action, taskId, status, code })
    } catch {
      // A failing log must not become the caller's problem.
    }
  }
  return errorResponse(error)
}
