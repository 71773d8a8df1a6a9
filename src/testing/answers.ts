import { type Clock, turn } from './clock.js'

/**
 * An answer of the emulator's as a scenario wants it. What is not given is as usual.
 *
 * In headers and bodies `{request_id}` stands for the id of the request, `{date+7}` for the HTTP date seven seconds from
 * now, `{video_url}` for the signed address of the task's file, and `{api_key}` for the key that came with the request.
 */
export interface EmulatedAnswer {
  /** HTTP status. With it or with a `body`, this is instead of the usual answer, and a create makes no task. */
  status?: number
  /** Laid over the answer's headers; `null` takes one away. */
  headers?: Readonly<Record<string, string | null>>
  /**
   * Text as it is, everything else as JSON. The content type is HTML's when a text starts with `<`, else JSON's,
   * unless `headers` says otherwise.
   *
   * @default with a `status`, nothing
   */
  body?: unknown
  /** Whether the bytes of a video heed `Range`; `false` answers each request with the whole. @default true */
  ranges?: boolean
  /** Milliseconds on the emulator's clock between the request and this answer. @default 0 */
  delay?: number
  /**
   * How the answer comes over.
   *
   * - `whole`: as it should
   * - `drip`: in ten pieces, one every 200 ms of the emulator's clock
   * - `cut`: the first half, then the connection breaks; `Content-Length` names the whole
   * - `reset`: not at all; what was asked is done, but the connection breaks before the answer
   * - `hang`: not at all; nothing is done and nothing is said until the caller leaves
   *
   * @default 'whole'
   */
  delivery?: 'whole' | 'drip' | 'cut' | 'reset' | 'hang'
}

/** What delivering an answer needs to know of the request. */
interface Delivery {
  readonly clock: Clock
  /** When the request came in, in ms on the clock. */
  readonly startedAt: number
  /** The caller's, who may leave. */
  readonly signal: AbortSignal
  /** Puts what is known of the request in the place of `{request_id}` and its like. */
  readonly fill: (text: string) => string
  /** Called when the caller leaves while a body drips. */
  readonly onLeft: () => void
}

function abortablePromise(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}

function layHeaders(headers: Headers, { headers: given = {} }: EmulatedAnswer, fill: Delivery['fill']): void {
  for (const [name, value] of Object.entries(given)) {
    if (value === null) headers.delete(name)
    else headers.set(name, fill(value))
  }
}

/**
 * Answers as a scenario wants it: the usual answer, changed or replaced, late or broken off.
 *
 * @throws {ConnectionResetError} when the connection is to break before the answer
 */
export async function deliver(
  answer: EmulatedAnswer,
  usual: () => Response | Promise<Response>,
  { clock, startedAt, signal, fill, onLeft }: Delivery,
): Promise<Response> {
  const { delay = 0, delivery = 'whole' } = answer
  if (delay > 0) await clock.waitUntil(startedAt + delay, signal)
  if (delivery === 'hang') return abortablePromise(signal)
  const isReplaced = answer.status !== undefined || answer.body !== undefined
  const response = isReplaced ? literalResponse(answer, fill) : await usual()
  layHeaders(response.headers, answer, fill)
  if (delivery === 'reset') throw new ConnectionResetError('ECONNRESET')
  if (delivery === 'whole' || response.body === null) return response

  const bytes = new Uint8Array(await response.arrayBuffer())
  const { status, headers } = response
  headers.set('content-length', String(bytes.length))
  const body = delivery === 'cut' ? cutBody(bytes) : dripBody(bytes, clock, signal, onLeft)
  return new Response(body, { status, headers })
}

/** Statuses whose answers have no body. */
const BODILESS = [204, 205, 304]

/** The answer a fixture spells out. */
function literalResponse({ status = 200, body }: EmulatedAnswer, fill: (text: string) => string): Response {
  if (body === undefined || BODILESS.includes(status)) return new Response(null, { status })
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const type = text.startsWith('<') ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8'
  const headers: HeadersInit = text === '' ? {} : { 'content-type': type }
  return new Response(new TextEncoder().encode(fill(text)), { status, headers })
}

const PIECES = 10
/** Milliseconds between two pieces. */
const PIECE_EVERY = 200

type Bytes = Uint8Array<ArrayBuffer>

/** The first half of some bytes, then the connection breaks. */
function cutBody(bytes: Bytes): ReadableStream<Bytes> {
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
      controller.error(new ConnectionResetError('UND_ERR_SOCKET'))
    },
  })
}

/** Some bytes in ten pieces, each at its time on the clock. */
function dripBody(
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

/** What `fetch` rejects with when the connection breaks; its `cause` carries the system's code, as in Node. */
export class ConnectionResetError extends TypeError {
  override readonly cause: { code: string }

  constructor(code: 'ECONNRESET' | 'UND_ERR_SOCKET') {
    super(code === 'ECONNRESET' ? 'fetch failed' : 'terminated')
    this.cause = { code }
  }
}
