import { isContentSigned } from './contentSignature.js'
import type { Signer } from './createSigner.js'
import { ProxyError } from './ProxyError.js'

function refuse(code: string, message: string): never {
  throw new ProxyError(403, code, `${message} Ask for the task again to get a new one.`)
}

/**
 * Whether a request for content comes by a signed link, and so has been allowed already.
 *
 * @throws {ProxyError} 403 `invalid_link` or `link_expired`; what looks like a link is never passed on as something else.
 */
export async function hasContentLink(
  signer: Signer | undefined,
  taskId: string,
  { searchParams }: URL,
): Promise<boolean> {
  const [expires, ...others] = searchParams.getAll('expires')
  const [signature, ...more] = searchParams.getAll('signature')
  if (!signer || (expires === undefined && signature === undefined)) return false
  const isOne = others.length + more.length === 0 && /^\d{1,12}$/.test(expires ?? '')
  if (!isOne || !(await isContentSigned(signer, taskId, Number(expires), signature ?? ''))) {
    refuse('invalid_link', 'This link to a video is not valid.')
  }
  if (Number(expires) * 1000 <= Date.now()) refuse('link_expired', 'This link to a video has expired.')
  return true
}
