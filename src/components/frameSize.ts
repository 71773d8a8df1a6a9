/** Width and height of a size such as `1280x720`; 16 by 9, which a frame is reserved in before its size is known, where there is none. */
export function frameSize(size: string | undefined): { width: number; height: number } {
  const [, width, height] = /^([1-9]\d{0,4})[x*×]([1-9]\d{0,4})$/i.exec(size ?? '') ?? [size, 16, 9]
  return { width: Number(width), height: Number(height) }
}
