import type { Bytes } from '../../core/content/bytes.js'

/**
 * Decodes UTF-8. A long text is decoded in parts, because a single character above U+00FF doubles the memory of the string
 * that it is in.
 *
 * @throws {TypeError} where it is not UTF-8
 */
export function decodeUtf8(bytes: Bytes): string {
  // A byte order mark is a character here: only the caller knows whether the text begins at these bytes.
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  let text = ''
  for (let at = 0; at < bytes.byteLength;) {
    let end = Math.min(at + PART_BYTES, bytes.byteLength)
    while (isContinuation(bytes[end])) end++
    // Not as a stream, for which Node has a slower decoder whose strings take twice the memory.
    text += decoder.decode(bytes.subarray(at, end))
    at = end
  }
  return text
}

/** Whether a byte is inside a character of UTF-8. */
export const isContinuation = (byte: number | undefined) => byte !== undefined && (byte & 0xc0) === 0x80

/** The bytes of a text without the byte order mark that some editors put at its start. */
export function skipByteOrderMark(bytes: Bytes): Bytes {
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
  return hasMark ? bytes.subarray(3) : bytes
}

const PART_BYTES = 1024 * 1024
