import { copyHeaders } from './copyHeaders.js'

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
export interface ContentHeaders {
  headers: Headers
  /** The media type, without parameters. */
  type: string
  /** What came instead of a video, where the headers tell. */
  problem?: string
}

/** Reads the headers of an answer that should be a video. */
export function readContentHeaders(response: Response, redact: (text: string) => string): ContentHeaders {
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
