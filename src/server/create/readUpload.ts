import { type MultipartPart, parseMultipart } from '@remix-run/multipart-parser'
import type { Bytes } from '../../core/content/bytes.js'
import { isRecord } from '../../core/wire/json.js'
import { checkParams } from './params.js'
import { type BodyLimits, bodyTooLarge, bufferBody } from './requestBody.js'
import type { VideoProxyFile, VideoProxyParams } from '../options.js'
import { ProxyError } from '../proxyError.js'

/** A create that was read: its parameters, and the body that sends exactly these to the API. */
export interface CreateUpload {
  params: VideoProxyParams
  contentType: string
  byteLength: number
  /** Makes the body. Its pieces are released as they are sent, so it can be called once. */
  stream: () => ReadableStream<Bytes>
}

/**
 * Reads a create completely before anything is decided about it: a body that turns out to be invalid at its end must not
 * have been billed at its start.
 *
 * @throws {ProxyError} 400, 408, 413 or 415
 */
export async function readUpload(request: Request, limits: BodyLimits): Promise<CreateUpload> {
  const { boundary } = readUploadType(request, limits.maxBodyBytes)
  const blocks = await bufferBody(request, limits)
  const upload = boundary === undefined ? readJsonUpload(blocks) : readMultipartUpload(blocks, boundary)
  if (Object.keys(upload.params).length > 0) return upload
  throw new ProxyError(400, 'invalid_request', 'The request body has no parameters.')
}

/** The documented create is multipart; the boundary is written as RFC 2046 (5.1.1) allows it. */
const MULTIPART_TYPE =
  /^multipart\/form-data\s*;(?:.*;)?\s*boundary=(?:"([\w'()+,\-./:=? ]{1,70})"|([\w'+\-.]{1,70}))\s*(?:;|$)/i
const JSON_TYPE = /^application\/json\s*(?:;|$)/i

/**
 * Reads from the headers of a create how its body is encoded, before any of it is read.
 *
 * @returns the boundary of a multipart body; none for JSON
 * @throws {ProxyError} 415 unless it is JSON or multipart with a boundary; 400 for an invalid length or no body; 413 above
 *   the limit
 */
function readUploadType({ headers, body }: Request, maxBodyBytes: number): { boundary: string | undefined } {
  const type = headers.get('content-type') ?? ''
  const match = MULTIPART_TYPE.exec(type)
  const boundary = match?.[1] ?? match?.[2]
  if (boundary === undefined && !JSON_TYPE.test(type)) {
    throw new ProxyError(
      415,
      'unsupported_media_type',
      'Creating a video takes multipart/form-data with a boundary, as `fetch` sends it for a FormData body, or JSON.',
    )
  }
  const length = headers.get('content-length')
  // Two headers arrive joined as '5, 5', which is ambiguous (RFC 9110, 8.6).
  if (length !== null && !/^\d{1,15}$/.test(length))
    throw new ProxyError(400, 'invalid_request', 'Content-Length is not a number.')
  if (Number(length) > maxBodyBytes) throw bodyTooLarge(maxBodyBytes)
  if (body === null || length === '0')
    throw new ProxyError(400, 'invalid_request', 'The request has no body.')
  return { boundary }
}

/** Reads JSON and serializes it again, so that of two fields with one name the API sees the one that was checked. */
function readJsonUpload(blocks: Bytes[]): CreateUpload {
  const body = parseJson(blocks)
  if (!isRecord(body)) throw new ProxyError(400, 'invalid_json', 'Request body must be a JSON object.')
  const params = checkParams(Object.entries(body))
  return createUpload(params, 'application/json', [encode(JSON.stringify(params))])
}

/**
 * Reads multipart/form-data and serializes it again under a boundary of the proxy's own: however the API reads forms, it
 * cannot find anything in there that was not checked. The bytes of files are not copied.
 */
function readMultipartUpload(blocks: Bytes[], sentBoundary: string): CreateUpload {
  const fields = readFields(blocks, sentBoundary)
  const params = checkParams(fields.map(({ name, value }) => [name, value]))
  const boundary = `video-task-${crypto.randomUUID()}`
  const pieces = fields.flatMap((field) => [
    encode(`--${boundary}\r\n${headOf(field)}\r\n\r\n`),
    ...field.content,
    encode('\r\n'),
  ])
  pieces.push(encode(`--${boundary}--\r\n`))
  return createUpload(params, `multipart/form-data; boundary=${boundary}`, pieces)
}

const encode = (text: string) => new TextEncoder().encode(text)

function createUpload(params: VideoProxyParams, contentType: string, pieces: Bytes[]): CreateUpload {
  const byteLength = pieces.reduce((sum, piece) => sum + piece.byteLength, 0)
  const stream = () =>
    new ReadableStream<Bytes>(
      {
        pull(controller) {
          const piece = pieces.shift()
          if (piece === undefined) controller.close()
          else if (piece.byteLength > 0) controller.enqueue(piece)
        },
      },
      { highWaterMark: 0 },
    )
  return { params, contentType, byteLength, stream }
}

function parseJson(blocks: Bytes[]): unknown {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  try {
    const text = blocks.map((block) => decoder.decode(block, { stream: true })).join('') + decoder.decode()
    return JSON.parse(text)
  } catch {
    // The parser's own message would quote the body.
    throw new ProxyError(400, 'invalid_json', 'The request body is not valid JSON.')
  }
}

/** No model takes that many; a body of nothing but tiny parts would cost far more than its size. */
const MAX_PARTS = 200

const MAX_NAME_LENGTH = 128

const MEDIA_TYPE = /^[\w.+-]{1,64}\/[\w.+-]{1,64}$/

/** Read in more than one way inside a quoted name: some readers unescape a backslash, others decode a percent sign. */
const AMBIGUOUS = /["\\%\p{Cc}]/u

interface Field {
  name: string
  value: string | VideoProxyFile
  content: Bytes[]
}

function readFields(blocks: Bytes[], boundary: string): Field[] {
  const total = blocks.reduce((sum, { byteLength }) => sum + byteLength, 0)
  const limits = { maxFileSize: total, maxTotalSize: total, maxParts: MAX_PARTS }
  try {
    return Array.from(parseMultipart(blocks, { boundary, ...limits }), readField)
  } catch (cause) {
    const message = 'The request body is not valid multipart/form-data.'
    throw new ProxyError(400, 'malformed_multipart', message, { cause })
  }
}

function readField(part: MultipartPart): Field {
  const { name, filename, mediaType = '' } = part
  if (name === undefined || name.length > MAX_NAME_LENGTH || AMBIGUOUS.test(name))
    throw new SyntaxError('A field has no usable name.')
  // Encoded again, because decoding removed a byte order mark: what is checked is what is sent.
  if (filename === undefined) return { name, value: part.text, content: [encode(part.text)] }
  const file = {
    name: filename.replace(new RegExp(AMBIGUOUS, 'gu'), '_'),
    type: MEDIA_TYPE.test(mediaType) ? mediaType : '',
    size: part.size,
  }
  return { name, value: Object.freeze(file), content: part.content.map(ownBytes) }
}

/** The same bytes, in the type that streams to `fetch` have. */
function ownBytes({ buffer, byteOffset, byteLength }: Uint8Array): Bytes {
  if (!(buffer instanceof ArrayBuffer)) throw new TypeError('The bytes are in shared memory.')
  return new Uint8Array(buffer, byteOffset, byteLength)
}

/** The header lines of a field (RFC 7578, 4.2). */
function headOf({ name, value }: Field): string {
  const head = `Content-Disposition: form-data; name="${name}"`
  if (typeof value === 'string') return head
  return `${head}; filename="${value.name}"\r\nContent-Type: ${value.type || 'application/octet-stream'}`
}
