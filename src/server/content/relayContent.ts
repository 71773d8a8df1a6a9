import { peekBody, streamBody } from './bodyStream.js'
import { contentDisposition } from './contentDisposition.js'
import { planRangeResponse, type RangeRequest, readContentRange } from './ranges.js'
import { ProxyError } from '../proxyError.js'
import { copyHeaders, unreachable } from '../upstream/fetchUpstream.js'

/** What a caller asked of a video's bytes, and how they are to be passed on. */
export interface ContentRequest {
  request: Request
  /** The one range it asked for, if it did. */
  range: RangeRequest | undefined
  /** The task's id as callers know it. */
  shownId: string
  /** How long the API may keep silent, in ms. */
  timeout: number
  redact: (text: string) => string
  /** Makes of what broke a body the error that its reader may see. */
  toStreamError: (cause: unknown) => Error
}

/** Text may begin with line breaks and spaces. */
const SNIFFED_BYTES = 64

function refuse(response: Response, what: string): never {
  void response.body?.cancel().catch(() => undefined)
  throw new ProxyError(
    502,
    'upstream_invalid_content',
    `The video API answered ${what} instead of the video's bytes.`,
  )
}

/** 304 and 416, where they answer what was asked. */
function relayEmpty(response: Response, { request, range }: ContentRequest, headers: Headers): Response {
  const { status } = response
  const isConditional = request.headers.has('if-none-match') || request.headers.has('if-modified-since')
  if (status === 304 ? !isConditional : !range) refuse(response, String(status))
  void response.body?.cancel().catch(() => undefined)
  const size = /^bytes \*\/\d{1,15}$/.exec(headers.get('content-range') ?? '')
  if (status === 304 || !size) headers.delete('content-range')
  for (const name of ['content-type', 'content-length']) headers.delete(name)
  return new Response(null, { status, headers })
}

/** What is true of the whole, where the API had to be asked for a part of it to learn that. */
function answerHead(response: Response, headers: Headers): Response {
  if (response.status === 206) {
    const size = readContentRange(headers.get('content-range'))?.size
    headers.delete('content-length')
    if (size !== undefined) headers.set('content-length', String(size))
  }
  headers.delete('content-range')
  if (headers.has('content-length')) headers.set('accept-ranges', 'bytes')
  void response.body?.cancel().catch(() => undefined)
  return new Response(null, { status: 200, headers })
}

/**
 * Passes a video's bytes back as they come, and the range that was asked for whether the API knows ranges or not.
 *
 * @throws {ProxyError} 502 when what came is JSON, HTML or XML, whatever it was called, nothing at all, or another part
 *   than was asked for; 504 when nothing comes.
 */
export async function relayContent(response: Response, asked: ContentRequest): Promise<Response> {
  const { request, range, timeout, redact, toStreamError } = asked
  const { status, body } = response
  if (status === 304 || status === 416) {
    return relayEmpty(response, asked, readContentHeaders(response, redact).headers)
  }
  if (status !== 200 && status !== 206) refuse(response, String(status))
  const { headers, type, problem } = readContentHeaders(response, redact)
  if (problem) refuse(response, problem)
  const disposition = contentDisposition(new URL(request.url), asked.shownId, type)
  if (disposition) headers.set('content-disposition', disposition)
  if (request.method === 'HEAD') return answerHead(response, headers)
  if (!body) refuse(response, 'nothing')

  const length = headers.get('content-length')
  const answer = { status, headers, length: length === null ? undefined : Number(length) }
  const plan = planRangeResponse(answer, { range, ifRange: request.headers.get('if-range') })
  if (typeof plan === 'string') refuse(response, plan)
  // From the middle of a video any byte may come first; only a start can be judged.
  const isMiddle = status === 206 && (readContentRange(headers.get('content-range'))?.first ?? 0) > 0
  const peeked = await peekBody(body, isMiddle ? 0 : SNIFFED_BYTES, timeout).catch(
    unreachable(request.signal),
  )
  const { start, reader } = peeked
  const refuseBody = (what: string) => {
    void reader.cancel().catch(() => undefined)
    return refuse(response, what)
  }
  if (!isMiddle && start.byteLength === 0) refuseBody('nothing')
  if (!isMiddle && isText(start)) refuseBody('text')

  headers.delete('content-range')
  if (plan.contentRange) headers.set('content-range', plan.contentRange)
  if (plan.status === 416) {
    void reader.cancel().catch(() => undefined)
    for (const name of ['content-type', 'content-length', 'content-disposition']) headers.delete(name)
    return new Response(null, { status: 416, headers })
  }
  if (plan.take !== undefined) {
    headers.set('content-length', String(plan.take))
    headers.set('accept-ranges', 'bytes')
  }
  return new Response(streamBody(peeked, plan, timeout, toStreamError), { status: plan.status, headers })
}

/** Besides video: the still images of `variant`, and what buckets call bytes they know nothing of. Never HTML or SVG. */
const MEDIA =
  /^(?:video\/[\w.+-]+|image\/(?:jpeg|png|webp|gif|avif)|application\/(?:octet-stream|mp4)|binary\/octet-stream)$/
const UNNAMED = new Set(['', 'application/octet-stream', 'binary/octet-stream'])

const PASSED_BACK = [
  'content-type',
  'content-length',
  'content-range',
  'accept-ranges',
  'etag',
  'last-modified',
  'retry-after',
  'x-request-id',
  'x-oneapi-request-id',
]

/** What the API says of the bytes, as far as it is passed on. */
interface ContentHeaders {
  headers: Headers
  /** The media type, without parameters. */
  type: string
  /** What came instead of a video, where the headers tell. */
  problem?: string
}

/** Reads the headers of an answer that should be a video. */
function readContentHeaders(response: Response, redact: (text: string) => string): ContentHeaders {
  const headers = copyHeaders(response.headers, PASSED_BACK, redact)
  const encoding = response.headers.get('content-encoding') ?? 'identity'
  const isEncoded = encoding !== 'identity'
  // Compressed although asked not to: the bytes come decoded, so what was said of the encoded ones is wrong.
  if (isEncoded) for (const name of ['content-length', 'accept-ranges', 'etag']) headers.delete(name)
  if (!/^\d{1,15}$/.test(headers.get('content-length') ?? '')) headers.delete('content-length')
  headers.set('cache-control', 'private')
  headers.set('x-content-type-options', 'nosniff')

  const named = (headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  // The documented type; without one, `nosniff` would keep players from looking for themselves.
  const type = UNNAMED.has(named) ? 'video/mp4' : named
  if (type !== named) headers.set('content-type', type)
  const problem =
    named !== '' && !MEDIA.test(named)
      ? 'text'
      : isEncoded && response.status === 206
        ? 'a compressed part'
        : undefined
  return { headers, type, ...(problem && { problem }) }
}

const SPACE = new Set([0x09, 0x0a, 0x0d, 0x20])
const BOM = [0xef, 0xbb, 0xbf]
const OPENERS = new Set(['{', '[', '<', '"'].map((char) => char.charCodeAt(0)))

/** Whether bytes start as JSON, HTML or XML does. No video or image does: an MP4 starts with the size of its first box. */
function isText(start: Uint8Array): boolean {
  const from = BOM.every((byte, index) => start[index] === byte) ? BOM.length : 0
  const first = start.subarray(from).find((byte) => !SPACE.has(byte))
  return first !== undefined && OPENERS.has(first)
}
