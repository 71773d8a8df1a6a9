const SPACE = new Set([0x09, 0x0a, 0x0d, 0x20])
const BOM = [0xef, 0xbb, 0xbf]
const OPENERS = new Set(['{', '[', '<', '"'].map((char) => char.charCodeAt(0)))

/** Whether bytes start as JSON, HTML or XML does. No video or image does: an MP4 starts with the size of its first box. */
export function isText(start: Uint8Array): boolean {
  const from = BOM.every((byte, index) => start[index] === byte) ? BOM.length : 0
  const first = start.subarray(from).find((byte) => !SPACE.has(byte))
  return first !== undefined && OPENERS.has(first)
}
