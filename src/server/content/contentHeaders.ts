import { videoFileName } from '../../core/content/fileName.js'
import { forwardedContentHeaders, setContentHeaders } from '../headers.js'

/** The headers of a content answer, as far as they reach the viewer. */
interface ContentHeaders {
  headers: Headers
  /** The media type, without parameters. */
  type: string
  /** What came instead of a video, where the headers show it. */
  problem?: string
}

/** Reads the headers of a response that should be a video, and corrects those that do not describe what is passed on. */
export function readContentHeaders(response: Response, redact: (text: string) => string): ContentHeaders {
  const headers = setContentHeaders(forwardedContentHeaders(response.headers, redact))
  const encoding = response.headers.get('content-encoding') ?? 'identity'
  const isEncoded = encoding !== 'identity'
  // Compressed despite `accept-encoding: identity`: `fetch` has decoded the bytes, so these describe other ones.
  if (isEncoded) for (const name of ['content-length', 'accept-ranges', 'etag']) headers.delete(name)
  if (!/^\d{1,15}$/.test(headers.get('content-length') ?? '')) headers.delete('content-length')

  const named = (headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  // `nosniff` keeps players from detecting the type of unnamed bytes, so they get the documented one.
  const type = UNNAMED_TYPES.has(named) ? 'video/mp4' : named
  if (type !== named) headers.set('content-type', type)
  if (named !== '' && !MEDIA_TYPE.test(named)) return { headers, type, problem: 'text' }
  if (isEncoded && response.status === 206) return { headers, type, problem: 'a compressed part' }
  return { headers, type }
}

/** Video, the still images of `variant`, and what buckets call bytes of unknown type. Never HTML or SVG. */
const MEDIA_TYPE =
  /^(?:video\/[\w.+-]+|image\/(?:jpeg|png|webp|gif|avif)|application\/(?:octet-stream|mp4)|binary\/octet-stream)$/
const UNNAMED_TYPES = new Set(['', 'application/octet-stream', 'binary/octet-stream'])

/**
 * The `Content-Disposition` (RFC 6266) that `?download` or `?download=name` asks for, with the file name in plain ASCII for
 * old browsers and in full; `undefined` without a `download` parameter.
 */
export function contentDisposition(url: URL, taskId: string, type: string): string | undefined {
  const requested = url.searchParams.get('download')
  if (requested === null) return undefined
  const wanted = FLAGS.has(requested) ? undefined : requested.slice(0, MAX_NAME_LENGTH)
  const name = videoFileName([wanted, nameOf(taskId)], type)
  // No percent signs: some browsers decode them here too.
  const plain = name.replace(/[^\x20-\x7e]|[%"\\]/g, '_')
  return `attachment; filename="${plain}"; filename*=UTF-8''${encodeExtended(name)}`
}

/** `?download` and `?download=1` ask for a download, not for a file named `1`. */
const FLAGS = new Set(['', '1', 'true'])

/** No file system takes a longer name, and one of 16,000 dots costs a third of a second. */
const MAX_NAME_LENGTH = 1024

/** A name from a task id, which can be long and hold any character. */
const nameOf = (taskId: string) => `video-${taskId.replace(/[^\w-]+/g, '-').slice(0, 40)}`

/** Encodes an extended parameter value (RFC 8187, 3.2.1), which allows fewer characters than `encodeURIComponent` leaves. */
const encodeExtended = (name: string) =>
  encodeURIComponent(name).replace(/['()*!]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
