import type { Clock } from '../clock/Clock.js'
import { turn } from '../clock/turn.js'
import { ConnectionBroken } from './ConnectionBroken.js'

const PIECES = 10
/** Milliseconds between two pieces. */
const PIECE_EVERY = 200

type Bytes = Uint8Array<ArrayBuffer>

/** The first half of some bytes, then the connection breaks. */
export function cutBody(bytes: Bytes): ReadableStream<Bytes> {
  let isSent = false
  return new ReadableStream({
    async pull(controller) {
      if (!isSent) {
        isSent = true
        controller.enqueue(bytes.slice(0, Math.ceil(bytes.length / 2)))
        return
      }
      // An error takes along what has not been passed on yet.
      await turn()
      controller.error(new ConnectionBroken('UND_ERR_SOCKET'))
    },
  })
}

/** Some bytes in ten pieces, each at its time on the clock. */
export function dripBody(
  bytes: Bytes,
  clock: Clock,
  signal: AbortSignal,
  onLeft: () => void,
): ReadableStream<Bytes> {
  const from = clock.now()
  const size = Math.max(1, Math.ceil(bytes.length / PIECES))
  let piece = 0
  const left = new AbortController()
  const leave = (reason: unknown) => {
    left.abort(reason)
    onLeft()
  }
  const onAbort = () => leave(signal.reason)
  signal.addEventListener('abort', onAbort, { once: true })
  return new ReadableStream(
    {
      async pull(controller) {
        // Times are absolute, so that a clock that jumps over several of them brings all that is due.
        await clock.waitUntil(from + piece * PIECE_EVERY, left.signal)
        controller.enqueue(bytes.slice(piece * size, (piece + 1) * size))
        piece += 1
        if (piece * size < bytes.length) return
        signal.removeEventListener('abort', onAbort)
        controller.close()
      },
      cancel: leave,
    },
    { highWaterMark: 0 },
  )
}
