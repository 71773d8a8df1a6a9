import { type CreateUpload, readJsonUpload, readMultipartUpload } from './uploadFormats.js'
import { ProxyError } from '../proxyError.js'

/** What becomes of a body that cannot be read: the caller's own abort stays that. */
function brokenOff(signal: AbortSignal): (cause: unknown) => never {
  return (cause) => {
    if (signal.aborted || cause instanceof ProxyError) throw cause
    throw new ProxyError(400, 'invalid_request', 'The body broke off.', { cause })
  }
}

/**
 * Reads a create completely before anyone is asked about it: a body that turns out to be wrong at its end must not have
 * been billed at its start.
 *
 * @throws {ProxyError} 400, 408, 413 or 415
 */
export async function readUpload(request: Request, limits: BodyLimits): Promise<CreateUpload> {
  const type = readUploadType(request, limits.maxBodyBytes)
  const blocks = request.body ? await bufferBody(request.body, limits).catch(brokenOff(request.signal)) : []
  const upload = type.kind === 'json' ? readJsonUpload(blocks) : readMultipartUpload(blocks, type.boundary)
  if (Object.keys(upload.params).length > 0) return upload
  throw new ProxyError(400, 'invalid_request', 'The body holds no parameters.')
}

/** The documented create is multipart; the boundary is written as RFC 2046 (5.1.1) allows it. */
const MULTIPART =
  /^multipart\/form-data\s*;(?:.*;)?\s*boundary=(?:"([\w'()+,\-./:=? ]{1,70})"|([\w'+\-.]{1,70}))\s*(?:;|$)/i
const JSON_TYPE = /^application\/json\s*(?:;|$)/i

/** How the body of a create is written. */
type UploadType = { kind: 'multipart'; boundary: string } | { kind: 'json' }

/**
 * Reads from the headers of a create how its body is written, before any of it is read.
 *
 * @throws {ProxyError} 415 unless it is JSON or multipart with a boundary, 400 for an invalid length or no body, 413 above the limit.
 */
function readUploadType({ headers, body }: Request, maxBodyBytes: number): UploadType {
  const type = headers.get('content-type') ?? ''
  const match = MULTIPART.exec(type)
  const boundary = match?.[1] ?? match?.[2]
  if (boundary === undefined && !JSON_TYPE.test(type)) {
    throw new ProxyError(
      415,
      'unsupported_media_type',
      'Creating a video takes multipart/form-data with a boundary, as `fetch` sends it for a FormData body, or JSON.',
    )
  }
  const length = headers.get('content-length')
  // Two headers arrive joined as '5, 5', which no one may guess the meaning of.
  if (length !== null && !/^\d{1,15}$/.test(length))
    throw new ProxyError(400, 'invalid_request', 'Content-Length is not a number.')
  if (Number(length) > maxBodyBytes) throw bodyTooLarge(maxBodyBytes)
  if (body === null || length === '0')
    throw new ProxyError(400, 'invalid_request', 'The request has no body.')
  return boundary === undefined ? { kind: 'json' } : { kind: 'multipart', boundary }
}

type Bytes = Uint8Array<ArrayBuffer>

/** Chunks below this are gathered: a body that comes byte by byte would else cost a hundred times its size. */
const BLOCK = 64 * 1024

/** How much a body may hold, and how long it may take. */
interface BodyLimits {
  maxBodyBytes: number
  /** Milliseconds. */
  bodyTimeout: number
}

/** The answer to a body above the limit, however that was found out. */
function bodyTooLarge(maxBodyBytes: number): ProxyError {
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
async function bufferBody(
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

/**
 * Reads a refused body to its end, up to a limit, without keeping it: browsers read no answer before all is sent, so
 * they would wait for ever for the refusal of a large upload.
 */
export function drainBody(request: Request, { maxBodyBytes, bodyTimeout }: BodyLimits): void {
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
