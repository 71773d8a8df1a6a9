import type { Bytes } from '../../core/content/bytes.js'
import type { CreateBody } from '../upstream/videosApi.js'
import type { StoredFile } from './fileStore.js'

/** Makes a body of bytes and files, in their order. */
export function toCreateBody(contentType: string, pieces: readonly (Bytes | StoredFile)[]): CreateBody {
  const byteLength = pieces.reduce(
    (sum, piece) => sum + (piece instanceof Uint8Array ? piece.byteLength : piece.size),
    0,
  )
  async function* read() {
    for (const piece of pieces) {
      if (piece instanceof Uint8Array) yield piece
      else yield* piece.read()
    }
  }
  return { contentType, byteLength, stream: () => toStream(read()) }
}

/** Streams pieces as they are wanted. Nothing is read ahead. */
export function toStream(pieces: AsyncIterable<Bytes>): ReadableStream<Bytes> {
  const source = pieces[Symbol.asyncIterator]()
  return new ReadableStream<Bytes>(
    {
      async pull(controller) {
        // An empty field has no bytes. A stream that is pulled and given nothing is not pulled again.
        for (;;) {
          const { done, value } = await source.next()
          if (done) return controller.close()
          if (value.byteLength > 0) return controller.enqueue(value)
        }
      },
      async cancel() {
        await source.return?.()
      },
    },
    { highWaterMark: 0 },
  )
}
