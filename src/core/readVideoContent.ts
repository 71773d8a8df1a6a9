import { openVideoContent } from './openVideoContent.js'
import { readContent } from './readContent.js'
import type { VideoClient } from './VideoClient.js'
import type { VideoContentOptions } from './VideoContent.js'

/** The bytes of a finished video, all in memory. Fails as `openVideoContent` and its stream do. */
export async function readVideoContent(
  client: VideoClient,
  id: string,
  options?: VideoContentOptions,
): Promise<Blob> {
  return readContent(await openVideoContent(client, id, options))
}
