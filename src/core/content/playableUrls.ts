import type { VideoTask } from '../task/videoTask.js'
import { isHttpUrl } from '../wire/fieldValues.js'

/** Which URL of a finished video is tried first: the task's own, temporary one or the content route. */
export type VideoTaskSourcePreference = 'url' | 'content'

/**
 * Lists the URLs of a finished video, the preferred one first. The task's own is checked again, because a client of the app
 * may have created the task: only `http(s)` is played or linked to.
 */
export function playableUrls(
  task: VideoTask | undefined,
  contentUrl: string | undefined,
  source: VideoTaskSourcePreference = 'url',
): string[] {
  if (task?.status !== 'completed') return []
  const own = isHttpUrl(task.video_url) ? task.video_url : undefined
  const both = source === 'content' ? [contentUrl, own] : [own, contentUrl]
  return both.filter((url) => url !== undefined)
}
