import { partialMatchKey, type Query, type QueryClient } from '@tanstack/react-query'
import type { VideoTask } from '../core/VideoTask.js'
import { videoTaskKeys } from './videoTaskKeys.js'

/**
 * Shows every task of a scope that is in the cache, and again whenever its cache entry is updated: by a poll, a create,
 * hydration or another tab. What is there already is shown a moment later, when all that mounts together has mounted.
 * It may be called while React renders.
 *
 * @returns what ends it
 */
export function followVideoTasks(
  queryClient: QueryClient,
  scope: string,
  onTask: (id: string, task: VideoTask) => void,
): () => void {
  const cache = queryClient.getQueryCache()
  const prefix = videoTaskKeys.details(scope)
  const show = ({ queryKey }: Query) => {
    const id = queryKey[prefix.length]
    if (typeof id !== 'string' || !partialMatchKey(queryKey, prefix)) return
    const task = queryClient.getQueryData<VideoTask>(queryKey)
    if (task) onTask(id, task)
  }
  const unsubscribe = cache.subscribe(({ type, query }) => {
    if (type === 'added' || type === 'updated') show(query)
  })
  let isOver = false
  queueMicrotask(() => {
    if (!isOver) for (const query of cache.findAll({ queryKey: prefix })) show(query)
  })
  return () => {
    isOver = true
    unsubscribe()
  }
}
