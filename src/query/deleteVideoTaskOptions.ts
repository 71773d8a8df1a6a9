import type { MutationKey, QueryClient, UseMutationOptions } from '@tanstack/react-query'
import type { VideoClient, VideoTaskDeletion } from '../core/client/VideoClient.js'
import { toVideoTaskError, unsupportedCall, type VideoTaskError } from '../core/errors/VideoTaskError.js'
import { observeVideoTask } from '../core/task/observeVideoTask.js'
import type { VideoTask } from '../core/task/videoTask.js'
import type { CreateVideoTaskOptions } from './createVideoTaskOptions.js'
import { holdRequests } from './requestQueue.js'
import { detailKey, videoTaskKeys } from './videoTaskKeys.js'

/**
 * Creates the TanStack Query mutation options that delete a task by its id, where the API can.
 *
 * A delete has three outcomes, and none is a refund. While it is pending, it was asked for. `deleted: true` confirms it: the
 * watch ends, polls stop, and the task's state is `deleted`. `deleted: false` means that the API has accepted it and not
 * confirmed it, so the watch goes on. An error means that it is not possible, such as a running task at OpenAI: the video is
 * made and billed, and the watch goes on.
 *
 * @param client sends the request; one without `delete` makes the mutation fail with `unsupported_call`
 * @param queryClient the app's QueryClient, whose cache holds the task
 * @example
 * ```ts
 * import { MutationObserver, QueryClient } from '@tanstack/react-query'
 * import { createVideoClient, deleteVideoTaskOptions } from 'react-video-task'
 *
 * const client = createVideoClient({ baseURL: 'https://app.example/api/v1' })
 * const queryClient = new QueryClient()
 * const mutation = new MutationObserver(queryClient, deleteVideoTaskOptions(client, queryClient))
 * const { deleted } = await mutation.mutate('video_123')
 * console.log(deleted ? 'Deleted' : 'Accepted, not confirmed')
 * ```
 */
export function deleteVideoTaskOptions(
  client: VideoClient,
  queryClient: QueryClient,
  { scope = '', registry }: CreateVideoTaskOptions = {},
): UseMutationOptions<VideoTaskDeletion, VideoTaskError, string> & { mutationKey: MutationKey } {
  return {
    mutationKey: deleteKey(scope),
    mutationFn: async (id) => {
      try {
        if (!client.delete) throw unsupportedCall('delete')
        const deletion = await client.delete(id)
        if (deletion.deleted) {
          registry?.remove(id, scope)
          await endWatch(queryClient, id, scope)
        }
        return deletion
      } catch (cause) {
        holdRequests(queryClient, client, cause)
        throw toVideoTaskError(cause)
      }
    },
    retry: false,
    networkMode: 'always',
  }
}

/** The key of all deletes of a scope. */
export const deleteKey = (scope: string): MutationKey => [...videoTaskKeys.all(scope), 'delete']

/** Marks a deleted task, so that no policy polls it and no player asks for its video, and drops it from the lists. */
export async function endWatch(queryClient: QueryClient, id: string, scope: string): Promise<void> {
  const queryKey = detailKey(id, scope)
  // A poll on its way would answer that the task does not exist.
  await queryClient.cancelQueries({ queryKey, exact: true })
  const now = Date.now()
  queryClient.setQueryData<VideoTask>(queryKey, (task) => {
    const observed = task && observeVideoTask(task, task, { now, lastPolled: now }).observed
    return observed && { ...task, observed: { ...observed, deleted: now, expired: now } }
  })
  void queryClient.invalidateQueries({ queryKey: [...videoTaskKeys.all(scope), 'list'] })
}
