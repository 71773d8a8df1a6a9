/** Bytes in memory of their own, which is what streams of `fetch` consist of. */
export type Bytes = Uint8Array<ArrayBuffer>

/** Joins chunks into one; a single chunk is returned as it is, without a copy. */
function concatBytes(chunks: readonly Bytes[]): Bytes {
  const [first] = chunks
  if (first && chunks.length === 1) return first
  const all = new Uint8Array(chunks.reduce((sum, { byteLength }) => sum + byteLength, 0))
  let offset = 0
  for (const chunk of chunks) {
    all.set(chunk, offset)
    offset += chunk.byteLength
  }
  return all
}

/**
 * Reads the start of a stream: at least `length` bytes, or all of them where there are fewer.
 *
 * @param read gives the next chunk, and undefined at the end
 */
export async function readStart(read: () => Promise<Bytes | undefined>, length: number): Promise<Bytes> {
  const chunks: Bytes[] = []
  for (let missing = length; missing > 0;) {
    const chunk = await read()
    if (!chunk) break
    chunks.push(chunk)
    missing -= chunk.byteLength
  }
  return concatBytes(chunks)
}
