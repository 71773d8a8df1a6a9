import { safeRequestId } from './safeRequestId.js'

function sentence(status: number, code: string | undefined): string {
  if (status < 400) return 'The video could not be made.'
  if (code === 'model_not_found') return 'This model is not available at the moment.'
  if (status === 429) return 'The video service has too much to do at the moment. Try again later.'
  if (status >= 500) return 'The video service is not available at the moment. Try again later.'
  return 'The video service did not accept this request.'
}

/**
 * What stands in the place of a text that is not for viewers. The request id stays at its end, where the API writes it,
 * so that the operator can find the text in the API's logs.
 */
export function neutralMessage(
  status: number,
  code: string | undefined,
  requestId: string | undefined,
): string {
  const id = safeRequestId(requestId)
  return id === undefined ? sentence(status, code) : `${sentence(status, code)} (request id: ${id})`
}
