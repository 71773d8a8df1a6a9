import type { QueryClient } from '@tanstack/react-query'
import type { VideoTaskRegistry } from '../core/storage/videoTaskRegistry.js'
import { observeVideoTask } from '../core/task/observeVideoTask.js'
import type { VideoTask, VideoTaskObservation } from '../core/task/videoTask.js'
import { clearPollFailures } from './pollVideoTask.js'
import { type VideoTaskKey, videoTaskKeys } from './videoTaskKeys.js'

/**
 * Asks for a task now and goes on watching it, also where the watch had been given up as stalled or had ended in an error,
 * or where a finished video's address had expired.
 *
 * @param queryClient the app's, in which the task is kept
 * @param id the id that creating the video returned
 * @param options `scope` says whose task it is: the provider's. @default { scope: '' }
 */
export async function resumeVideoTask(
  queryClient: QueryClient,
  id: string,
  { scope = '' }: { scope?: string | undefined } = {},
): Promise<void> {
  const queryKey = videoTaskKeys.detail(id, scope)
  const query = queryClient.getQueryCache().find({ queryKey, exact: true })
  if (query) clearPollFailures(query)
  const takeBack = (name: 'stalled' | 'expired', change: Partial<VideoTaskObservation>) =>
    queryClient.setQueryData<VideoTask>(queryKey, (task) => {
      if (task?.observed?.[name] === undefined) return undefined
      const observed = { ...task.observed, ...change }
      Reflect.deleteProperty(observed, name)
      return { ...task, observed }
    })
  takeBack('stalled', { watched_from: Date.now() })
  await queryClient.refetchQueries({ queryKey, exact: true })
  // A fresh address has taken it back by now; else the same one, or the content route, gets another try.
  if (queryClient.getQueryState(queryKey)?.status === 'success') takeBack('expired', {})
}

/** Asks once for a watched task, joining a request that is under way; what goes wrong becomes the query's error. */
export function refreshVideoTask(queryClient: QueryClient, queryKey: VideoTaskKey): Promise<void> {
  return queryClient.refetchQueries({ queryKey, exact: true }, { cancelRefetch: false })
}

/** Takes note that no address of a finished video plays: all that watches the task then says so, and tries no more. */
export function expireVideoTask(queryClient: QueryClient, queryKey: VideoTaskKey): void {
  const query = queryClient.getQueryCache().find<VideoTask>({ queryKey, exact: true })
  const task = query?.state.data
  if (!task || task.observed?.expired !== undefined) return
  const now = Date.now()
  const observed = { ...observeVideoTask(task, task, { now, lastPolled: now }).observed, expired: now }
  // Not setQueryData: it would take back the error that tells why no fresh address could be learnt.
  query.setState({ data: Object.assign({}, task, { observed }) })
}

/** Whose tasks are forgotten. */
export interface ClearVideoTasksOptions {
  /** The provider's scope. @default '' */
  scope?: string | undefined
  /** The registry whose entries of that scope go as well. */
  registry?: VideoTaskRegistry | undefined
}

/**
 * Forgets all tasks of a scope, as at logout: ends the requests under way, and empties cache and registry. Take the
 * components that watch them off the page first, or give the provider its next scope, else they ask anew.
 */
export function clearVideoTasks(
  queryClient: QueryClient,
  { scope = '', registry }: ClearVideoTasksOptions = {},
): void {
  const all = videoTaskKeys.all(scope)
  // Removing a query also ends its request.
  queryClient.removeQueries({ queryKey: all })
  // A create holds its prompt and its task.
  const mutations = queryClient.getMutationCache()
  for (const mutation of mutations.findAll({ mutationKey: all })) mutations.remove(mutation)
  registry?.clear(scope)
}
