import { type BodyLimits, collectBody } from './collectBody.js'
import type { CreateUpload } from './CreateUpload.js'
import { ProxyError } from './ProxyError.js'
import { readJsonUpload } from './readJsonUpload.js'
import { readMultipartUpload } from './readMultipartUpload.js'
import { readUploadType } from './readUploadType.js'

/** What becomes of a body that cannot be read: the caller's own abort stays that. */
function brokenOff(signal: AbortSignal): (cause: unknown) => never {
  return (cause) => {
    if (signal.aborted || cause instanceof ProxyError) throw cause
    throw new ProxyError(400, 'invalid_request', 'The body broke off.', { cause })
  }
}

/**
 * Reads a create completely before anyone is asked about it: a body that turns out to be wrong at its end must not have
 * been billed at its start.
 *
 * @throws {ProxyError} 400, 408, 413 or 415
 */
export async function readUpload(request: Request, limits: BodyLimits): Promise<CreateUpload> {
  const type = readUploadType(request, limits.maxBodyBytes)
  const blocks = request.body ? await collectBody(request.body, limits).catch(brokenOff(request.signal)) : []
  const upload = type.kind === 'json' ? readJsonUpload(blocks) : readMultipartUpload(blocks, type.boundary)
  if (Object.keys(upload.params).length > 0) return upload
  throw new ProxyError(400, 'invalid_request', 'The body holds no parameters.')
}
