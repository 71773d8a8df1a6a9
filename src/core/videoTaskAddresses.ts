import { isHttpUrl } from './isHttpUrl.js'
import type { VideoTask } from './VideoTask.js'

/** Which address of a finished video is played first: its own temporary one, or the content route. */
export type VideoTaskSourcePreference = 'url' | 'content'

/**
 * Where a finished video can be had, the best first. Its own address is checked again, since any client may have made it:
 * no other scheme than http(s) is ever played or linked to.
 */
export function videoTaskAddresses(
  task: VideoTask | undefined,
  contentUrl: string | undefined,
  prefer: VideoTaskSourcePreference = 'url',
): string[] {
  if (task?.status !== 'completed') return []
  const own = isHttpUrl(task.video_url) ? task.video_url : undefined
  const both = prefer === 'content' ? [contentUrl, own] : [own, contentUrl]
  return both.filter((address) => address !== undefined)
}
