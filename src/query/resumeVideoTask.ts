import type { QueryClient } from '@tanstack/react-query'
import type { VideoTask } from '../core/VideoTask.js'
import { clearPollFailures } from './pollFailures.js'
import { videoTaskKeys } from './videoTaskKeys.js'

/**
 * Asks for a task now and goes on watching it, also where the watch had been given up as stalled or had ended in an error.
 *
 * @param options.scope whose task it is; the provider's. @default ''
 */
export async function resumeVideoTask(
  queryClient: QueryClient,
  id: string,
  { scope = '' }: { scope?: string | undefined } = {},
): Promise<void> {
  const queryKey = videoTaskKeys.detail(id, scope)
  const query = queryClient.getQueryCache().find({ queryKey, exact: true })
  if (query) clearPollFailures(query)
  queryClient.setQueryData<VideoTask>(queryKey, (task) => {
    if (task?.observed?.stalled === undefined) return undefined
    const observed = { ...task.observed, watched_from: Date.now() }
    delete observed.stalled
    return { ...task, observed }
  })
  await queryClient.refetchQueries({ queryKey, exact: true })
}
