import { ProxyError } from './ProxyError.js'

type Bytes = Uint8Array<ArrayBuffer>

/** Chunks below this are gathered: a body that comes byte by byte would else cost a hundred times its size. */
const BLOCK = 64 * 1024

/** How much a body may hold, and how long it may take. */
export interface BodyLimits {
  maxBodyBytes: number
  /** Milliseconds. */
  bodyTimeout: number
}

/** The answer to a body above the limit, however that was found out. */
export function bodyTooLarge(maxBodyBytes: number): ProxyError {
  return new ProxyError(
    413,
    'body_too_large',
    `The body is larger than the ${maxBodyBytes} bytes allowed here.`,
  )
}

function bodyTooSlow(bodyTimeout: number): ProxyError {
  const message = `The body was not complete after ${bodyTimeout / 1000} s.`
  return new ProxyError(408, 'body_timeout', message, { headers: new Headers({ connection: 'close' }) })
}

/**
 * Reads a body into memory once, as blocks.
 *
 * @throws {ProxyError} 413 `body_too_large`, 408 `body_timeout`; the body is then no longer read.
 */
export async function collectBody(
  body: ReadableStream<Bytes>,
  { maxBodyBytes, bodyTimeout }: BodyLimits,
): Promise<Bytes[]> {
  const reader = body.getReader()
  let isLate = false
  const timer = setTimeout(() => {
    isLate = true
    // Ends the pending read as well.
    reader.cancel().catch(() => undefined)
  }, bodyTimeout)
  const blocks: Bytes[] = []
  let block: Bytes = new Uint8Array(0)
  let used = 0
  let seen = 0
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (isLate) throw bodyTooSlow(bodyTimeout)
      if (done) break
      seen += value.byteLength
      if (seen > maxBodyBytes) {
        reader.cancel().catch(() => undefined)
        throw bodyTooLarge(maxBodyBytes)
      }
      if (used + value.byteLength > block.byteLength) {
        if (used > 0) blocks.push(block.subarray(0, used))
        block = value.byteLength < BLOCK ? new Uint8Array(BLOCK) : value
        used = 0
      }
      if (block !== value) block.set(value, used)
      used += value.byteLength
    }
  } finally {
    clearTimeout(timer)
  }
  return used > 0 ? [...blocks, block.subarray(0, used)] : blocks
}
