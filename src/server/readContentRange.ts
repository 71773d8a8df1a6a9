import type { ByteRange } from './RangeRequest.js'

/** What a 206 says it holds; its size is not always known. */
export interface ContentRange extends ByteRange {
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
