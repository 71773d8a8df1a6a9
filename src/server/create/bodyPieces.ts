import type { Bytes } from '../../core/content/bytes.js'
import type { CreateBody } from '../upstream/videosApi.js'

/** Makes a body of pieces, whose bytes are not copied. */
export function toCreateBody(contentType: string, pieces: readonly Bytes[]): CreateBody {
  const byteLength = pieces.reduce((sum, piece) => sum + piece.byteLength, 0)
  const stream = () => {
    // An empty field has no bytes. A stream that is pulled and given nothing is not pulled again.
    const rest = pieces.filter((piece) => piece.byteLength > 0)
    return new ReadableStream<Bytes>(
      {
        pull(controller) {
          const piece = rest.shift()
          if (piece) controller.enqueue(piece)
          else controller.close()
        },
      },
      { highWaterMark: 0 },
    )
  }
  return { contentType, byteLength, stream }
}

/** Bytes of a file that are copied at a time. */
const COPY_BYTES = 64 * 1024

/** Streams copies, so that a reader which changes or transfers what it gets changes nothing of the create. */
export function streamCopies(pieces: readonly Bytes[]): ReadableStream<Bytes> {
  async function* copies() {
    for (const piece of pieces) {
      for (let at = 0; at < piece.byteLength; at += COPY_BYTES) yield piece.slice(at, at + COPY_BYTES)
    }
  }
  const source = copies()
  return new ReadableStream<Bytes>({
    async pull(controller) {
      const { done, value } = await source.next()
      if (done) controller.close()
      else controller.enqueue(value)
    },
  })
}
