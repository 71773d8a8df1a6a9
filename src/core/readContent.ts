import type { VideoContent } from './VideoContent.js'

/** All bytes of an opened content, in memory. */
export function readContent({ stream, type }: Pick<VideoContent, 'stream' | 'type'>): Promise<Blob> {
  return new Response(stream, { headers: { 'content-type': type } }).blob()
}
