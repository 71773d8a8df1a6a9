import type { VideoClient } from '../client/VideoClient.js'
import type { VideoTask } from '../task/videoTask.js'
import { isHttpUrl } from '../wire/fieldValues.js'

/** Which URL of a finished video is tried first: the task's own, temporary one or the content route. */
export type VideoTaskSourcePreference = 'url' | 'content'

/**
 * Lists the URLs of a finished video, the preferred one first. The task's own is checked again, because a client of the app
 * may have created the task: only `http(s)` is played or linked to.
 *
 * @param blobUrl URL that this page has made of the video inside the task
 */
export function playableUrls(
  task: VideoTask | undefined,
  contentUrl: string | undefined,
  source: VideoTaskSourcePreference = 'url',
  blobUrl?: string,
): string[] {
  if (task?.status !== 'completed') return []
  const own = isHttpUrl(task.video_url) ? task.video_url : blobUrl
  const both = source === 'content' ? [contentUrl, own] : [own, contentUrl]
  return both.filter((url) => url !== undefined)
}

/**
 * Returns the content route of a finished video; undefined until its task is completed.
 *
 * @param taskId the id the task is watched with, which an answer may write differently
 */
export function contentUrlOf(
  client: VideoClient,
  taskId: string | null | undefined,
  task: VideoTask | undefined,
): string | undefined {
  if (!taskId || task?.status !== 'completed') return undefined
  try {
    return client.contentUrl(taskId)
  } catch (error) {
    // A client of the app may have no content route: the task's own URL still plays.
    console.error("The client's contentUrl() failed.", error)
    return undefined
  }
}

/** Returns the `data:` URL of the video inside a finished task, which is never played or linked to itself. */
export const videoDataOf = (task: VideoTask | undefined): string | undefined =>
  task?.status === 'completed' ? task.video_data : undefined
