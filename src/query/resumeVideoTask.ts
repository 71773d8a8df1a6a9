import type { QueryClient } from '@tanstack/react-query'
import type { VideoTask } from '../core/VideoTask.js'
import type { VideoTaskObservation } from '../core/VideoTaskObservation.js'
import { clearPollFailures } from './pollFailures.js'
import { videoTaskKeys } from './videoTaskKeys.js'

/**
 * Asks for a task now and goes on watching it, also where the watch had been given up as stalled or had ended in an error,
 * or where a finished video's address had expired.
 *
 * @param queryClient the app's, in which the task is kept
 * @param id the id that creating the video returned
 * @param options `scope` says whose task it is: the provider's. @default { scope: '' }
 */
export async function resumeVideoTask(
  queryClient: QueryClient,
  id: string,
  { scope = '' }: { scope?: string | undefined } = {},
): Promise<void> {
  const queryKey = videoTaskKeys.detail(id, scope)
  const query = queryClient.getQueryCache().find({ queryKey, exact: true })
  if (query) clearPollFailures(query)
  const takeBack = (name: 'stalled' | 'expired', change: Partial<VideoTaskObservation>) =>
    queryClient.setQueryData<VideoTask>(queryKey, (task) => {
      if (task?.observed?.[name] === undefined) return undefined
      const observed = { ...task.observed, ...change }
      Reflect.deleteProperty(observed, name)
      return { ...task, observed }
    })
  takeBack('stalled', { watched_from: Date.now() })
  await queryClient.refetchQueries({ queryKey, exact: true })
  // A fresh address has taken it back by now; else the same one, or the content route, gets another try.
  if (queryClient.getQueryState(queryKey)?.status === 'success') takeBack('expired', {})
}
