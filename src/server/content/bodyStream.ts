import { raceTimeout } from '../../core/abort.js'
import { type Bytes, readStart } from '../../core/content/bytes.js'
import { ProxyError } from '../proxyError.js'

/** A body whose start was read. */
interface PeekedBody {
  /** Its first chunks: at least `length` bytes, unless it is shorter. */
  start: Bytes[]
  /** Reads what comes after the start. */
  reader: ReadableStreamDefaultReader<Bytes>
}

/** Reads the first bytes of a body, before the answer is decided. */
export async function peekBody(
  body: ReadableStream<Bytes>,
  length: number,
  timeout: number,
): Promise<PeekedBody> {
  const reader = body.getReader()
  return { start: await readStart(() => readWithin(reader, timeout), length), reader }
}

/** Which bytes of a body are passed on. */
export interface BodyPart {
  /** Bytes to leave out at the start. */
  skip: number
  /** Bytes to pass on; `undefined` where the length is unknown. */
  take: number | undefined
  /** Whether the body holds more bytes after them. */
  isCut: boolean
}

/**
 * Streams a body or a part of it: read only as its reader reads, cancelled when its reader cancels, and errored where the
 * body fails, stalls or ends too early.
 *
 * The whole is streamed through as well: Node cancels the body of a fetched response when that response is garbage
 * collected before anything reads it, for which middleware that waits is enough.
 */
export function streamBody(
  { start, reader }: PeekedBody,
  { skip, take = Infinity, isCut }: BodyPart,
  timeout: number,
  toError: (cause: unknown) => Error,
): ReadableStream<Bytes> {
  let skipped = 0
  let taken = 0

  async function next(): Promise<Bytes | undefined> {
    for (;;) {
      const chunk = start.shift() ?? (await readWithin(reader, timeout))
      if (chunk === undefined) return undefined
      const from = Math.min(chunk.byteLength, skip - skipped)
      skipped += from
      const to = Math.min(chunk.byteLength, from + take - taken)
      taken += to - from
      // Not copied where nothing is left out, which is most of the time.
      if (to - from === chunk.byteLength) return chunk
      if (to > from) return chunk.subarray(from, to)
      if (taken === take) return undefined
    }
  }

  return new ReadableStream<Bytes>(
    {
      async pull(controller) {
        try {
          // A body that is read to its end frees its connection; bytes after the part are not worth reading for that.
          const chunk = isCut && taken === take ? undefined : await next()
          if (chunk) return controller.enqueue(chunk)
          if (taken < take && take !== Infinity) {
            throw new Error(`Upstream response truncated (${taken} of ${take} bytes).`)
          }
          void reader.cancel().catch(() => undefined)
          controller.close()
        } catch (cause) {
          controller.error(toError(cause))
        }
      },
      cancel: (reason) => reader.cancel(reason),
    },
    // Nothing is read ahead, so that a slow viewer slows the API down.
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

/** The error for an API that sends no data for `timeout` ms. */
export function upstreamSilent(timeout: number): ProxyError {
  const message = `Upstream sent no data for ${timeout / 1000} s. Try again later.`
  return new ProxyError(504, 'upstream_timeout', message)
}
