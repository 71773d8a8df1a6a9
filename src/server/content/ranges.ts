import type { BodyPart } from './bodyStream.js'

/** A requested range: from `first` to `last` or the end, or the last `suffix` bytes. */
export type RangeRequest =
  | { first: number; last: number | undefined; suffix?: undefined }
  | { suffix: number; first?: undefined; last?: undefined }

/** The range that a request asks for, if any. To a HEAD it means nothing (RFC 9110, 14.2). */
export function readRange({ method, headers }: Request): RangeRequest | undefined {
  return method === 'HEAD' ? undefined : parseRange(headers.get('range'))
}

/** Writes the value of a `Range` header, so that nothing of what was sent is passed on. */
export function printRange({ first, last, suffix }: RangeRequest): string {
  if (suffix !== undefined) return `bytes=-${suffix}`
  // A range to beyond any end is one to the end, which every server understands.
  return `bytes=${first}-${last === undefined || last === Number.MAX_SAFE_INTEGER ? '' : last}`
}

/** A 200 or 206 of the API. */
interface UpstreamContent {
  status: number
  headers: Headers
  /** Bytes, where the headers say so reliably. */
  length: number | undefined
}

/** The caller's headers that choose the bytes. */
interface RangeHeaders {
  range: RangeRequest | undefined
  ifRange: string | null
}

/** How a response is passed on: which of its bytes, and under which headers. */
interface RangePlan extends BodyPart {
  status: 200 | 206 | 416
  /** `Content-Range` of the answer. */
  contentRange?: string | undefined
}

/** Decides how a 200 or 206 of the API is passed on; a text says what came instead of the requested bytes. */
export function planRangeResponse(content: UpstreamContent, wanted: RangeHeaders): RangePlan | string {
  return content.status === 206 ? planPart(content, wanted) : planWhole(content, wanted)
}

/** Cuts the range out of a 200, where the API ignored it: Safari does not play from a server without ranges. */
function planWhole({ headers, length }: UpstreamContent, { range, ifRange }: RangeHeaders): RangePlan {
  const whole: RangePlan = { status: 200, skip: 0, take: length, isCut: false }
  // A 206 must name its first and last byte, which needs the length. A 200 is a valid answer too (RFC 9110, 14.2).
  if (!range || length === undefined || !matchesIfRange(ifRange, headers)) return whole
  const part = resolveRange(range, length)
  if (!part) return { ...whole, status: 416, contentRange: `bytes */${length}` }
  const take = part.last - part.first + 1
  return {
    status: 206,
    contentRange: printContentRange(part.first, part.last, length),
    skip: part.first,
    take,
    isCut: part.last < length - 1,
  }
}

/** Passes a 206 on, after checking that it holds what was requested. */
function planPart({ headers, length }: UpstreamContent, { range }: RangeHeaders): RangePlan | string {
  const sent = readContentRange(headers.get('content-range'))
  if (!sent) return 'a part without a valid Content-Range'
  const sentLength = sent.last - sent.first + 1
  if (length !== undefined && length !== sentLength) return 'a part of another length than its Content-Range'
  const isWhole = sent.first === 0 && sent.size === sentLength
  if (!range) {
    return isWhole
      ? { status: 200, skip: 0, take: sentLength, isCut: false }
      : 'a part that was not requested'
  }
  // A suffix of an unknown size is wherever the API says it is.
  const first =
    range.suffix === undefined
      ? range.first
      : sent.size === undefined
        ? sent.first
        : Math.max(0, sent.size - range.suffix)
  if (first < sent.first || first > sent.last) return 'another part than the requested one'
  const last = Math.min(range.last ?? sent.last, sent.last)
  return {
    status: 206,
    contentRange: printContentRange(first, last, sent.size),
    skip: first - sent.first,
    take: last - first + 1,
    isCut: last < sent.last,
  }
}

/**
 * Whether the caller holds a part of the current version (RFC 9110, 13.1.5): only then may it get another part. A weak tag
 * never matches.
 */
export function matchesIfRange(ifRange: string | null, current: Headers): boolean {
  if (ifRange === null) return true
  if (ifRange.startsWith('"')) return ifRange === current.get('etag')
  const [held, modified] = [Date.parse(ifRange), Date.parse(current.get('last-modified') ?? '')]
  return !ifRange.startsWith('W/') && held === modified
}

/** Both ends are included. */
interface ByteRange {
  first: number
  last: number
}

/**
 * Parses a `Range` header (RFC 9110, 14.1). Several ranges, other units and invalid ones are `undefined`: a server may
 * ignore the header (14.2), and no player sends those.
 */
function parseRange(header: string | null): RangeRequest | undefined {
  const match = /^bytes=(\d{0,40})-(\d{0,40})$/i.exec(header ?? '')
  const [, start = '', end = ''] = match ?? []
  if (start === '') return end === '' ? undefined : { suffix: safeInteger(end) }
  const first = safeInteger(start)
  const last = end === '' ? undefined : safeInteger(end)
  return last !== undefined && last < first ? undefined : { first, last }
}

/** Positions beyond the safe integers are beyond any video too. */
const safeInteger = (digits: string) => Math.min(Number(digits), Number.MAX_SAFE_INTEGER)

/** The bytes of a range in a file of this size; `undefined` where it has none of them. */
export function resolveRange(range: RangeRequest, size: number): ByteRange | undefined {
  const first = range.suffix === undefined ? range.first : Math.max(0, size - range.suffix)
  if (first >= size || range.suffix === 0) return undefined
  return { first, last: Math.min(range.last ?? size - 1, size - 1) }
}

interface ContentRange extends ByteRange {
  /** Of the whole; `undefined` where the API does not know it. */
  size: number | undefined
}

/** Parses the `Content-Range` of a 206 (RFC 9110, 14.4); one that contradicts itself is `undefined`. */
export function readContentRange(header: string | null): ContentRange | undefined {
  const match = /^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15}|\*)$/i.exec(header ?? '')
  if (!match) return undefined
  const [first, last] = [Number(match[1]), Number(match[2])]
  const size = match[3] === '*' ? undefined : Number(match[3])
  return last < first || (size !== undefined && last >= size) ? undefined : { first, last, size }
}

export const printContentRange = (first: number, last: number, size: number | undefined) =>
  `bytes ${first}-${last}/${size ?? '*'}`
