import type { ApiError } from './ApiError.js'
import { jsonResponse } from './jsonResponse.js'

/** An error in the vendor's envelope; the message ends in the request id, as the gateways of this family send it. */
export function apiErrorResponse({ status, allow, ...error }: ApiError, requestId: string): Response {
  const { message, type, param, code } = error
  const body = { error: { message: `${message} (request id: ${requestId})`, type, param, code } }
  return jsonResponse(body, { status, ...(allow && { headers: { allow } }) })
}
