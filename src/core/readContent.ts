import type { VideoContent } from './VideoContent.js'

/** How far a download has come. */
export interface ContentProgress {
  /** Bytes received. */
  loaded: number
  /** Bytes in all, where the server says so. */
  total: number | undefined
}

/** Collects the bytes of a content answer, telling how far it has come. */
export async function readContent(
  { stream, type, total }: VideoContent,
  onProgress?: (progress: ContentProgress) => void,
): Promise<Blob> {
  const chunks: Uint8Array<ArrayBuffer>[] = []
  let loaded = 0
  const reader = stream.getReader()
  for (let chunk = await reader.read(); chunk.value; chunk = await reader.read()) {
    chunks.push(chunk.value)
    loaded += chunk.value.byteLength
    onProgress?.({ loaded, total })
  }
  return new Blob(chunks, { type })
}
