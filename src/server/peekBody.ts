import { type Bytes, readWithin } from './readWithin.js'

/** A body whose start is known. */
export interface PeekedBody {
  /** Its first bytes: at least `length`, unless it is shorter. */
  start: Bytes
  /** Gives what comes after the start. */
  reader: ReadableStreamDefaultReader<Bytes>
}

function concat(chunks: readonly Bytes[]): Bytes {
  const all = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0))
  let offset = 0
  for (const chunk of chunks) {
    all.set(chunk, offset)
    offset += chunk.byteLength
  }
  return all
}

/** Looks at the first bytes of a body before anyone is answered. */
export async function peekBody(
  body: ReadableStream<Bytes>,
  length: number,
  timeout: number,
): Promise<PeekedBody> {
  const reader = body.getReader()
  let start: Bytes = new Uint8Array(0)
  while (start.byteLength < length) {
    const piece = await readWithin(reader, timeout)
    if (piece === undefined) break
    start = start.byteLength === 0 ? piece : concat([start, piece])
  }
  return { start, reader }
}
