/** Query key of one task; the id is null in a hook that waits for one. */
export type VideoTaskKey = readonly ['video-task', scope: string, 'detail', id: string | null]

/** Key of one task. Apart from the other keys, which a page that only watches has no use for. */
export const detailKey = (id: string | null, scope = ''): VideoTaskKey => ['video-task', scope, 'detail', id]

/**
 * The query keys of this library, for `invalidateQueries`, `getQueryData` and similar. `scope` is the app's word for the
 * user the tasks belong to, such as a user id. The base URL is not part of a key, so a server's prefetch hydrates.
 *
 * @example
 * ```ts
 * import type { QueryClient } from '@tanstack/react-query'
 * import { type VideoTask, videoTaskKeys } from 'react-video-task'
 *
 * export const cachedTask = (queryClient: QueryClient, id: string) =>
 *   queryClient.getQueryData<VideoTask>(videoTaskKeys.detail(id))
 * ```
 */
export const videoTaskKeys = {
  /** Prefix of everything in a scope: tasks and creates. */
  all: (scope = '') => ['video-task', scope] as const,
  /** Prefix of all tasks in a scope. */
  details: (scope = '') => ['video-task', scope, 'detail'] as const,
  /** Key of one task. */
  detail: detailKey,
}
