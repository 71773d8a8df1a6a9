import { fromBase64url, toBase64url } from './base64url.js'
import type { Signer } from './createSigner.js'

/** What a content link signs: one task's bytes, of whatever variant, until a Unix time in seconds. */
const textOf = (id: string, expires: number) => `content\n${expires}\n${id}`

/** The query of a content link. */
export async function signContent({ sign }: Signer, id: string, expires: number): Promise<string> {
  return `expires=${expires}&signature=${toBase64url(await sign(textOf(id, expires)))}`
}

/** Whether a signature is one of ours for this very task and time. */
export async function isContentSigned(
  { verify }: Signer,
  id: string,
  expires: number,
  signature: string,
): Promise<boolean> {
  const bytes = fromBase64url(signature)
  return bytes !== undefined && verify(textOf(id, expires), bytes)
}
