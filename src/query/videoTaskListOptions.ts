import {
  type DataTag,
  type InfiniteData,
  infiniteQueryOptions,
  type QueryFunction,
  type UseInfiniteQueryOptions,
} from '@tanstack/react-query'
import type { VideoClient, VideoTaskPage } from '../core/client/VideoClient.js'
import { toVideoTaskError, unsupportedCall } from '../core/errors/VideoTaskError.js'
import { videoTaskKeys } from './videoTaskKeys.js'

/** Options of `videoTaskListOptions`. */
export interface VideoTaskListOptions {
  /** The most tasks of a page. @default the API's */
  limit?: number | undefined
  /** The user the tasks belong to, as part of the cache key. @default '' */
  scope?: string | undefined
}

/** Key of `videoTaskListOptions`. */
export type VideoTaskListKey = readonly ['video-task', scope: string, 'list', limit: number | null]

/** Options for `useInfiniteQuery`, `prefetchInfiniteQuery` and similar. */
export type VideoTaskListQueryOptions = Omit<
  UseInfiniteQueryOptions<
    VideoTaskPage,
    Error,
    InfiniteData<VideoTaskPage>,
    VideoTaskListKey,
    string | undefined
  >,
  'queryFn' | 'queryKey'
> & {
  queryFn?: QueryFunction<VideoTaskPage, VideoTaskListKey, string | undefined>
  queryKey: DataTag<VideoTaskListKey, InfiniteData<VideoTaskPage>, Error>
}

/**
 * Creates the TanStack Query options of a list of tasks, page by page, for `useInfiniteQuery` and `prefetchInfiniteQuery`,
 * where the API has lists. It shows the tasks as they were when a page was fetched: watch a running one by its id.
 *
 * @param client sends the requests; one without `list` makes the query fail with `unsupported_call`
 * @example
 * ```ts
 * import { QueryClient } from '@tanstack/react-query'
 * import { createVideoClient, videoTaskListOptions } from 'react-video-task'
 *
 * const client = createVideoClient({ baseURL: 'https://app.example/api/v1' })
 * const { pages } = await new QueryClient().fetchInfiniteQuery(videoTaskListOptions(client, { limit: 20 }))
 * console.log(pages.flatMap(({ data }) => data).length)
 * ```
 */
export function videoTaskListOptions(
  client: VideoClient,
  { limit, scope }: VideoTaskListOptions = {},
): VideoTaskListQueryOptions {
  return infiniteQueryOptions({
    queryKey: [...videoTaskKeys.all(scope), 'list', limit ?? null] as const,
    queryFn: async ({ pageParam: after, signal }) => {
      try {
        if (!client.list) throw unsupportedCall('list')
        return await client.list({ limit, after, signal })
      } catch (cause) {
        if (signal.aborted) throw cause
        throw toVideoTaskError(cause)
      }
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ has_more, last_id }) => (has_more ? last_id : undefined),
    // An app-wide `keepPreviousData` would show the tasks of one user to the next.
    placeholderData: undefined,
  })
}
