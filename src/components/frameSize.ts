/** What a frame is reserved in before its size is known. */
const DEFAULT = { width: 16, height: 9 }

/** Width and height of a size such as `1280x720`, 16 by 9 where there is none. */
export function frameSize(size: string | undefined): { width: number; height: number } {
  const [, width, height] = /^(\d{1,5})[x*×](\d{1,5})$/i.exec(size ?? '') ?? []
  const frame = { width: Number(width), height: Number(height) }
  return frame.width > 0 && frame.height > 0 ? frame : DEFAULT
}
