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
 * Reads a body into memory once.
 *
 * @throws {ProxyError} 413 `body_too_large`, 408 `body_timeout` or 503 `busy`, after which the body is no longer read; 400
 *   `invalid_request` where it breaks off or comes in too many small pieces
 */
export async function bufferBody(
  { body, headers, signal }: Request,
  { maxBodyBytes, bodyTimeout }: BodyLimits,
  account: BodyAccount,
): Promise<Bytes> {
  if (!body) return new Uint8Array(0)
  const length = Number(headers.get('content-length'))
  // Refused at once where the whole body would not fit.
  account.check(length)
  try {
    const reader = body.getReader()
    const onTimeout = () => {
      // Ends the pending read as well.
      reader.cancel().catch(() => undefined)
      return bodyTooSlow(bodyTimeout)
    }
    const blocks = readBlocks(reader, maxBodyBytes, length, account)
    return joinBlocks(await raceTimeout(blocks, { timeout: bodyTimeout, onTimeout }))
  } catch (cause) {
    if (signal.aborted || cause instanceof ProxyError) throw cause
    throw new ProxyError(400, 'invalid_request', 'The request body is incomplete.', { cause })
  }
}

/** The error for a body above the limit, whether its header or its bytes show it. */
export function bodyTooLarge(maxBodyBytes: number, headers?: Headers): ProxyError {
  const message = `The request body is larger than the allowed ${maxBodyBytes} bytes.`
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
): Promise<Bytes[]> {
  const blocks: Bytes[] = []
  let block: Bytes = new Uint8Array(0)
  let taken = 0
  let used = 0
  let seen = 0

  const append = (piece: Bytes) => {
    for (let rest = piece; rest.byteLength > 0;) {
      if (used === block.byteLength) {
        // As large as everything so far, so that a short body takes little and a long one has few blocks. Not as large as
        // is announced: a caller may send nothing more.
        const wanted = Math.min(Math.max(seen, MIN_BLOCK_BYTES), MAX_BLOCK_BYTES)
        const end = announced > taken ? announced : maxBodyBytes
        const size = Math.min(wanted, end - taken)
        account.take(size)
        taken += size
        block = new Uint8Array(size)
        blocks.push(block)
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
      append(value)
    }
  } catch (error) {
    reader.cancel().catch(() => undefined)
    throw error
  }
  const last = blocks.pop()
  return last ? [...blocks, last.subarray(0, used)] : []
}

/** Joins the blocks. Each is released as soon as it is copied. */
function joinBlocks(blocks: Bytes[]): Bytes {
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
  const message = `The request body was not complete after ${bodyTimeout / 1000} s.`
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

/** Bounds the memory that the bodies of all creates in one proxy hold at the same time. */
export interface BodyBudget {
  /** Runs what handles one body, and returns to the budget what it took, however it ends. */
  use<T>(run: (account: BodyAccount) => Promise<T>): Promise<T>
}

/** What one body takes from the budget. */
export interface BodyAccount {
  /**
   * Checks that a number of bytes is still available, without taking it.
   *
   * @throws {ProxyError} 503 `busy` with `Retry-After`
   */
  check(bytes: number): void
  /**
   * Takes a number of bytes.
   *
   * @throws {ProxyError} 503 `busy` with `Retry-After`
   */
  take(bytes: number): void
}

/**
 * Creates the budget of a proxy. Bytes are taken as they arrive, not as a caller announces them: an announcement costs a
 * caller nothing, and would lock the others out.
 */
export function createBodyBudget(maxBufferedBytes: number): BodyBudget {
  let used = 0
  const check = (bytes: number, headers?: HeadersInit) => {
    if (used + bytes > maxBufferedBytes) throw busy(headers)
  }
  return {
    async use(run) {
      let taken = 0
      const take = (bytes: number) => {
        // The rest of the body is not read.
        check(bytes, { connection: 'close' })
        used += bytes
        taken += bytes
      }
      try {
        return await run({ check: (bytes) => check(bytes), take })
      } finally {
        used -= taken
      }
    },
  }
}

function busy(init?: HeadersInit): ProxyError {
  const headers = new Headers(init)
  headers.set('retry-after', String(RETRY_AFTER))
  const message = 'The server is receiving too many requests. Try again later.'
  return new ProxyError(503, 'busy', message, { headers })
}

/** Seconds: most bodies are complete after a few. */
const RETRY_AFTER = 5
