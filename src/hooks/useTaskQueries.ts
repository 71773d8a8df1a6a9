import {
  notifyManager,
  type QueryClient,
  useIsRestoring,
  useQueryClient,
  useQueryErrorResetBoundary,
  type UseQueryResult,
} from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import type { VideoTaskError } from '../core/errors/VideoTaskError.js'
import type { VideoTask } from '../core/task/videoTask.js'
import { createTaskQueries, type TaskQueryOptions } from '../query/taskQueries.js'
import type { VideoTaskKey } from '../query/videoTaskKeys.js'
import type { VideoTaskQueryOptions } from '../query/videoTaskOptions.js'

/**
 * Watches many tasks, as TanStack's `useQueries` does: with its error boundaries, its waiting for a restored cache, and a
 * render only where something that was read has changed.
 *
 * @param queries stable: new ones are matched with all observers
 */
export function useTaskQueries(
  queries: readonly VideoTaskQueryOptions[],
): UseQueryResult<VideoTask, VideoTaskError>[] {
  const queryClient = useQueryClient()
  const isRestoring = useIsRestoring()
  const boundary = useQueryErrorResetBoundary()
  const isReset = boundary.isReset()

  const options = useMemo(
    () =>
      queries.map((query) => {
        const defaulted: TaskQueryOptions = queryClient.defaultQueryOptions(query)
        // From the first render on, a query that is about to be fetched says so.
        defaulted._optimisticResults = isRestoring ? 'isRestoring' : 'optimistic'
        // An error boundary that was not reset would show the error again at once.
        if (!isReset && throws(queryClient, defaulted)) defaulted.retryOnMount = false
        return defaulted
      }),
    [queries, queryClient, isRestoring, isReset],
  )

  const [tasks] = useState(() => createTaskQueries(queryClient, options))
  useEffect(() => tasks.update(options), [tasks, options])
  useEffect(() => boundary.clearReset(), [boundary])
  const subscribe = useCallback(
    (onChange: () => void) =>
      isRestoring ? () => undefined : tasks.subscribe(notifyManager.batchCalls(onChange)),
    [tasks, isRestoring],
  )
  const current = () => tasks.current(options)
  const { raw, tracked } = useSyncExternalStore(subscribe, current, current)

  for (const [index, one] of options.entries()) {
    const result = raw[index]
    if (result?.isError && !result.isFetching && !isReset && throws(queryClient, one)) throw result.error
  }
  return tracked
}

/** Whether the error of a query belongs to an error boundary. */
function throws(queryClient: QueryClient, { throwOnError, queryHash }: TaskQueryOptions): boolean {
  if (typeof throwOnError !== 'function') return throwOnError === true
  const query = queryClient.getQueryCache().get<VideoTask, VideoTaskError, VideoTask, VideoTaskKey>(queryHash)
  return query?.state.error ? throwOnError(query.state.error, query) : false
}
