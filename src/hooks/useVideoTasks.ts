'use client'

import { useInfiniteQuery, type UseQueryResult } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { VideoTaskError } from '../core/errors/VideoTaskError.js'
import type { VideoTask } from '../core/task/videoTask.js'
import { videoTaskListOptions, type VideoTaskListOptions } from '../query/videoTaskListOptions.js'
import { videoTaskOptions } from '../query/videoTaskOptions.js'
import { useTaskQueries } from './useTaskQueries.js'
import type { UseVideoTaskOptions } from './useVideoTask.js'
import { useVideoTaskContext, type VideoTaskContextValue } from './VideoTaskProvider.js'

/**
 * Polls many tasks, each until it ends.
 *
 * @param ids in any order and number; equal ids share one query
 * @param options overrides the provider's settings
 * @returns TanStack Query's results in the order of `ids`
 * @throws {VideoTaskError} code `missing_provider` without a client
 * @example
 * ```tsx
 * import { useVideoTasks, videoTaskState } from 'react-video-task'
 *
 * export function Videos({ ids }: { ids: string[] }) {
 *   const results = useVideoTasks(ids)
 *   return results.map((result, index) => <p key={ids[index]}>{videoTaskState(result)}</p>)
 * }
 * ```
 */
export function useVideoTasks(
  ids: readonly string[],
  options?: UseVideoTaskOptions,
): UseQueryResult<VideoTask, VideoTaskError>[] {
  const unique = [...new Set(ids)]
  const results = useTaskQueries(useStableQueries(JSON.stringify(unique), useVideoTaskContext(options)))
  if (unique.length === ids.length) return results
  const byId = new Map(results.map((result, index) => [unique[index], result]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}

/** The options of all queries, memoized: for a thousand tasks, new options are most of the cost of a render. */
function useStableQueries(
  idsJson: string,
  {
    client,
    scope,
    pollInterval,
    pollDeadline,
    maxConcurrentRequests,
    durations,
    registry,
    tabs,
  }: VideoTaskContextValue,
) {
  // By field: options that a component writes into its call are a new object at each render.
  return useMemo(() => {
    const settings = { scope, pollInterval, pollDeadline, maxConcurrentRequests, durations, registry, tabs }
    const ids: string[] = JSON.parse(idsJson)
    return ids.map((id) => videoTaskOptions(client, id, settings))
  }, [idsJson, client, scope, pollInterval, pollDeadline, maxConcurrentRequests, durations, registry, tabs])
}

/** Options of `useVideoTaskList`. */
export interface UseVideoTaskListOptions
  extends VideoTaskListOptions, Partial<Pick<VideoTaskContextValue, 'client'>> {}

/**
 * Lists the user's tasks page by page, where the API has lists. The tasks are as they were when the page was fetched: pass
 * their ids to `useVideoTasks` to watch them.
 *
 * @returns TanStack Query's result of an infinite query
 * @throws {VideoTaskError} code `missing_provider` without a client
 * @example
 * ```tsx
 * import { useVideoTaskList } from 'react-video-task'
 *
 * export function History() {
 *   const { data, hasNextPage, fetchNextPage } = useVideoTaskList({ limit: 20 })
 *   const tasks = data?.pages.flatMap((page) => page.data) ?? []
 *   return (
 *     <>
 *       <ul>{tasks.map(({ id, prompt, status }) => <li key={id}>{`${prompt ?? id}: ${status}`}</li>)}</ul>
 *       {hasNextPage && <button onClick={() => void fetchNextPage()}>More</button>}
 *     </>
 *   )
 * }
 * ```
 */
export function useVideoTaskList({ limit, client, scope }: UseVideoTaskListOptions = {}) {
  const context = useVideoTaskContext({ client, scope })
  return useInfiniteQuery(videoTaskListOptions(context.client, { limit, scope: context.scope }))
}
