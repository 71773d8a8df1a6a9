import { tooSlow } from './withDeadline.js'

/** What bodies are made of. */
export type Bytes = Uint8Array<ArrayBuffer>

/**
 * Reads the next piece of a body, `undefined` at its end.
 *
 * @throws {ProxyError} 504 when nothing comes for `ms`; the body is then cancelled. What the body throws comes as it is.
 */
export async function readWithin(
  reader: ReadableStreamDefaultReader<Bytes>,
  ms: number,
): Promise<Bytes | undefined> {
  let late: Error | undefined
  const timer = setTimeout(() => {
    late = tooSlow(ms)
    void reader.cancel(late).catch(() => undefined)
  }, ms)
  try {
    const { value } = await reader.read()
    // Cancelling ends a read as if the body had ended.
    if (late) throw late
    return value
  } finally {
    clearTimeout(timer)
  }
}
