'use client'

import { useMutation, type UseMutationOptions, useQueryClient } from '@tanstack/react-query'
import type { VideoTaskDeletion } from '../core/client/VideoClient.js'
import type { VideoTaskError } from '../core/errors/VideoTaskError.js'
import { deleteVideoTaskOptions } from '../query/deleteVideoTaskOptions.js'
import { useVideoTaskContext, type VideoTaskContextValue } from './VideoTaskProvider.js'

/** Options of `useDeleteVideoTask`: TanStack Query's callbacks of a mutation, and overrides of the provider's settings. */
export interface UseDeleteVideoTaskOptions
  extends
    Partial<Pick<VideoTaskContextValue, 'client' | 'scope' | 'registry'>>,
    Pick<
      UseMutationOptions<VideoTaskDeletion, VideoTaskError, string>,
      'onMutate' | 'onSuccess' | 'onError' | 'onSettled' | 'throwOnError' | 'meta' | 'gcTime'
    > {}

/**
 * Deletes a task by its id, where the API can. Confirmed by `data.deleted`, it ends the watch: polls stop, and
 * `videoTaskState` is `deleted`. Otherwise the task may run on, and is billed: `deleteVideoTaskOptions` lists the outcomes.
 *
 * @returns TanStack Query's result
 * @throws {VideoTaskError} code `missing_provider` without a client
 * @example
 * ```tsx
 * import { useDeleteVideoTask } from 'react-video-task'
 *
 * export function DeleteButton({ id }: { id: string }) {
 *   const { mutate, isPending, data, error } = useDeleteVideoTask()
 *   if (data) return <p>{data.deleted ? 'Deleted' : 'Accepted. It may still be made and billed.'}</p>
 *   return (
 *     <>
 *       <button onClick={() => mutate(id)} disabled={isPending}>Delete</button>
 *       {error && <p>Not possible. A running video is made and billed. {error.message}</p>}
 *     </>
 *   )
 * }
 * ```
 */
export function useDeleteVideoTask(options: UseDeleteVideoTaskOptions = {}) {
  const { client, scope, registry, ...callbacks } = options
  const context = useVideoTaskContext({ client, scope, registry })
  return useMutation({ ...callbacks, ...deleteVideoTaskOptions(context.client, useQueryClient(), context) })
}
