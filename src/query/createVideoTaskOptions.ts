import type { MutationKey, QueryClient, UseMutationOptions } from '@tanstack/react-query'
import { isTerminal } from '../core/isTerminal.js'
import { observeVideoTask } from '../core/observeVideoTask.js'
import type { CreateVideoParams, VideoClient } from '../core/VideoClient.js'
import type { VideoTask } from '../core/VideoTask.js'
import type { VideoTaskRegistry } from '../core/VideoTaskRegistry.js'
import type { VideoTaskError } from '../core/VideoTaskError.js'
import { joinCreate } from './joinCreate.js'
import { toVideoTaskError } from './toVideoTaskError.js'
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
      joinCreate(queryClient, { client, scope, params }, async () => {
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
