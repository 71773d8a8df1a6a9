import type { BodyLimits } from './collectBody.js'

/**
 * Reads a refused body to its end, up to a limit, without keeping it: browsers read no answer before all is sent, so
 * they would wait for ever for the refusal of a large upload.
 */
export function discardBody(request: Request, { maxBodyBytes, bodyTimeout }: BodyLimits): void {
  // Adapters make a request's body and signal when they are looked at, which costs more than all the rest of a poll.
  if (request.method === 'GET' || request.method === 'HEAD') return
  const { body, bodyUsed } = request
  if (!body || bodyUsed || body.locked) return
  let seen = 0
  const sink = new WritableStream<Uint8Array>({
    write(chunk) {
      seen += chunk.byteLength
      if (seen > maxBodyBytes) throw new RangeError('Enough')
    },
  })
  body.pipeTo(sink, { signal: AbortSignal.timeout(bodyTimeout) }).catch(() => undefined)
}
