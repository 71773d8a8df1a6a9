/** A range as a player asks for it: from `first` to `last` or the end, or the last `suffix` bytes. */
export type RangeRequest =
  | { first: number; last: number | undefined; suffix?: undefined }
  | { suffix: number; first?: undefined; last?: undefined }

/** Which bytes; both ends are included. */
export interface ByteRange {
  first: number
  last: number
}

/** Numbers beyond what JavaScript counts exactly are beyond any video too. */
const bounded = (digits: string) => Math.min(Number(digits), Number.MAX_SAFE_INTEGER)

/**
 * Reads a `Range` header (RFC 9110, 14.1). Several ranges, other units and nonsense are `undefined`: a server may ignore
 * the header, and no player sends those.
 */
export function parseRange(header: string | null): RangeRequest | undefined {
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
export function resolveRange(range: RangeRequest, size: number): ByteRange | undefined {
  const first = range.suffix === undefined ? range.first : Math.max(0, size - range.suffix)
  if (first >= size || range.suffix === 0) return undefined
  return { first, last: Math.min(range.last ?? size - 1, size - 1) }
}
