import type { Clock } from '../clock/Clock.js'
import { ConnectionBroken } from './ConnectionBroken.js'
import type { EmulatedAnswer } from './EmulatedAnswer.js'
import { literalResponse } from './literalResponse.js'
import { cutBody, dripBody } from './streamBody.js'

/** What delivering an answer needs to know of the request. */
export interface Delivery {
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

function untilAborted(signal: AbortSignal): Promise<never> {
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
 * @throws {ConnectionBroken} when the connection is to break before the answer
 */
export async function deliver(
  answer: EmulatedAnswer,
  usual: () => Response | Promise<Response>,
  { clock, startedAt, signal, fill, onLeft }: Delivery,
): Promise<Response> {
  const { delay = 0, delivery = 'whole' } = answer
  if (delay > 0) await clock.waitUntil(startedAt + delay, signal)
  if (delivery === 'hang') return untilAborted(signal)
  const isReplaced = answer.status !== undefined || answer.body !== undefined
  const response = isReplaced ? literalResponse(answer, fill) : await usual()
  layHeaders(response.headers, answer, fill)
  if (delivery === 'reset') throw new ConnectionBroken('ECONNRESET')
  if (delivery === 'whole' || response.body === null) return response

  const bytes = new Uint8Array(await response.arrayBuffer())
  const { status, headers } = response
  headers.set('content-length', String(bytes.length))
  const body = delivery === 'cut' ? cutBody(bytes) : dripBody(bytes, clock, signal, onLeft)
  return new Response(body, { status, headers })
}
