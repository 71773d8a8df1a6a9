import { ProxyError } from './ProxyError.js'

/** The documented create is multipart; the boundary is written as RFC 2046 (5.1.1) allows it. */
const MULTIPART =
  /^multipart\/form-data\s*;(?:.*;)?\s*boundary=(?:"([\w'()+,\-./:=? ]{1,70})"|([\w'+\-.]{1,70}))\s*(?:;|$)/i

/** The answer to a body above the limit, however that was found out. */
export function bodyTooLarge(maxBodyBytes: number): ProxyError {
  return new ProxyError(
    413,
    'body_too_large',
    `The body is larger than the ${maxBodyBytes} bytes allowed here.`,
  )
}

/**
 * Reads from a create what the API needs to know of its body, written anew rather than passed through.
 *
 * @throws {ProxyError} 415 unless it is multipart with a boundary, 400 for an invalid length or no body, 413 above the limit.
 */
export function readUploadHeaders({ headers, body }: Request, maxBodyBytes: number): Headers {
  const match = MULTIPART.exec(headers.get('content-type') ?? '')
  const boundary = match?.[1] ?? match?.[2]
  if (boundary === undefined) {
    throw new ProxyError(
      415,
      'unsupported_media_type',
      'Creating a video takes multipart/form-data with a boundary, as `fetch` sends it for a FormData body.',
    )
  }
  const upload = new Headers({ 'content-type': `multipart/form-data; boundary="${boundary}"` })
  if (/^[\w'+\-.]+$/.test(boundary)) upload.set('content-type', `multipart/form-data; boundary=${boundary}`)

  const length = headers.get('content-length')
  if (length !== null) {
    // Two headers arrive joined as '5, 5', which no one may guess the meaning of.
    if (!/^\d{1,15}$/.test(length))
      throw new ProxyError(400, 'invalid_request', 'Content-Length is not a number.')
    if (Number(length) > maxBodyBytes) throw bodyTooLarge(maxBodyBytes)
    upload.set('content-length', length)
  }
  if (body === null || length === '0')
    throw new ProxyError(400, 'invalid_request', 'The request has no body.')
  return upload
}
