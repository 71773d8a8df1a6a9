import { jsonResponse } from './jsonResponse.js'
import type { ProxyError } from './ProxyError.js'

function typeOf(status: number): string {
  if (status === 401) return 'authentication_error'
  if (status === 403) return 'permission_error'
  if (status === 429) return 'rate_limit_error'
  return status < 500 ? 'invalid_request_error' : 'server_error'
}

/** The answer for an error of the proxy's own, in the envelope the API itself uses. */
export function errorResponse({ status, code, message, param, headers }: ProxyError): Response {
  const body = { error: { message, type: typeOf(status), param: param ?? null, code } }
  return jsonResponse(JSON.stringify(body), status, headers)
}
