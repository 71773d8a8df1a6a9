import { gzipSync } from 'node:zlib'

/** The length of a file as a server sends it, at gzip's highest level. */
export function gzipBytes(file: string | Uint8Array): number {
  return gzipSync(file, { level: 9 }).byteLength
}
