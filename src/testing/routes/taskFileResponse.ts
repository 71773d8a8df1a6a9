import { loadClip } from '../clips/loadClip.js'
import { fileResponse } from '../http/fileResponse.js'
import type { EmulatedTask } from '../tasks/EmulatedTask.js'

/** The video of a completed task: the clip whose shape comes nearest to the size asked for. */
export async function taskFileResponse(
  request: Request,
  task: EmulatedTask,
  endedAfter = task.duration,
  ranges = true,
): Promise<Response> {
  const { name, bytes } = await loadClip(task.size)
  const lastModified = new Date(task.createdAt + endedAfter).toUTCString()
  return fileResponse(request, { bytes, etag: `"${name}-${bytes.length}"`, lastModified, ranges })
}
