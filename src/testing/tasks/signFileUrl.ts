import { signatureOf } from './signatureOf.js'

/** The temporary URL of a task's file, in the style of object stores: `Expires` in Unix seconds and a signature. */
export function signFileUrl(origin: string, id: string, expires: number): string {
  return `${origin}/files/${encodeURIComponent(id)}.mp4?Expires=${expires}&Signature=${signatureOf(id, expires)}`
}
