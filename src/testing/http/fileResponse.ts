import type { Bytes } from './bodyStream.js'

interface StoredFile {
  bytes: Bytes
  /** Content type. @default 'video/mp4' */
  type?: string
  etag: string
  /** HTTP date. */
  lastModified: string
  /** Whether `Range` is supported. @default true */
  ranges?: boolean
}

/** Serves a file as an object store does: with `Range`, `If-Range`, `HEAD`, 206 and 416. */
export function fileResponse(
  request: Request,
  { bytes, type = 'video/mp4', etag, lastModified, ranges = true }: StoredFile,
): Response {
  const headers = new Headers({ etag, 'last-modified': lastModified })
  if (ranges) headers.set('accept-ranges', 'bytes')
  const ifRange = request.headers.get('if-range')
  const isCurrent = ifRange === null || ifRange === etag || ifRange === lastModified
  // Range is defined for GET only (RFC 9110, section 14.2).
  const header = ranges && request.method === 'GET' && isCurrent ? request.headers.get('range') : null
  const range = parseRange(header, bytes.length)

  if (range === 'unsatisfiable') {
    headers.set('content-range', `bytes */${bytes.length}`)
    return new Response(null, { status: 416, headers })
  }
  const { start, end } = range ?? { start: 0, end: bytes.length - 1 }
  headers.set('content-type', type)
  headers.set('content-length', String(end - start + 1))
  if (range) headers.set('content-range', `bytes ${start}-${end}/${bytes.length}`)
  const body = request.method === 'HEAD' ? null : bytes.subarray(start, end + 1)
  return new Response(body, { status: range ? 206 : 200, headers })
}

/** A part of a file, both ends included. */
interface ByteRange {
  start: number
  end: number
}

/**
 * Parses a `Range` header for a file of `size` bytes (RFC 9110, section 14.1.2). A malformed header and one with several
 * ranges are ignored, as the RFC allows.
 */
function parseRange(header: string | null, size: number): ByteRange | 'unsatisfiable' | undefined {
  const match = /^bytes=\s*(\d*)-(\d*)\s*$/i.exec(header ?? '')
  const [, first = '', last = ''] = match ?? []
  if (first === '' && last === '') return undefined
  if (first === '') {
    const length = Math.min(Number(last), size)
    return length === 0 ? 'unsatisfiable' : { start: size - length, end: size - 1 }
  }
  const start = Number(first)
  const end = last === '' ? size - 1 : Math.min(Number(last), size - 1)
  if (last !== '' && Number(last) < start) return undefined
  return start >= size ? 'unsatisfiable' : { start, end }
}
