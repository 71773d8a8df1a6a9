import type { MutationKey, QueryClient, UseMutationOptions } from '@tanstack/react-query'
import type { CreateVideoParams, VideoClient } from '../core/client/VideoClient.js'
import { toVideoTaskError, type VideoTaskError } from '../core/errors/VideoTaskError.js'
import type { DocumentedParams } from '../core/models/videoModels.js'
import type { VideoTaskRegistry } from '../core/storage/videoTaskRegistry.js'
import { observeVideoTask } from '../core/task/observeVideoTask.js'
import { isTerminal, type VideoTask } from '../core/task/videoTask.js'
import { dedupeCreate } from './dedupeCreate.js'
import { holdRequests } from './requestQueue.js'
import { videoTaskKeys } from './videoTaskKeys.js'

/** Options of `createVideoTaskOptions`. */
export interface CreateVideoTaskOptions {
  /** The user the task belongs to, as part of the cache key. @default '' */
  scope?: string | undefined
  /** Remembers the id of the created task. @default none */
  registry?: VideoTaskRegistry | undefined
}

/**
 * Creates the TanStack Query mutation options that create a video and write its task to the cache. A create is billed and
 * so never repeated: there are no retries, it fails immediately while offline, and a call with equal parameters while one
 * is pending gets that one's task.
 *
 * @typeParam Model the ids of the models that will be asked for, so that the types check their parameters
 * @param client sends the request
 * @param queryClient the app's QueryClient, whose cache gets the task
 * @example
 * ```ts
 * import { MutationObserver, QueryClient } from '@tanstack/react-query'
 * import { createVideoClient, createVideoTaskOptions } from 'react-video-task'
 *
 * const client = createVideoClient({ baseURL: 'https://app.example/api/v1' })
 * const queryClient = new QueryClient()
 * const mutation = new MutationObserver(queryClient, createVideoTaskOptions(client, queryClient))
 * const task = await mutation.mutate({ model: 'wan2.6', prompt: 'A fox in the snow' })
 * console.log(task.id)
 * ```
 */
export function createVideoTaskOptions<Model extends string = string>(
  client: VideoClient,
  queryClient: QueryClient,
  { scope = '', registry }: CreateVideoTaskOptions = {},
): UseMutationOptions<VideoTask, VideoTaskError, CreateVideoParams & DocumentedParams<Model>> & {
  mutationKey: MutationKey
} {
  return {
    mutationKey: [...videoTaskKeys.all(scope), 'create'],
    mutationFn: (params) =>
      dedupeCreate(queryClient, { client, scope, params }, async () => {
        try {
          const task = observeVideoTask(undefined, await client.create(params), { now: Date.now() })
          registry?.add(task.id, scope)
          // A task that has ended is never polled, so no poll would settle it.
          if (isTerminal(task)) registry?.settle(task.id, scope)
          queryClient.setQueryData(videoTaskKeys.detail(task.id, scope), task)
          return task
        } catch (cause) {
          holdRequests(queryClient, client, cause)
          throw toVideoTaskError(cause)
        }
      }),
    retry: false,
    networkMode: 'always',
  }
}
