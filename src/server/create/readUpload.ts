import { type MultipartPart, MultipartParser } from '@remix-run/multipart-parser'
import type { Bytes } from '../../core/content/bytes.js'
import {
  decodeUtf8,
  JsonLimitError,
  type JsonNode,
  jsonToText,
  jsonToValue,
  parseExactJson,
  skipByteOrderMark,
} from './exactJson.js'
import { checkParams } from './params.js'
import type { FileStore, StoredFile } from './fileStore.js'
import type { BodyAccount } from './bodyBudget.js'
import { type BodyLimits, bodyTooLarge, bufferBody, joinBlocks, readBody } from './requestBody.js'
import type { VideoProxyFile, VideoProxyParams, VideoProxyUpload } from '../calls.js'
import { ProxyError } from '../proxyError.js'
import { toCreateBody, toStream } from './bodyPieces.js'
import type { CreateBody } from '../upstream/videosApi.js'

/** A create that was read. */
export interface CreateUpload {
  params: VideoProxyParams
  files: readonly VideoProxyUpload[]
  /**
   * Serializes exactly these parameters for the API.
   *
   * @param defaults parameters that the create omits
   */
  encode: (defaults: Readonly<Record<string, string>>) => CreateBody
}

/**
 * Reads a create completely before anything is decided about it: a body that turns out to be invalid at its end must not
 * have been billed at its start.
 *
 * @throws {ProxyError} 400, 408, 413 or 503
 */
export async function readUpload(
  request: Request,
  { boundary }: UploadType,
  limits: BodyLimits,
  account: BodyAccount,
): Promise<CreateUpload> {
  const upload =
    boundary === undefined
      ? readJsonUpload(await bufferBody(request, limits, account))
      : toMultipartUpload(await readFields(request, boundary, limits, account))
  if (Object.keys(upload.params).length > 0) return upload
  throw new ProxyError(400, 'invalid_request', 'The request body has no parameters.')
}

/** How the body of a create is encoded. */
interface UploadType {
  /** The boundary of a multipart body; none for JSON. */
  boundary: string | undefined
}

/** The documented create is multipart; the boundary is written as RFC 2046 (5.1.1) allows it. */
const MULTIPART_TYPE =
  /^multipart\/form-data\s*;(?:.*;)?\s*boundary=(?:"([\w'()+,\-./:=? ]{1,70})"|([\w'+\-.]{1,70}))\s*(?:;|$)/i
const JSON_TYPE = /^application\/json\s*(?:;|$)/i

/**
 * Reads from the headers of a create how its body is encoded, before any of it is read.
 *
 * @throws {ProxyError} 415 unless it is JSON or multipart with a boundary; 400 for an invalid length or no body; 413 above
 *   the limit
 */
export function readUploadType({ headers, body }: Request, { maxBodyBytes }: BodyLimits): UploadType {
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

/**
 * A body of nothing but tiny values would cost far more than its size. No model takes as many values, nests them deeper or
 * has longer names.
 */
const JSON_LIMITS = { maxValues: 10_000, maxDepth: 34, maxNameBytes: 1024 }

const BEYOND_LIMIT = {
  maxValues: `The request body has more than ${JSON_LIMITS.maxValues} values.`,
  maxDepth: 'The parameters are nested too deeply.',
  maxNameBytes: 'The request has a parameter whose name is not allowed.',
}

/** Reads JSON and serializes it again, so that of two fields with one name the API sees the one that was checked. */
function readJsonUpload(bytes: Bytes): CreateUpload {
  const body = parseJson(bytes)
  if (!(body instanceof Map)) {
    throw new ProxyError(400, 'invalid_json', 'Request body must be a JSON object.')
  }
  const params = checkParams(Array.from(body, ([name, value]) => [name, jsonToValue(value)]))
  const encodeAll = (defaults: Readonly<Record<string, string>>) =>
    toCreateBody('application/json', [encode(jsonToText(new Map([...body, ...Object.entries(defaults)])))])
  return { params, files: [], encode: encodeAll }
}

function parseJson(bytes: Bytes): JsonNode {
  try {
    return parseExactJson(bytes, JSON_LIMITS)
  } catch (error) {
    if (!(error instanceof JsonLimitError)) {
      // Without a cause: the message of `JSON.parse` quotes the body.
      throw new ProxyError(400, 'invalid_json', 'The request body is not valid JSON.')
    }
    throw new ProxyError(400, 'invalid_param', BEYOND_LIMIT[error.limit])
  }
}

/**
 * Serializes the fields of a form again under a boundary of the proxy's own: however the API reads forms, it cannot find
 * anything in there that was not checked.
 */
function toMultipartUpload(fields: readonly Field[]): CreateUpload {
  const params = checkParams(fields.map(({ name, value }) => [name, value]))
  const encodeFields = (defaults: Readonly<Record<string, string>>) => {
    const boundary = `video-task-${crypto.randomUUID()}`
    const added = Object.entries(defaults).map(([name, value]) => ({ name, value, content: encode(value) }))
    const pieces = [...fields, ...added].flatMap((field) => [
      encode(`--${boundary}\r\n${headOf(field)}\r\n\r\n`),
      field.content,
      encode('\r\n'),
    ])
    pieces.push(encode(`--${boundary}--\r\n`))
    return toCreateBody(`multipart/form-data; boundary=${boundary}`, pieces)
  }
  return { params, files: fields.flatMap(toUpload), encode: encodeFields }
}

const encode = (text: string) => new TextEncoder().encode(text)

function toUpload({ name, value, content }: Field): VideoProxyUpload[] {
  if (typeof value === 'string' || content instanceof Uint8Array) return []
  return [Object.freeze({ ...value, param: name, stream: () => toStream(content.read()) })]
}

/** No model takes that many; a body of nothing but tiny parts would cost far more than its size. */
const MAX_PARTS = 200

const MEDIA_TYPE = /^[\w.+-]{1,64}\/[\w.+-]{1,64}$/

/** Read in more than one way inside a quoted name: some readers unescape a backslash, others decode a percent sign. */
const AMBIGUOUS = /["\\%\p{Cc}]/u

interface Field {
  name: string
  value: string | VideoProxyFile
  content: Bytes | StoredFile
}

/** Reads the fields of a form while it comes in, one file in memory at a time. */
async function readFields(
  request: Request,
  boundary: string,
  limits: BodyLimits,
  account: BodyAccount,
): Promise<Field[]> {
  const most = { maxFileSize: limits.maxBodyBytes, maxTotalSize: limits.maxBodyBytes, maxParts: MAX_PARTS }
  const parser = new MultipartParser(boundary, most)
  const fields: Field[] = []
  const refuseMalformed = (cause: unknown): never => {
    const message = 'The request body is not valid multipart/form-data.'
    throw new ProxyError(400, 'malformed_multipart', message, { cause })
  }
  await readBody(request, limits, account, async (block) => {
    try {
      for (const part of parser.write(block)) fields.push(await readField(part, account.files))
    } catch (cause) {
      refuseMalformed(cause)
    }
  })
  try {
    parser.finish()
  } catch (cause) {
    refuseMalformed(cause)
  }
  return fields
}

async function readField(part: MultipartPart, files: FileStore): Promise<Field> {
  const { name, filename, mediaType = '' } = part
  if (name === undefined || AMBIGUOUS.test(name)) throw new SyntaxError('A field has no usable name.')
  const content = part.content.map(ownBytes)
  if (filename === undefined) {
    // Sent without the mark too: what is checked is what is sent.
    const text = skipByteOrderMark(joinBlocks(content))
    return { name, value: decodeUtf8(text), content: text }
  }
  const file = {
    name: filename.replace(new RegExp(AMBIGUOUS, 'gu'), '_'),
    type: typeOfFile(mediaType, content),
    size: part.size,
  }
  return { name, value: Object.freeze(file), content: await files.keep(content) }
}

/** The type of a file. Where the sender names none, as `curl` does for many names, an image is known by its first bytes. */
function typeOfFile(mediaType: string, content: readonly Bytes[]): string {
  const type = MEDIA_TYPE.test(mediaType) ? mediaType : ''
  if (type !== '' && type.toLowerCase() !== 'application/octet-stream') return type
  const starts = content.map((piece) => String.fromCharCode(...piece.subarray(0, MAX_START_LENGTH)))
  const head = starts.join('').slice(0, MAX_START_LENGTH)
  if (head.startsWith('\xff\xd8\xff')) return 'image/jpeg'
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png'
  return head.startsWith('RIFF') && head.startsWith('WEBPVP', 8) ? 'image/webp' : type
}

/** Bytes that tell the type: https://mimesniff.spec.whatwg.org/#image-type-pattern-matching-algorithm. */
const MAX_START_LENGTH = 14

/** The same bytes, in the type that streams to `fetch` have. */
function ownBytes({ buffer, byteOffset, byteLength }: Uint8Array): Bytes {
  if (!(buffer instanceof ArrayBuffer)) throw new TypeError('The bytes are in shared memory.')
  return new Uint8Array(buffer, byteOffset, byteLength)
}

/** The header lines of a field (RFC 7578, 4.2). */
function headOf({ name, value }: Pick<Field, 'name' | 'value'>): string {
  const head = `Content-Disposition: form-data; name="${name}"`
  if (typeof value === 'string') return head
  return `${head}; filename="${value.name}"\r\nContent-Type: ${value.type || 'application/octet-stream'}`
}
