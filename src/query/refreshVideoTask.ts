import type { QueryClient } from '@tanstack/react-query'
import { videoTaskKeys } from './videoTaskKeys.js'

/** Asks once for a watched task, joining a request that is under way; what goes wrong becomes the query's error. */
export async function refreshVideoTask(
  queryClient: QueryClient,
  id: string,
  { scope = '' }: { scope?: string | undefined } = {},
): Promise<void> {
  const queryKey = videoTaskKeys.detail(id, scope)
  await queryClient.refetchQueries({ queryKey, exact: true }, { cancelRefetch: false })
}
