import { raceTimeout } from '../../core/abort.js'
import { type Bytes, readStart } from '../../core/content/bytes.js'
import { ProxyError } from '../proxyError.js'

/** A body whose start is known. */
interface PeekedBody {
  /** Its first bytes: at least `length`, unless it is shorter. */
  start: Bytes
  /** Gives what comes after the start. */
  reader: ReadableStreamDefaultReader<Bytes>
}

/** Looks at the first bytes of a body before anyone is answered. */
export async function peekBody(
  body: ReadableStream<Bytes>,
  length: number,
  timeout: number,
): Promise<PeekedBody> {
  const reader = body.getReader()
  return { start: await readStart(() => readWithin(reader, timeout), length), reader }
}

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

/**
 * Reads the next chunk of a body, `undefined` at its end.
 *
 * @throws {ProxyError} 504 `upstream_timeout` when none arrives in time; the body is then cancelled. Errors of the body are
 *   thrown as they are.
 */
function readWithin(reader: ReadableStreamDefaultReader<Bytes>, timeout: number): Promise<Bytes | undefined> {
  const onTimeout = () => {
    const error = upstreamSilent(timeout)
    void reader.cancel(error).catch(() => undefined)
    return error
  }
  return raceTimeout(
    reader.read().then(({ value }) => value),
    { timeout, onTimeout },
  )
}

/** The error for an API that sends no data for so many ms. */
export function upstreamSilent(timeout: number): ProxyError {
  return new ProxyError(
    504,
    'upstream_timeout',
    `The video API sent no data for ${timeout / 1000} s. Try again later.`,
  )
}
