import type { QueryClient } from '@tanstack/react-query'
import { observeVideoTask } from '../core/observeVideoTask.js'
import type { VideoTask } from '../core/VideoTask.js'
import type { VideoTaskKey } from './videoTaskKeys.js'

/** Takes note that no address of a finished video plays: all that watches the task then says so, and tries no more. */
export function expireVideoTask(queryClient: QueryClient, queryKey: VideoTaskKey): void {
  const query = queryClient.getQueryCache().find<VideoTask>({ queryKey, exact: true })
  const task = query?.state.data
  if (!task || task.observed?.expired !== undefined) return
  const now = Date.now()
  const observed = { ...observeVideoTask(task, task, { now, lastLook: now }).observed, expired: now }
  // Not setQueryData: it would take back the error that tells why no fresh address could be learnt.
  query.setState({ data: Object.assign({}, task, { observed }) })
}
