import type { VideoClient } from '../../core/client/VideoClient.js'
import type { VideoTask } from '../../core/task/videoTask.js'

/**
 * Returns where the API or proxy serves a task's video; undefined until the task has completed.
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
    // A client that the app wrote may have no content route: the task's own address still plays.
    console.error("The client's contentUrl() failed.", error)
    return undefined
  }
}
