import { type Clock, eventLoopTurn } from '../clock.js'

/** `Uint8Array<ArrayBuffer>`, which TypeScript before 5.7 cannot read in the declarations of the package. */
export type Bytes = ReturnType<typeof Uint8Array.from>

/** Chunks of a dripped body. */
const DRIP_CHUNKS = 10
/** Milliseconds between two chunks of a dripped body. */
const DRIP_INTERVAL = 200

/**
 * Streams a body in ten chunks, one every 200 ms on the emulator's clock.
 *
 * @param signal the caller's; its abort ends the stream, as cancelling the body does
 * @param onDisconnect called if the stream ends early
 */
export function dripBody(
  bytes: Bytes,
  clock: Clock,
  signal: AbortSignal,
  onDisconnect: () => void,
): ReadableStream<Bytes> {
  const startedAt = clock.now()
  const size = Math.max(1, Math.ceil(bytes.length / DRIP_CHUNKS))
  let chunk = 0
  const disconnection = new AbortController()
  const disconnect = (reason: unknown) => {
    signal.removeEventListener('abort', onAbort)
    disconnection.abort(reason)
    onDisconnect()
  }
  const onAbort = () => disconnect(signal.reason)
  signal.addEventListener('abort', onAbort)
  return new ReadableStream(
    {
      async pull(controller) {
        // Due times are absolute: a clock that jumps over several of them delivers all their chunks.
        await clock.waitUntil(startedAt + chunk * DRIP_INTERVAL, disconnection.signal)
        controller.enqueue(bytes.slice(chunk * size, (chunk + 1) * size))
        chunk += 1
        if (chunk * size < bytes.length) return
        signal.removeEventListener('abort', onAbort)
        controller.close()
      },
      cancel: disconnect,
    },
    { highWaterMark: 0 },
  )
}

/** Streams the first half of a body, then errors as a connection does that breaks. */
export function cutBody(bytes: Bytes): ReadableStream<Bytes> {
  let isSent = false
  return new ReadableStream({
    async pull(controller) {
      if (!isSent) {
        isSent = true
        controller.enqueue(bytes.slice(0, Math.ceil(bytes.length / 2)))
        return
      }
      // An error discards queued chunks: the reader needs a turn to take the first half.
      await eventLoopTurn()
      controller.error(new ConnectionResetError('UND_ERR_SOCKET'))
    },
  })
}

/** A response whose body errors at once, which makes a server adapter drop the connection before it sends anything. */
export function brokenResponse(reason: Error): Response {
  return new Response(
    new ReadableStream({ pull: (controller) => controller.error(reason) }, { highWaterMark: 0 }),
  )
}

/** The rejection of `fetch` when the connection breaks; its `cause` holds the system's error code, as in Node. */
export class ConnectionResetError extends TypeError {
  override readonly cause: { code: string }

  constructor(code: 'ECONNRESET' | 'UND_ERR_SOCKET') {
    super(code === 'ECONNRESET' ? 'fetch failed' : 'terminated')
    this.cause = { code }
  }
}
