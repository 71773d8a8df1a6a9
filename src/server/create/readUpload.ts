import { type BodyLimits, bodyTooLarge, bufferBody } from './requestBody.js'
import { type CreateUpload, readJsonUpload, readMultipartUpload } from './uploadFormats.js'
import { ProxyError } from '../proxyError.js'

/**
 * Reads a create completely before anything is decided about it: a body that turns out to be invalid at its end must not
 * have been billed at its start.
 *
 * @throws {ProxyError} 400, 408, 413 or 415
 */
export async function readUpload(request: Request, limits: BodyLimits): Promise<CreateUpload> {
  const type = readUploadType(request, limits.maxBodyBytes)
  const blocks = await bufferBody(request, limits)
  const upload = type.kind === 'json' ? readJsonUpload(blocks) : readMultipartUpload(blocks, type.boundary)
  if (Object.keys(upload.params).length > 0) return upload
  throw new ProxyError(400, 'invalid_request', 'The request body has no parameters.')
}

/** How the body of a create is encoded. */
type UploadType = { kind: 'multipart'; boundary: string } | { kind: 'json' }

/**
 * Reads from the headers of a create how its body is encoded, before any of it is read.
 *
 * @throws {ProxyError} 415 unless it is JSON or multipart with a boundary; 400 for an invalid length or no body; 413 above
 *   the limit
 */
function readUploadType({ headers, body }: Request, maxBodyBytes: number): UploadType {
  const type = headers.get('content-type') ?? ''
  const match = MULTIPART_TYPE.exec(type)
  const boundary = match?.[1] ?? match?.[2]
  if (boundary === undefined && !JSON_TYPE.test(type)) {
    throw new ProxyError(
      415,
      'unsupported_media_type',
      'Creating a video takes multipart/form-data with a boundary, as `fetch` sends it for a FormData body, or JSON.',
    )
  }
  const length = headers.get('content-length')
  // Two headers arrive joined as '5, 5', which is ambiguous (RFC 9110, 8.6).
  if (length !== null && !/^\d{1,15}$/.test(length))
    throw new ProxyError(400, 'invalid_request', 'Content-Length is not a number.')
  if (Number(length) > maxBodyBytes) throw bodyTooLarge(maxBodyBytes)
  if (body === null || length === '0')
    throw new ProxyError(400, 'invalid_request', 'The request has no body.')
  return boundary === undefined ? { kind: 'json' } : { kind: 'multipart', boundary }
}

/** The documented create is multipart; the boundary is written as RFC 2046 (5.1.1) allows it. */
const MULTIPART_TYPE =
  /^multipart\/form-data\s*;(?:.*;)?\s*boundary=(?:"([\w'()+,\-./:=? ]{1,70})"|([\w'+\-.]{1,70}))\s*(?:;|$)/i
const JSON_TYPE = /^application\/json\s*(?:;|$)/i
