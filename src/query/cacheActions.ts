import type { QueryClient } from '@tanstack/react-query'
import type { VideoTaskRegistry } from '../core/storage/videoTaskRegistry.js'
import { observeVideoTask } from '../core/task/observeVideoTask.js'
import type { VideoTask, VideoTaskObservation } from '../core/task/videoTask.js'
import { dropAbsent } from '../core/wire/fieldValues.js'
import { pollFailures } from '../core/polling/failedPoll.js'
import { detailKey, type VideoTaskKey, videoTaskKeys } from './videoTaskKeys.js'

/**
 * Polls a task now and resumes polling it: after a stall, after a non-retryable error, or after every URL of its video
 * had expired.
 *
 * @param queryClient the app's QueryClient, whose cache holds the task
 * @param id the id that creating the video returned
 * @param options `scope`: the provider's. @default { scope: '' }
 * @returns a promise that resolves after the poll. A failed poll becomes the query's error
 * @example
 * ```tsx
 * import { useQueryClient } from '@tanstack/react-query'
 * import { resumeVideoTask } from 'react-video-task'
 *
 * export function ResumeButton({ id }: { id: string }) {
 *   const queryClient = useQueryClient()
 *   return <button onClick={() => void resumeVideoTask(queryClient, id)}>Check again</button>
 * }
 * ```
 */
export async function resumeVideoTask(
  queryClient: QueryClient,
  id: string,
  { scope = '' }: { scope?: string | undefined } = {},
): Promise<void> {
  await resumeTask(queryClient, detailKey(id, scope), pollFailures)
}

/** Resumes the watch of a cached task: of a part that loads later as well, which passes on the page's own failures. */
export async function resumeTask(
  queryClient: QueryClient,
  queryKey: VideoTaskKey,
  failures: typeof pollFailures,
): Promise<void> {
  const query = queryClient.getQueryCache().find({ queryKey, exact: true })
  if (query) failures.delete(query)
  removeMark(queryClient, queryKey, 'stalled', { watched_from: Date.now() })
  await queryClient.refetchQueries({ queryKey, exact: true })
  // A fresh URL has removed the mark by now. Otherwise the same URL, or the content route, gets another try.
  if (queryClient.getQueryState(queryKey)?.status === 'success') removeMark(queryClient, queryKey, 'expired')
}

/** Removes a mark from a cached task's observation, if it is there. */
function removeMark(
  queryClient: QueryClient,
  queryKey: VideoTaskKey,
  mark: 'stalled' | 'expired',
  change: Partial<VideoTaskObservation> = {},
): void {
  queryClient.setQueryData<VideoTask>(queryKey, (task) => {
    if (task?.observed?.[mark] === undefined) return undefined
    return { ...task, observed: dropAbsent({ ...task.observed, ...change, [mark]: undefined }) }
  })
}

/** Polls a watched task once, or joins the poll in flight. A failed poll becomes the query's error. */
export function refreshVideoTask(queryClient: QueryClient, queryKey: VideoTaskKey): Promise<void> {
  return queryClient.refetchQueries({ queryKey, exact: true }, { cancelRefetch: false })
}

/**
 * Marks a completed task whose URLs all fail as `expired`, for everything that watches it. `unplayable`: whether a video
 * arrived, and the browser could not play it; undefined where that is not known.
 */
export function expireVideoTask(
  queryClient: QueryClient,
  queryKey: VideoTaskKey,
  unplayable: boolean | undefined,
): void {
  const query = queryClient.getQueryCache().find<VideoTask>({ queryKey, exact: true })
  const task = query?.state.data
  if (!task || task.observed?.expired !== undefined) return
  const now = Date.now()
  const observed = dropAbsent({
    ...observeVideoTask(task, task, { now, lastPolled: now }).observed,
    expired: now,
    unplayable,
  })
  // `setQueryData` would clear the error that says why there is no fresh URL.
  query.setState({ data: Object.assign({}, task, { observed }) })
}

/** Options of `clearVideoTasks`. */
export interface ClearVideoTasksOptions {
  /** The provider's scope. @default '' */
  scope?: string | undefined
  /** The registry to clear as well, in this scope. @default none */
  registry?: VideoTaskRegistry | undefined
}

/**
 * Removes all tasks of a scope from cache and registry and aborts their requests, as at logout. Unmount the components that
 * watch them first, or give the provider its next scope; otherwise they poll again.
 *
 * @param queryClient the app's QueryClient
 * @example
 * ```ts
 * import type { QueryClient } from '@tanstack/react-query'
 * import { clearVideoTasks, type VideoTaskRegistry } from 'react-video-task'
 *
 * export function logOut(queryClient: QueryClient, userId: string, registry: VideoTaskRegistry) {
 *   clearVideoTasks(queryClient, { scope: userId, registry })
 * }
 * ```
 */
export function clearVideoTasks(
  queryClient: QueryClient,
  { scope = '', registry }: ClearVideoTasksOptions = {},
): void {
  const queryKey = videoTaskKeys.all(scope)
  // Removing a query aborts its request.
  queryClient.removeQueries({ queryKey })
  // The mutation of a create holds its prompt and its task.
  const mutations = queryClient.getMutationCache()
  for (const mutation of mutations.findAll({ mutationKey: queryKey })) mutations.remove(mutation)
  registry?.clear(scope)
}
