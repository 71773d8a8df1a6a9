import { raceTimeout } from '../../core/abort.js'
import type { Bytes } from '../../core/content/bytes.js'
import { ProxyError } from '../proxyError.js'
import type { BodyAccount } from './bodyBudget.js'

/** How much of a request's body is read, and for how long. */
export interface BodyLimits {
  maxBodyBytes: number
  /** Milliseconds. */
  bodyTimeout: number
}

/**
 * Reads a body to its end, in blocks of 1 KiB to 1 MiB. The last one has the last 1 KiB, where there is as much: a parser of
 * forms refuses a body whose last boundary ends a block.
 *
 * @param handle gets each block. What it throws is thrown once the body has been read.
 * @throws {ProxyError} 413 `body_too_large`, 408 `body_timeout` or 503 `busy`, after which the body is no longer read; 400
 *   `invalid_request` where it breaks off or comes in too many small pieces
 */
export async function readBody(
  { body, headers, signal }: Request,
  { maxBodyBytes, bodyTimeout }: BodyLimits,
  account: BodyAccount,
  handle: (block: Bytes) => void | Promise<void>,
): Promise<void> {
  if (!body) return
  const length = Number(headers.get('content-length'))
  // Refused at once where the whole body would not fit.
  account.check(length)
  let failure: { error: unknown } | undefined
  const handleSafely = async (block: Bytes) => {
    try {
      if (!failure) await handle(block)
    } catch (error) {
      failure = { error }
    }
  }
  try {
    const reader = body.getReader()
    const onTimeout = () => {
      // Ends the pending read as well.
      reader.cancel().catch(() => undefined)
      return bodyTooSlow(bodyTimeout)
    }
    const blocks = readBlocks(reader, maxBodyBytes, length, account, handleSafely)
    await raceTimeout(blocks, { timeout: bodyTimeout, onTimeout })
  } catch (cause) {
    if (signal.aborted || cause instanceof ProxyError) throw cause
    throw new ProxyError(400, 'invalid_request', 'The request body is incomplete.', { cause })
  }
  if (failure) throw failure.error
}

/** Reads a body into memory once. */
export async function bufferBody(request: Request, limits: BodyLimits, account: BodyAccount): Promise<Bytes> {
  const blocks: Bytes[] = []
  await readBody(request, limits, account, (block) => void blocks.push(block))
  return joinBlocks(blocks)
}

/** The error for a body above the limit, whether its header or its bytes show it. */
export function bodyTooLarge(maxBodyBytes: number, headers?: Headers): ProxyError {
  const message = `The request body is larger than the ${maxBodyBytes} bytes that this app's proxy takes: raise \`maxBodyBytes\`.`
  return new ProxyError(413, 'body_too_large', message, { headers })
}

/** Ends the connection, because the rest of the body on it is not read. */
const closing = () => new Headers({ connection: 'close' })

/** The largest block: bodies are gathered, because one that comes byte by byte would otherwise cost 100 times its size. */
const MAX_BLOCK_BYTES = 1024 * 1024
const MIN_BLOCK_BYTES = 1024

/** Each piece costs some microseconds, whatever its size. Networks deliver more than 500 bytes in one. */
const MAX_SMALL_PIECES = 4096
const MIN_PIECE_BYTES = 256

const isInTooManyPieces = (pieces: number, bytes: number) =>
  pieces > MAX_SMALL_PIECES + bytes / MIN_PIECE_BYTES

async function readBlocks(
  reader: ReadableStreamDefaultReader<Bytes>,
  maxBodyBytes: number,
  announced: number,
  account: BodyAccount,
  handle: (block: Bytes) => Promise<void>,
): Promise<void> {
  /** The block before, which waits until it is known not to be the last. */
  let full: Bytes | undefined
  let block: Bytes = new Uint8Array(0)
  let taken = 0
  let used = 0
  let seen = 0

  const append = async (piece: Bytes) => {
    for (let rest = piece; rest.byteLength > 0;) {
      if (used === block.byteLength) {
        if (full) await handle(full)
        if (used > 0) full = block
        // As large as everything so far, so that a short body takes little and a long one has few blocks. Not as large as
        // is announced: a caller may send nothing more.
        const wanted = Math.min(Math.max(seen, MIN_BLOCK_BYTES), MAX_BLOCK_BYTES)
        const end = announced > taken ? announced : maxBodyBytes
        const size = Math.min(wanted, end - taken)
        account.take(size)
        taken += size
        block = new Uint8Array(size)
        used = 0
      }
      const fitting = rest.subarray(0, block.byteLength - used)
      block.set(fitting, used)
      used += fitting.byteLength
      rest = rest.subarray(fitting.byteLength)
    }
  }

  try {
    for (let pieces = 1; ; pieces++) {
      const { done, value } = await reader.read()
      if (done) break
      seen += value.byteLength
      if (seen > maxBodyBytes) throw bodyTooLarge(maxBodyBytes, closing())
      if (isInTooManyPieces(pieces, seen)) throw tooManyPieces()
      await append(value)
    }
  } catch (error) {
    reader.cancel().catch(() => undefined)
    throw error
  }
  const last = block.subarray(0, used)
  if (full && used < MIN_BLOCK_BYTES) return handle(joinBlocks([full, last]))
  if (full) await handle(full)
  await handle(last)
}

/** Joins blocks. Each is released as soon as it is copied. */
export function joinBlocks(blocks: Bytes[]): Bytes {
  const [first] = blocks
  if (first && blocks.length === 1) return first
  const bytes = new Uint8Array(blocks.reduce((sum, { byteLength }) => sum + byteLength, 0))
  let offset = 0
  for (let block = blocks.shift(); block; block = blocks.shift()) {
    bytes.set(block, offset)
    offset += block.byteLength
  }
  return bytes
}

function bodyTooSlow(bodyTimeout: number): ProxyError {
  const message = `The request body was not complete after the ${bodyTimeout / 1000} s that this app's proxy waits: \`bodyTimeout\`.`
  return new ProxyError(408, 'body_timeout', message, { headers: closing() })
}

function tooManyPieces(): ProxyError {
  const message = 'The request body comes in too many small pieces.'
  return new ProxyError(400, 'invalid_request', message, { headers: closing() })
}

/**
 * Handles the unread body of a request that was answered. One of moderate, known length is read to its end without being
 * kept: browsers read no response before they have sent everything, so the refusal of an upload would never arrive. Any
 * other is cancelled.
 */
export function drainBody(request: Request, { bodyTimeout }: BodyLimits): void {
  const body = unreadBody(request)
  if (!body) return
  if (!isDrainable(request)) return void body.cancel().catch(() => undefined)
  let seen = 0
  let pieces = 0
  const sink = new WritableStream<Uint8Array>({
    write(piece) {
      seen += piece.byteLength
      if (seen > MAX_DRAINED_BYTES || isInTooManyPieces(++pieces, seen)) {
        throw new RangeError('The body is not worth draining.')
      }
    },
  })
  body.pipeTo(sink, { signal: AbortSignal.timeout(bodyTimeout) }).catch(() => undefined)
}

/** Whether a request has an unread body that `drainBody` cancels, so that its connection cannot be used again. */
export function mustClose(request: Request): boolean {
  return unreadBody(request) !== undefined && !isDrainable(request)
}

/** The largest body that is read only so that its caller gets an answer. That costs some 20 ms of CPU. */
const MAX_DRAINED_BYTES = 16 * 1024 * 1024

function isDrainable({ headers }: Request): boolean {
  const length = headers.get('content-length')
  return length !== null && Number(length) <= MAX_DRAINED_BYTES
}

function unreadBody(request: Request): ReadableStream<Uint8Array> | undefined {
  // Some adapters make a request's body and signal on first access, which costs more than the rest of a poll.
  if (request.method === 'GET' || request.method === 'HEAD') return undefined
  const { body, bodyUsed } = request
  return body && !bodyUsed && !body.locked ? body : undefined
}

/** The request of a create as `authorize` gets it: its body has been read. */
export function copyWithoutBody({ url, method, headers, signal }: Request): Request {
  return new Request(url, { method, headers, signal })
}
