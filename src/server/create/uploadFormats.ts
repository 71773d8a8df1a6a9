import { type MultipartPart, parseMultipart } from '@remix-run/multipart-parser'
import { isRecord } from '../../core/wire/values.js'
import { checkParams } from './params.js'
import type { VideoProxyFile, VideoProxyParams } from '../options.js'
import { ProxyError } from '../proxyError.js'

/** A create that was read: what it asks for, and the body that asks the API for exactly that. */
export interface CreateUpload {
  params: VideoProxyParams
  contentType: string
  byteLength: number
  stream: () => ReadableStream<Uint8Array<ArrayBuffer>>
}

/** A body of known pieces. Each is let go of once it is sent, so it can be read once. */
function streamOf(pieces: Uint8Array<ArrayBuffer>[]): CreateUpload['stream'] {
  return () =>
    new ReadableStream(
      {
        pull(controller) {
          const piece = pieces.shift()
          if (piece === undefined) controller.close()
          else if (piece.byteLength > 0) controller.enqueue(piece)
        },
      },
      { highWaterMark: 0 },
    )
}

type Bytes = Uint8Array<ArrayBuffer>

function parse(blocks: Bytes[]): unknown {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  try {
    const text = blocks.map((block) => decoder.decode(block, { stream: true })).join('') + decoder.decode()
    return JSON.parse(text)
  } catch {
    // The parser's own words would quote the body.
    throw new ProxyError(400, 'invalid_json', 'The body is not valid JSON.')
  }
}

/**
 * Reads a create that came as JSON and writes it anew, so that of two fields of one name the API sees the one that was
 * checked.
 *
 * @throws {ProxyError} 400
 */
export function readJsonUpload(blocks: Bytes[]): CreateUpload {
  const body = parse(blocks)
  if (!isRecord(body)) {
    throw new ProxyError(400, 'invalid_json', 'The body is no JSON object of parameters.')
  }
  const params = checkParams(Object.entries(body))
  const bytes = new TextEncoder().encode(JSON.stringify(params))
  return {
    params,
    contentType: 'application/json',
    byteLength: bytes.byteLength,
    stream: streamOf([bytes]),
  }
}

type BytesReadMultipartUpload = Uint8Array<ArrayBuffer>

/** No model takes that many; a body of nothing but tiny parts would else cost far more than its size. */
const MAX_PARTS = 200

const MEDIA_TYPE = /^[\w.+-]{1,64}\/[\w.+-]{1,64}$/

/** In a quoted name these are read in more than one way: a backslash escapes for some, a percent sign encodes for others. */
const AMBIGUOUS = /["\\%\p{Cc}]/u

interface Field {
  name: string
  value: string | VideoProxyFile
  content: BytesReadMultipartUpload[]
}

const encode = (text: string) => new TextEncoder().encode(text)

/** The same bytes, in the type that streams to `fetch` have. */
function ownBytes({ buffer, byteOffset, byteLength }: Uint8Array): BytesReadMultipartUpload {
  if (!(buffer instanceof ArrayBuffer)) throw new TypeError('Shared memory')
  return new Uint8Array(buffer, byteOffset, byteLength)
}

function readField(part: MultipartPart): Field {
  const { name, filename, mediaType = '' } = part
  if (name === undefined || name.length > 128 || AMBIGUOUS.test(name))
    throw new SyntaxError('A name is not usable')
  // Encoded again, because decoding dropped a byte order mark: what is checked is what is sent.
  if (filename === undefined) return { name, value: part.text, content: [encode(part.text)] }
  const file = {
    name: filename.replace(new RegExp(AMBIGUOUS, 'gu'), '_'),
    type: MEDIA_TYPE.test(mediaType) ? mediaType : '',
    size: part.size,
  }
  return { name, value: Object.freeze(file), content: part.content.map(ownBytes) }
}

function readFields(blocks: BytesReadMultipartUpload[], boundary: string): Field[] {
  const total = blocks.reduce((sum, { byteLength }) => sum + byteLength, 0)
  const limits = { maxFileSize: total, maxTotalSize: total, maxParts: MAX_PARTS }
  try {
    return Array.from(parseMultipart(blocks, { boundary, ...limits }), readField)
  } catch (cause) {
    throw new ProxyError(400, 'malformed_multipart', 'The body is not valid multipart/form-data.', { cause })
  }
}

function headOf({ name, value }: Field): string {
  const head = `Content-Disposition: form-data; name="${name}"`
  if (typeof value === 'string') return head
  return `${head}; filename="${value.name}"\r\nContent-Type: ${value.type || 'application/octet-stream'}`
}

/**
 * Reads a create that came as a form and writes it anew from what was read, under a boundary of our own: however the
 * API reads forms, it cannot find in there what was not checked. The files' bytes are not copied.
 *
 * @throws {ProxyError} 400
 */
export function readMultipartUpload(blocks: BytesReadMultipartUpload[], sentBoundary: string): CreateUpload {
  const fields = readFields(blocks, sentBoundary)
  const params = checkParams(fields.map(({ name, value }) => [name, value]))
  const boundary = `video-task-${crypto.randomUUID()}`
  const pieces = fields.flatMap((field) => [
    encode(`--${boundary}\r\n${headOf(field)}\r\n\r\n`),
    ...field.content,
    encode('\r\n'),
  ])
  pieces.push(encode(`--${boundary}--\r\n`))
  return {
    params,
    contentType: `multipart/form-data; boundary=${boundary}`,
    byteLength: pieces.reduce((sum, { byteLength }) => sum + byteLength, 0),
    stream: streamOf(pieces),
  }
}
