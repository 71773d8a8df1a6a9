import type { QueryClient } from '@tanstack/react-query'
import type { VideoTaskKey } from './videoTaskKeys.js'

/** Asks once for a watched task, joining a request that is under way; what goes wrong becomes the query's error. */
export function refreshVideoTask(queryClient: QueryClient, queryKey: VideoTaskKey): Promise<void> {
  return queryClient.refetchQueries({ queryKey, exact: true }, { cancelRefetch: false })
}
