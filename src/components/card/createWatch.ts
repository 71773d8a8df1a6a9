import type { QueryClient } from '@tanstack/react-query'
import type { VideoTaskError } from '../../core/errors/VideoTaskError.js'
import type { pollFailures } from '../../core/polling/failedPoll.js'
import type { VideoTask } from '../../core/task/videoTask.js'
import { resumeTask } from '../../query/cacheActions.js'
import type { evaluatePolicy, VideoTaskOptions } from '../../query/videoTaskOptions.js'
import { detailKey } from '../../query/videoTaskKeys.js'

/** What the actions on a watched task need of the page. */
export interface WatchTools {
  /** The page's own: a part that loads later has copies of what it imports. */
  failures: typeof pollFailures
  policy: typeof evaluatePolicy
  /** The provider's settings. */
  settings: VideoTaskOptions | null
  queryClient: QueryClient | undefined
}

interface WatchActions {
  refresh: () => void
  lastUpdatedAt: () => number
  nextPollAt: () => number | undefined
}

/** Adds the actions on a watched task to it. */
export function createWatch<Watched extends { taskId: string | null }>(
  watched: Watched,
  { failures, policy, settings, queryClient }: WatchTools,
): Watched & WatchActions {
  const { taskId } = watched
  const queryKey = detailKey(taskId, settings?.scope)
  const readState = () => queryClient?.getQueryState<VideoTask, VideoTaskError>(queryKey)
  return {
    ...watched,
    refresh: () => void (taskId && queryClient && resumeTask(queryClient, queryKey, failures)),
    lastUpdatedAt: () => readState()?.dataUpdatedAt ?? 0,
    nextPollAt: () => {
      const state = readState()
      if (!state) return undefined
      const { delay } = policy(state, taskId ?? '', settings ?? {})
      return delay === false ? undefined : Math.max(state.dataUpdatedAt, state.errorUpdatedAt) + delay
    },
  }
}
