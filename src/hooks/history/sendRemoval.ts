import { type InfiniteData, MutationObserver, type QueryClient } from '@tanstack/react-query'
import type { VideoClient, VideoTaskPage } from '../../core/client/VideoClient.js'
import { isVideoTaskError, VideoTaskError } from '../../core/errors/VideoTaskError.js'
import type { VideoTaskRegistry } from '../../core/storage/videoTaskRegistry.js'
import { deleteVideoTaskOptions, endWatch } from '../../query/deleteVideoTaskOptions.js'
import { videoTaskKeys } from '../../query/videoTaskKeys.js'

interface RemovalContext {
  client: VideoClient
  queryClient: QueryClient
  scope: string
  registry: VideoTaskRegistry | undefined
}

/**
 * Deletes a task at the server. A 404 is a success where the list no longer has the task, as when another device was faster.
 *
 * @throws {VideoTaskError} why it was not deleted; code `delete_not_confirmed` where the API has only accepted it
 */
export async function sendRemoval(
  id: string,
  { client, queryClient, scope, registry }: RemovalContext,
): Promise<void> {
  try {
    const options = deleteVideoTaskOptions(client, queryClient, { scope, registry })
    const { deleted } = await new MutationObserver(queryClient, options).mutate(id)
    if (deleted) return
  } catch (error) {
    if (!isVideoTaskError(error) || error.status !== 404) throw error
    const queryKey = [...videoTaskKeys.all(scope), 'list']
    await queryClient.refetchQueries({ queryKey })
    const lists = queryClient.getQueriesData<InfiniteData<VideoTaskPage>>({ queryKey })
    if (lists.some(([, list]) => list?.pages.some(({ data }) => data.some((task) => task.id === id))))
      throw error
    registry?.remove(id, scope)
    return endWatch(queryClient, id, scope)
  }
  throw new VideoTaskError(
    'The API has accepted the delete and not confirmed it: the video may be made and billed.',
    {
      code: 'delete_not_confirmed',
    },
  )
}
