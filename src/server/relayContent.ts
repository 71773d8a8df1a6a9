import { copyHeaders } from './copyHeaders.js'
import { isText } from './isText.js'
import { peekBody } from './peekBody.js'
import { ProxyError } from './ProxyError.js'
import { unreachable } from './unreachable.js'

/** Besides video: the still images of `variant`, and what buckets call bytes they know nothing of. Never HTML or SVG. */
const MEDIA =
  /^(?:video\/[\w.+-]+|image\/(?:jpeg|png|webp|gif|avif)|application\/(?:octet-stream|mp4)|binary\/octet-stream)$/
const UNNAMED = new Set(['', 'application/octet-stream', 'binary/octet-stream'])

/** Text may begin with line breaks and spaces. */
const ENOUGH_TO_JUDGE = 64

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

function refuse(response: Response, what: string): never {
  void response.body?.cancel().catch(() => undefined)
  throw new ProxyError(
    502,
    'upstream_invalid_content',
    `The video API answered ${what} instead of the video's bytes.`,
  )
}

function readHeaders(response: Response, redact: (text: string) => string): Headers {
  const headers = copyHeaders(response.headers, PASSED_BACK, redact)
  const encoding = response.headers.get('content-encoding') ?? 'identity'
  if (encoding !== 'identity') {
    // Compressed although asked not to: the bytes come decoded, so what was said of the encoded ones is wrong.
    if (response.status === 206) refuse(response, 'a compressed part')
    for (const name of ['content-length', 'accept-ranges', 'etag']) headers.delete(name)
  }
  headers.set('cache-control', 'private')
  headers.set('x-content-type-options', 'nosniff')
  return headers
}

/**
 * Passes a video's bytes back as they come: 200 and 206 with their body, 304 and 416 without one.
 *
 * @throws {ProxyError} 502 when what came is JSON, HTML or XML, whatever it was called, or nothing at all.
 */
export async function relayContent(
  response: Response,
  { method, signal }: Request,
  redact: (text: string) => string,
): Promise<Response> {
  const { status, body } = response
  const headers = readHeaders(response, redact)
  if (status === 304 || status === 416) {
    void body?.cancel().catch(() => undefined)
    headers.delete('content-type')
    headers.delete('content-length')
    return new Response(null, { status, headers })
  }
  const type = (response.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  if (status !== 200 && status !== 206) refuse(response, String(status))
  if (type !== '' && !MEDIA.test(type)) refuse(response, 'text')
  // The documented type; without one, `nosniff` would keep players from looking for themselves.
  if (UNNAMED.has(type)) headers.set('content-type', 'video/mp4')
  if (method === 'HEAD') return new Response(null, { status, headers })
  if (!body) refuse(response, 'nothing')

  // From the middle of a video any byte may come first; only a start can be judged.
  const isMiddle = status === 206 && /^bytes [1-9]/.test(headers.get('content-range') ?? '')
  const { start, stream } = await peekBody(body, isMiddle ? 0 : ENOUGH_TO_JUDGE).catch(unreachable(signal))
  if (isMiddle || (start.byteLength > 0 && !isText(start))) return new Response(stream, { status, headers })
  void stream.cancel().catch(() => undefined)
  return refuse(response, start.byteLength > 0 ? 'text' : 'nothing')
}
