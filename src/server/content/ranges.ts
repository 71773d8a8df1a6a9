import type { BodyPart } from './bodyStream.js'

/** A range as a player asks for it: from `first` to `last` or the end, or the last `suffix` bytes. */
export type RangeRequest =
  | { first: number; last: number | undefined; suffix?: undefined }
  | { suffix: number; first?: undefined; last?: undefined }

/** Which bytes; both ends are included. */
interface ByteRange {
  first: number
  last: number
}

/** Numbers beyond what JavaScript counts exactly are beyond any video too. */
const bounded = (digits: string) => Math.min(Number(digits), Number.MAX_SAFE_INTEGER)

/** The range that a request asks for, if any. To a HEAD it means nothing (RFC 9110, 14.2). */
export function readRange({ method, headers }: Request): RangeRequest | undefined {
  return method === 'HEAD' ? undefined : parseRange(headers.get('range'))
}

/**
 * Parses a `Range` header (RFC 9110, 14.1). Several ranges, other units and invalid ones are `undefined`: a server may
 * ignore the header (14.2), and no player sends those.
 */
function parseRange(header: string | null): RangeRequest | undefined {
  const match = /^bytes=(\d{0,40})-(\d{0,40})$/i.exec(header ?? '')
  const [, start = '', end = ''] = match ?? []
  if (start === '') return end === '' ? undefined : { suffix: bounded(end) }
  const first = bounded(start)
  const last = end === '' ? undefined : bounded(end)
  return last !== undefined && last < first ? undefined : { first, last }
}

/** Writes the header anew, so that nothing of what was sent goes on. */
export function printRange({ first, last, suffix }: RangeRequest): string {
  if (suffix !== undefined) return `bytes=-${suffix}`
  // To beyond any end is to the end, which every server understands.
  return `bytes=${first}-${last === undefined || last === Number.MAX_SAFE_INTEGER ? '' : last}`
}

/** The bytes that a range means of a whole, or `undefined` where it has none of them. */
function resolveRange(range: RangeRequest, size: number): ByteRange | undefined {
  const first = range.suffix === undefined ? range.first : Math.max(0, size - range.suffix)
  if (first >= size || range.suffix === 0) return undefined
  return { first, last: Math.min(range.last ?? size - 1, size - 1) }
}

/** What a 206 says it holds; its size is not always known. */
interface ContentRange extends ByteRange {
  size: number | undefined
}

/** Reads a `Content-Range` of a 206; one that contradicts itself is `undefined`. */
export function readContentRange(header: string | null): ContentRange | undefined {
  const match = /^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15}|\*)$/i.exec(header ?? '')
  if (!match) return undefined
  const [first, last] = [Number(match[1]), Number(match[2])]
  const size = match[3] === '*' ? undefined : Number(match[3])
  return last < first || (size !== undefined && last >= size) ? undefined : { first, last, size }
}

/**
 * Whether what a caller holds a part of is still what there is (RFC 9110, 13.1.5): only then may it be given another
 * part. Weak tags prove nothing here.
 */
function matchesIfRange(ifRange: string | null, current: Headers): boolean {
  if (ifRange === null) return true
  if (ifRange.startsWith('"')) return ifRange === current.get('etag')
  const [held, modified] = [Date.parse(ifRange), Date.parse(current.get('last-modified') ?? '')]
  return !ifRange.startsWith('W/') && held === modified
}

/** How bytes are answered: which of them, and what is said of them. */
interface BytesPlan extends BodyPart {
  status: 200 | 206 | 416
  /** `Content-Range` of the answer. */
  contentRange?: string | undefined
}

/** What the API answered, in place of which a plan is made; `length` where its headers tell it truly. */
interface BytesAnswer {
  status: number
  headers: Headers
  length: number | undefined
}

/** What the caller wants. */
interface BytesWish {
  range: RangeRequest | undefined
  ifRange: string | null
}

const describe = (first: number, last: number, size: number | undefined) =>
  `bytes ${first}-${last}/${size ?? '*'}`

/** The API ignored the range: it is cut out here, since Safari plays from no server that knows no ranges. */
function planWhole({ headers, length }: BytesAnswer, { range, ifRange }: BytesWish): BytesPlan {
  const whole: BytesPlan = { status: 200, skip: 0, take: length, isCut: false }
  // Without a length there is no telling where a part ends or begins: a 206 must say so, and a 200 is right too.
  if (!range || length === undefined || !matchesIfRange(ifRange, headers)) return whole
  const part = resolveRange(range, length)
  if (!part) return { ...whole, status: 416, contentRange: `bytes */${length}` }
  const take = part.last - part.first + 1
  return {
    status: 206,
    contentRange: describe(part.first, part.last, length),
    skip: part.first,
    take,
    isCut: part.last < length - 1,
  }
}

function planPart({ headers, length }: BytesAnswer, { range }: BytesWish): BytesPlan | string {
  const sent = readContentRange(headers.get('content-range'))
  if (!sent) return 'a part without saying which'
  const sentLength = sent.last - sent.first + 1
  if (length !== undefined && length !== sentLength) return 'a part of another length than it says'
  const isWhole = sent.first === 0 && sent.size === sentLength
  if (!range) {
    return isWhole ? { status: 200, skip: 0, take: sentLength, isCut: false } : 'a part that nobody asked for'
  }
  // Of an unknown size a suffix is where the API says it is.
  const first =
    range.suffix === undefined
      ? range.first
      : sent.size === undefined
        ? sent.first
        : Math.max(0, sent.size - range.suffix)
  if (first < sent.first || first > sent.last) return 'another part than the one asked for'
  const last = Math.min(range.last ?? sent.last, sent.last)
  const take = last - first + 1
  return {
    status: 206,
    contentRange: describe(first, last, sent.size),
    skip: first - sent.first,
    take,
    isCut: last < sent.last,
  }
}

/** Decides how a 200 or 206 of the API is passed on, or tells what is wrong with it. */
export function planRangeResponse(answer: BytesAnswer, wish: BytesWish): BytesPlan | string {
  return answer.status === 206 ? planPart(answer, wish) : planWhole(answer, wish)
}
