/** What a frame is reserved in before its size is known. */
const DEFAULT_RATIO = '16 / 9'

/** The CSS `aspect-ratio` of a size such as `1280x720`. */
export function aspectRatio(size: string | undefined): string {
  const [, width, height] = /^(\d{1,5})[x*×](\d{1,5})$/i.exec(size ?? '') ?? []
  return Number(width) > 0 && Number(height) > 0 ? `${width} / ${height}` : DEFAULT_RATIO
}
