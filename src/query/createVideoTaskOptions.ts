import type { MutationKey, QueryClient, UseMutationOptions } from '@tanstack/react-query'
import type { CreateVideoParams, VideoClient } from '../core/client/VideoClient.js'
import { toVideoTaskError, type VideoTaskError } from '../core/errors/VideoTaskError.js'
import type { VideoTaskRegistry } from '../core/storage/videoTaskRegistry.js'
import { observeVideoTask } from '../core/task/observeVideoTask.js'
import { isTerminal, type VideoTask } from '../core/task/videoTask.js'
import { dedupeCreate } from './dedupeCreate.js'
import { videoTaskKeys } from './videoTaskKeys.js'

/** Where a created task is put. */
export interface CreateVideoTaskOptions {
  /** Whose task it is, as part of the cache key. @default '' */
  scope?: string | undefined
  /** Remembers the id. @default none */
  registry?: VideoTaskRegistry | undefined
}

/**
 * TanStack Query mutation options that create a video and put its task into the cache. Nothing repeats a create, since it
 * is billed: there are no retries, an outage fails at once instead of sending it later, and a second call with equal
 * parameters while one is under way gets that one's task.
 */
export function createVideoTaskOptions(
  client: VideoClient,
  queryClient: QueryClient,
  { scope = '', registry }: CreateVideoTaskOptions = {},
): UseMutationOptions<VideoTask, VideoTaskError, CreateVideoParams> & { mutationKey: MutationKey } {
  return {
    mutationKey: [...videoTaskKeys.all(scope), 'create'],
    mutationFn: (params) =>
      dedupeCreate(queryClient, { client, scope, params }, async () => {
        try {
          const task = observeVideoTask(undefined, await client.create(params), { now: Date.now() })
          registry?.add(task.id, scope)
          // Nothing polls a task that was done at once, so that nothing else would tell.
          if (isTerminal(task)) registry?.settle(task.id, scope)
          queryClient.setQueryData(videoTaskKeys.detail(task.id, scope), task)
          return task
        } catch (cause) {
          throw toVideoTaskError(cause)
        }
      }),
    retry: false,
    networkMode: 'always',
  }
}
