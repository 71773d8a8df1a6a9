/** Key of one task's cache entry; the id is null where a hook still waits for one. */
export type VideoTaskKey = readonly ['video-task', scope: string, 'detail', id: string | null]

/**
 * The query keys of this library, for `invalidateQueries`, `getQueryData` and their relatives. `scope` is the app's word
 * for whose tasks they are, such as a user id; base URLs are no part of a key, so what a server prefetched hydrates.
 */
export const videoTaskKeys = {
  /** All that belongs to one scope. */
  all: (scope = '') => ['video-task', scope] as const,
  /** All tasks of one scope. */
  details: (scope = '') => ['video-task', scope, 'detail'] as const,
  /** One task. */
  detail: (id: string | null, scope = ''): VideoTaskKey => ['video-task', scope, 'detail', id],
}
