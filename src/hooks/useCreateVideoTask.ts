'use client'

import {
  useMutation,
  type UseMutationOptions,
  type UseMutationResult,
  useQueryClient,
} from '@tanstack/react-query'
import type { CreateVideoParams } from '../core/client/VideoClient.js'
import type { VideoTaskError } from '../core/errors/VideoTaskError.js'
import type { VideoTask } from '../core/task/videoTask.js'
import { useVideoTaskContext, type VideoTaskContextValue } from './VideoTaskProvider.js'
import { createVideoTaskOptions } from '../query/createVideoTaskOptions.js'

/** TanStack Query's callbacks of a mutation, and what outweighs the provider. */
export interface UseCreateVideoTaskOptions
  extends
    Partial<Pick<VideoTaskContextValue, 'client' | 'scope' | 'registry'>>,
    Pick<
      UseMutationOptions<VideoTask, VideoTaskError, CreateVideoParams>,
      'onMutate' | 'onSuccess' | 'onError' | 'onSettled' | 'throwOnError' | 'meta' | 'gcTime'
    > {}

/**
 * Creates videos. The task is in the cache before `onSuccess` runs, so a hook watching its id needs no first request.
 * One click pressed twice makes one task: a second `mutate` with equal parameters while one is under way gets its task.
 * Callbacks run for each `mutate`, then with the same task. A create is billed and never repeated by itself.
 *
 * @returns TanStack Query's own result
 * @throws {VideoTaskError} code `missing_provider` without a client
 */
export function useCreateVideoTask(
  options: UseCreateVideoTaskOptions = {},
): UseMutationResult<VideoTask, VideoTaskError, CreateVideoParams> {
  const { client, scope, registry, ...callbacks } = options
  const context = useVideoTaskContext({ client, scope, registry })
  return useMutation({ ...callbacks, ...createVideoTaskOptions(context.client, useQueryClient(), context) })
}
