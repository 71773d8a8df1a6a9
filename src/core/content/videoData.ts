/** The start of a video as a `data:` URL, and its media type. Such a URL of another type is never read. */
export const VIDEO_DATA = /^data:(video\/[\w+.-]+)[^,]*;base64,/i

/** Decodes a video from its `data:` URL; undefined where it is no video, or not valid base64. */
export function decodeVideoData(data: string): Blob | undefined {
  const [start, type] = VIDEO_DATA.exec(data) ?? []
  if (!start) return undefined
  try {
    const text = atob(data.slice(start.length))
    const bytes = new Uint8Array(text.length)
    for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i)
    return new Blob([bytes], { type })
  } catch {
    return undefined
  }
}
