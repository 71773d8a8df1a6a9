import { isHttpUrl } from '../../core/isHttpUrl.js'
import type { VideoTask } from '../../core/VideoTask.js'

/** What a finished task's `<video>` plays: its own address, which is checked again since any client may have made it. */
export function videoSource(task: VideoTask | undefined, contentUrl: string | undefined): string | undefined {
  if (task?.status !== 'completed') return undefined
  return isHttpUrl(task.video_url) ? task.video_url : contentUrl
}
