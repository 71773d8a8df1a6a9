import { nextPoll } from '../../core/polling/nextPoll.js'
import type { VideoTask } from '../../core/task/videoTask.js'
import { type VideoTaskState, videoTaskState, type WatchResult } from '../../core/task/videoTaskState.js'
import { remember } from '../../query/perQueryClient.js'

/** What the parts of a list read of one of its tasks. */
interface ListWatch {
  taskId: string
  task: VideoTask | undefined
  state: VideoTaskState
  readonly title: string | undefined
  readonly isPolling: boolean
}

/** What the app knows of a video, as far as it is read here. */
type TitleOf = ((taskId: string) => { title?: string | undefined } | undefined) | undefined

/**
 * Creates what derives a task's watch from its result. A result is the same object until its task changes, and so is the
 * watch: a render of a thousand tasks derives the few that have changed.
 */
export function createListWatches(details: TitleOf): (result: WatchResult, taskId: string) => ListWatch {
  const known = new WeakMap<WatchResult, ListWatch>()
  return (result, taskId) => remember(known, result, () => createWatch(result, taskId, details))
}

const createWatch = (result: WatchResult, taskId: string, details: TitleOf): ListWatch => ({
  taskId,
  task: result.data,
  state: videoTaskState(result),
  // Read only when there is something to announce.
  get title() {
    return details?.(taskId)?.title ?? result.data?.prompt
  },
  get isPolling() {
    return nextPoll({ data: result.data, error: result.error }).delay !== false
  },
})
