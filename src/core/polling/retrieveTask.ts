import { loadBytes } from '../client/lazyCode.js'
import type { VideoClient } from '../client/VideoClient.js'
import { errors } from '../errors/VideoTaskError.js'
import { isUnconfirmed } from '../task/observeVideoTask.js'
import type { VideoTask } from '../task/videoTask.js'

/** A poll that requests the state of a task. */
export interface RetrievedPoll {
  client: VideoClient
  id: string
  /** Returns the last known task. */
  known: () => VideoTask | undefined
  /** Set here: the content route has answered with the video. */
  hasContent?: boolean
}

/** Requests the task's state and, where it is called completed without a URL, the start of its video. */
export async function retrieveTask(poll: RetrievedPoll, signal: AbortSignal): Promise<VideoTask> {
  const { client, id, known } = poll
  const task = await client.retrieve(id, { signal })
  poll.hasContent =
    isUnconfirmed(known(), task) && (await (await loadBytes()).hasVideoContent(client, id, signal, errors))
  return task
}
