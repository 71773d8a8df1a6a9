/** How many bytes of the start `isText` needs: it finds a byte of every known video and image format among them. */
export const SNIFFED_BYTES = 64

/** Byte order marks of UTF-8 and of both UTF-16. */
const BYTE_ORDER_MARKS = [
  [0xef, 0xbb, 0xbf],
  [0xfe, 0xff],
  [0xff, 0xfe],
]

/** Control characters that no text contains: all but white space and ESC. */
const isBinary = (byte: number) =>
  byte <= 0x08 || byte === 0x0b || (byte >= 0x0e && byte <= 0x1a) || (byte >= 0x1c && byte <= 0x1f)

/**
 * Whether bytes are text (JSON, HTML, XML, a plain sentence) instead of a video or an image, whatever their media type says.
 * Empty bytes are not.
 *
 * @param start the first `SNIFFED_BYTES` of the content, or all of it where it is shorter
 * @see https://mimesniff.spec.whatwg.org/#identifying-a-resource-with-an-unknown-mime-type
 */
export function isText(start: Uint8Array): boolean {
  if (BYTE_ORDER_MARKS.some((mark) => mark.every((byte, index) => start[index] === byte))) return true
  return start.byteLength > 0 && !start.subarray(0, SNIFFED_BYTES).some(isBinary)
}
