import { raceTimeout } from '../../core/abort.js'
import type { Bytes } from '../../core/content/bytes.js'
import { ProxyError } from '../proxyError.js'

/** How much of a request's body is read, and for how long. */
export interface BodyLimits {
  maxBodyBytes: number
  /** Milliseconds. */
  bodyTimeout: number
}

/**
 * Reads a body into memory once, as blocks.
 *
 * @throws {ProxyError} 413 `body_too_large`, 408 `body_timeout`, after which the body is no longer read; 400
 *   `invalid_request` where it breaks off
 */
export async function bufferBody(
  { body, signal }: Request,
  { maxBodyBytes, bodyTimeout }: BodyLimits,
): Promise<Bytes[]> {
  if (!body) return []
  try {
    const reader = body.getReader()
    const onTimeout = () => {
      // Ends the pending read as well.
      reader.cancel().catch(() => undefined)
      return bodyTooSlow(bodyTimeout)
    }
    return await raceTimeout(readBlocks(reader, maxBodyBytes), { timeout: bodyTimeout, onTimeout })
  } catch (cause) {
    if (signal.aborted || cause instanceof ProxyError) throw cause
    throw new ProxyError(400, 'invalid_request', 'The request body is incomplete.', { cause })
  }
}

/**
 * Reads the body of a refused request to its end, up to the limits, without keeping it: browsers read no response before
 * they have sent everything, so the refusal of a large upload would never arrive.
 */
export function drainBody(request: Request, { maxBodyBytes, bodyTimeout }: BodyLimits): void {
  // Some adapters make a request's body and signal on first access, which costs more than the rest of a poll.
  if (request.method === 'GET' || request.method === 'HEAD') return
  const { body, bodyUsed } = request
  if (!body || bodyUsed || body.locked) return
  let seen = 0
  const sink = new WritableStream<Uint8Array>({
    write(chunk) {
      seen += chunk.byteLength
      if (seen > maxBodyBytes) throw new RangeError('The body is too large to drain.')
    },
  })
  body.pipeTo(sink, { signal: AbortSignal.timeout(bodyTimeout) }).catch(() => undefined)
}

/** The error for a body above the limit, whether its header or its bytes show it. */
export function bodyTooLarge(maxBodyBytes: number): ProxyError {
  const message = `The request body is larger than the allowed ${maxBodyBytes} bytes.`
  return new ProxyError(413, 'body_too_large', message)
}

/** Smaller chunks are gathered: a body that comes byte by byte would otherwise cost a hundred times its size. */
const BLOCK_BYTES = 64 * 1024

async function readBlocks(
  reader: ReadableStreamDefaultReader<Bytes>,
  maxBodyBytes: number,
): Promise<Bytes[]> {
  const blocks: Bytes[] = []
  let block: Bytes = new Uint8Array(0)
  let used = 0
  let seen = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return used > 0 ? [...blocks, block.subarray(0, used)] : blocks
    seen += value.byteLength
    if (seen > maxBodyBytes) {
      reader.cancel().catch(() => undefined)
      throw bodyTooLarge(maxBodyBytes)
    }
    if (used + value.byteLength > block.byteLength) {
      if (used > 0) blocks.push(block.subarray(0, used))
      block = value.byteLength < BLOCK_BYTES ? new Uint8Array(BLOCK_BYTES) : value
      used = 0
    }
    if (block !== value) block.set(value, used)
    used += value.byteLength
  }
}

function bodyTooSlow(bodyTimeout: number): ProxyError {
  const message = `The request body was not complete after ${bodyTimeout / 1000} s.`
  return new ProxyError(408, 'body_timeout', message, { headers: new Headers({ connection: 'close' }) })
}
