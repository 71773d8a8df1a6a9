import { meetsIfRange } from './meetsIfRange.js'
import { type RangeRequest, resolveRange } from './RangeRequest.js'
import { readContentRange } from './readContentRange.js'
import type { BodyPart } from './streamBody.js'

/** How bytes are answered: which of them, and what is said of them. */
export interface BytesPlan extends BodyPart {
  status: 200 | 206 | 416
  /** `Content-Range` of the answer. */
  contentRange?: string | undefined
}

/** What the API answered, in place of which a plan is made; `length` where its headers tell it truly. */
export interface BytesAnswer {
  status: number
  headers: Headers
  length: number | undefined
}

/** What the caller wants. */
export interface BytesWish {
  range: RangeRequest | undefined
  ifRange: string | null
}

const describe = (first: number, last: number, size: number | undefined) =>
  `bytes ${first}-${last}/${size ?? '*'}`

/** The API ignored the range: it is cut out here, since Safari plays from no server that knows no ranges. */
function planWhole({ headers, length }: BytesAnswer, { range, ifRange }: BytesWish): BytesPlan {
  const whole: BytesPlan = { status: 200, skip: 0, take: length, isCut: false }
  // Without a length there is no telling where a part ends or begins: a 206 must say so, and a 200 is right too.
  if (!range || length === undefined || !meetsIfRange(ifRange, headers)) return whole
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
export function planBytes(answer: BytesAnswer, wish: BytesWish): BytesPlan | string {
  return answer.status === 206 ? planPart(answer, wish) : planWhole(answer, wish)
}
