import { bodyTooLarge } from './collectBody.js'
import { ProxyError } from './ProxyError.js'

/** The documented create is multipart; the boundary is written as RFC 2046 (5.1.1) allows it. */
const MULTIPART =
  /^multipart\/form-data\s*;(?:.*;)?\s*boundary=(?:"([\w'()+,\-./:=? ]{1,70})"|([\w'+\-.]{1,70}))\s*(?:;|$)/i
const JSON_TYPE = /^application\/json\s*(?:;|$)/i

/** How the body of a create is written. */
export type UploadType = { kind: 'multipart'; boundary: string } | { kind: 'json' }

/**
 * Reads from the headers of a create how its body is written, before any of it is read.
 *
 * @throws {ProxyError} 415 unless it is JSON or multipart with a boundary, 400 for an invalid length or no body, 413 above the limit.
 */
export function readUploadType({ headers, body }: Request, maxBodyBytes: number): UploadType {
  const type = headers.get('content-type') ?? ''
  const match = MULTIPART.exec(type)
  const boundary = match?.[1] ?? match?.[2]
  if (boundary === undefined && !JSON_TYPE.test(type)) {
    throw new ProxyError(
      415,
      'unsupported_media_type',
      'Creating a video takes multipart/form-data with a boundary, as `fetch` sends it for a FormData body, or JSON.',
    )
  }
  const length = headers.get('content-length')
  // Two headers arrive joined as '5, 5', which no one may guess the meaning of.
  if (length !== null && !/^\d{1,15}$/.test(length))
    throw new ProxyError(400, 'invalid_request', 'Content-Length is not a number.')
  if (Number(length) > maxBodyBytes) throw bodyTooLarge(maxBodyBytes)
  if (body === null || length === '0')
    throw new ProxyError(400, 'invalid_request', 'The request has no body.')
  return boundary === undefined ? { kind: 'json' } : { kind: 'multipart', boundary }
}
