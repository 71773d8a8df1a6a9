/** Bytes in memory of their own, which is what streams of `fetch` consist of. */
export type Bytes = Uint8Array<ArrayBuffer>

/**
 * Reads the start of a stream, as the chunks that have at least `length` bytes together, or all of them where there are
 * fewer. Empty chunks are left out.
 *
 * @param read returns the next chunk, and undefined at the end
 */
export async function readStart(read: () => Promise<Bytes | undefined>, length: number): Promise<Bytes[]> {
  const chunks: Bytes[] = []
  for (let missing = length; missing > 0;) {
    const chunk = await read()
    if (!chunk) break
    if (chunk.byteLength > 0) chunks.push(chunk)
    missing -= chunk.byteLength
  }
  return chunks
}
