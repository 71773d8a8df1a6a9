import type { Clock } from '../clock.js'
import { ConnectionResetError, cutBody, dripBody } from './bodyStream.js'

/**
 * A response of the emulator as a scenario changes it. A field that is missing leaves that part of the normal response.
 *
 * Placeholders in headers and bodies: `{request_id}` is the id of the request, `{date+7}` the HTTP date in seven seconds,
 * `{video_url}` the signed URL of the task's file, `{api_key}` the key that the request was sent with.
 */
export interface EmulatedAnswer {
  /** HTTP status. A `status` or a `body` replaces the normal response, and a create then makes no task. */
  status?: number
  /** Headers to set on the response; `null` removes one. */
  headers?: Readonly<Record<string, string | null>>
  /**
   * A string is sent as it is, any other value as JSON. The content type is HTML for a string that starts with `<`, else
   * JSON, unless `headers` sets another.
   *
   * @default no body, if there is a `status`
   */
  body?: unknown
  /** Whether a video supports `Range`; `false` sends the whole file for every request. @default true */
  ranges?: boolean
  /** Milliseconds on the emulator's clock between the request and the response. @default 0 */
  delay?: number
  /**
   * How the response is sent.
   *
   * - `whole`: normally
   * - `drip`: in ten chunks, one every 200 ms of the emulator's clock
   * - `cut`: the first half, then the connection breaks; `Content-Length` is that of the whole body
   * - `reset`: the request is processed, but the connection breaks before the response
   * - `hang`: the request is neither processed nor answered until the caller aborts
   *
   * @default 'whole'
   */
  delivery?: 'whole' | 'drip' | 'cut' | 'reset' | 'hang'
}

/** The request that an answer is delivered to. */
interface Delivery {
  readonly clock: Clock
  /** When the request arrived, in milliseconds on the clock. */
  readonly startedAt: number
  /** Aborts when the caller disconnects. */
  readonly signal: AbortSignal
  /** Replaces the placeholders in a text. */
  readonly fill: (text: string) => string
  /** Called if the caller disconnects while a body is dripped. */
  readonly onDisconnect: () => void
}

/**
 * Sends an answer: the normal response, changed or replaced, delayed or cut short.
 *
 * @param normalResponse processes the request; not called if the answer replaces the response
 * @throws {ConnectionResetError} for the delivery `reset`
 */
export async function deliverAnswer(
  answer: EmulatedAnswer,
  normalResponse: () => Response | Promise<Response>,
  { clock, startedAt, signal, fill, onDisconnect }: Delivery,
): Promise<Response> {
  const { delay = 0, delivery = 'whole' } = answer
  if (delay > 0) await clock.waitUntil(startedAt + delay, signal)
  if (delivery === 'hang') return rejectOnAbort(signal)
  const isReplaced = answer.status !== undefined || answer.body !== undefined
  const response = isReplaced ? literalResponse(answer, fill) : await normalResponse()
  setHeaders(response.headers, answer, fill)
  if (delivery === 'reset') throw new ConnectionResetError('ECONNRESET')
  if (delivery === 'whole' || response.body === null) return response

  const bytes = new Uint8Array(await response.arrayBuffer())
  const { status, headers } = response
  headers.set('content-length', String(bytes.length))
  const body = delivery === 'cut' ? cutBody(bytes) : dripBody(bytes, clock, signal, onDisconnect)
  return new Response(body, { status, headers })
}

/** Rejects with the signal's reason when it aborts, and does nothing else. */
export function rejectOnAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}

/** Statuses whose responses have no body. */
const BODILESS_STATUSES = [204, 205, 304]

function literalResponse({ status = 200, body }: EmulatedAnswer, fill: Delivery['fill']): Response {
  if (body === undefined || BODILESS_STATUSES.includes(status)) return new Response(null, { status })
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const type = text.startsWith('<') ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8'
  const headers: HeadersInit = text === '' ? {} : { 'content-type': type }
  return new Response(new TextEncoder().encode(fill(text)), { status, headers })
}

function setHeaders(headers: Headers, { headers: changes = {} }: EmulatedAnswer, fill: Delivery['fill']) {
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) headers.delete(name)
    else headers.set(name, fill(value))
  }
}
