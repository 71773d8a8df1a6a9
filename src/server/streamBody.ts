import type { PeekedBody } from './peekBody.js'
import { type Bytes, readWithin } from './readWithin.js'

/** Which bytes of a body go on. */
export interface BodyPart {
  /** How many are left out before. */
  skip: number
  /** How many were promised; `undefined` where nobody knows. */
  take: number | undefined
  /** Whether the body holds more after them. */
  isCut: boolean
}

/**
 * The rest of a body, or a part of it, as a stream: read as its reader reads, cancelled when its reader cancels, and
 * broken where the body breaks off, stalls or ends before what was promised.
 *
 * A stream of our own even for the whole: Node cancels the body of a fetched response when that response is garbage
 * collected and nobody reads it yet, which middleware that waits is enough for.
 */
export function streamBody(
  { start, reader }: PeekedBody,
  { skip, take = Infinity, isCut }: BodyPart,
  timeout: number,
  toError: (cause: unknown) => Error,
): ReadableStream<Bytes> {
  let pending: Bytes | undefined = start.byteLength > 0 ? start : undefined
  let skipped = 0
  let taken = 0

  async function next(): Promise<Bytes | undefined> {
    for (;;) {
      const piece = pending ?? (await readWithin(reader, timeout))
      pending = undefined
      if (piece === undefined) return undefined
      const from = Math.min(piece.byteLength, skip - skipped)
      skipped += from
      const to = Math.min(piece.byteLength, from + take - taken)
      taken += to - from
      // Untouched where nothing is left out, which is most of the time.
      if (to - from === piece.byteLength) return piece
      if (to > from) return piece.subarray(from, to)
      if (taken === take) return undefined
    }
  }

  return new ReadableStream<Bytes>(
    {
      async pull(controller) {
        try {
          // Read to its end, a body gives its connection back; what was not asked for is not worth reading.
          const piece = isCut && taken === take ? undefined : await next()
          if (piece) return controller.enqueue(piece)
          if (taken < take && take !== Infinity) throw new Error(`It ended after ${taken} of ${take} bytes.`)
          void reader.cancel().catch(() => undefined)
          controller.close()
        } catch (cause) {
          controller.error(toError(cause))
        }
      },
      cancel: (reason) => reader.cancel(reason),
    },
    // Nothing is read ahead: a slow viewer slows the API's side down.
    { highWaterMark: 0 },
  )
}
