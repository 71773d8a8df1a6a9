'use client'

import {
  type MutateOptions,
  useMutation,
  type UseMutationOptions,
  type UseMutationResult,
  useQueryClient,
} from '@tanstack/react-query'
import { useEffect } from 'react'
import { loadCalls } from '../core/client/lazyCode.js'
import type { CreateVideoParams } from '../core/client/VideoClient.js'
import type { VideoTaskError } from '../core/errors/VideoTaskError.js'
import type { DocumentedParams } from '../core/models/documentedParams.js'
import type { VideoTask } from '../core/task/videoTask.js'
import {
  createVideoTaskOptions,
  type CreateVideoTaskOptions,
  remixVideoTaskOptions,
  type RemixVideoVariables,
} from '../query/createVideoTaskOptions.js'
import { useVideoTaskContext, type VideoTaskContextValue } from './VideoTaskProvider.js'

/** Options of `useCreateVideoTask`: TanStack Query's callbacks of a mutation, and overrides of the provider's settings. */
export interface UseCreateVideoTaskOptions
  extends
    Partial<Pick<VideoTaskContextValue, 'client' | 'scope' | 'registry'>>,
    Pick<CreateVideoTaskOptions, 'requestOptions'>,
    Pick<
      UseMutationOptions<VideoTask, VideoTaskError, CreateVideoParams>,
      'onMutate' | 'onSuccess' | 'onError' | 'onSettled' | 'throwOnError' | 'meta' | 'gcTime'
    > {}

/** Creates a video; the types check the parameters of a model that `videoModels` lists, and of any other none. */
export type CreateVideo<Result> = <Model extends string>(
  params: CreateVideoParams & DocumentedParams<Model>,
  options?: MutateOptions<VideoTask, VideoTaskError, CreateVideoParams>,
) => Result

/** TanStack Query's result of a mutation. */
export type UseCreateVideoTaskResult = WithCreateVideo<
  UseMutationResult<VideoTask, VideoTaskError, CreateVideoParams>
>

// Conditional, so that each state of the result keeps its own fields.
type WithCreateVideo<Result> = Result extends unknown
  ? Omit<Result, 'mutate' | 'mutateAsync'> & {
      mutate: CreateVideo<void>
      mutateAsync: CreateVideo<Promise<VideoTask>>
    }
  : never

/**
 * Creates videos. The task is in the cache before `onSuccess` runs, so a hook that watches its id sends no first request.
 *
 * A create is billed: it is never retried, and a second `mutate` with equal parameters while one is pending gets the same
 * task, so a double click makes one video unless the API answers between the clicks. `VideoTaskForm` makes one then too.
 * Callbacks run for each `mutate`.
 *
 * @returns TanStack Query's result
 * @throws {VideoTaskError} code `missing_provider` without a client
 * @example
 * ```tsx
 * import { useCreateVideoTask } from 'react-video-task'
 *
 * export function CreateButton({ onCreated }: { onCreated: (id: string) => void }) {
 *   const { mutate, isPending, error } = useCreateVideoTask({ onSuccess: (task) => onCreated(task.id) })
 *   const create = () => mutate({ model: 'wan2.6', prompt: 'A fox in the snow' })
 *   return (
 *     <>
 *       <button onClick={create} disabled={isPending}>Create</button>
 *       {error && <p>{error.message}</p>}
 *     </>
 *   )
 * }
 * ```
 */
export function useCreateVideoTask(options: UseCreateVideoTaskOptions = {}): UseCreateVideoTaskResult {
  const { client, scope, registry, requestOptions, ...callbacks } = options
  const context = useVideoTaskContext({ client, scope, registry })
  usePreloadedCalls()
  const create = createVideoTaskOptions(context.client, useQueryClient(), { ...context, requestOptions })
  return useMutation({ ...callbacks, ...create })
}

/** Options of `useRemixVideoTask`: TanStack Query's callbacks of a mutation, and overrides of the provider's settings. */
export interface UseRemixVideoTaskOptions
  extends
    Partial<Pick<VideoTaskContextValue, 'client' | 'scope' | 'registry'>>,
    Pick<
      UseMutationOptions<VideoTask, VideoTaskError, RemixVideoVariables>,
      'onMutate' | 'onSuccess' | 'onError' | 'onSettled' | 'throwOnError' | 'meta' | 'gcTime'
    > {}

/**
 * Makes new videos from finished ones, where the API has remixes. As with a create, the task is in the cache before
 * `onSuccess` runs, nothing is retried, and equal calls while one is pending make one video.
 *
 * @returns TanStack Query's result
 * @throws {VideoTaskError} code `missing_provider` without a client
 * @example
 * ```tsx
 * import { useRemixVideoTask } from 'react-video-task'
 *
 * export function RemixButton({ id, onCreated }: { id: string; onCreated: (id: string) => void }) {
 *   const { mutate, isPending } = useRemixVideoTask({ onSuccess: (task) => onCreated(task.id) })
 *   const remix = () => mutate({ id, prompt: 'The same fox in summer' })
 *   return <button onClick={remix} disabled={isPending}>Remix</button>
 * }
 * ```
 */
export function useRemixVideoTask(options: UseRemixVideoTaskOptions = {}) {
  const { client, scope, registry, ...callbacks } = options
  const context = useVideoTaskContext({ client, scope, registry })
  usePreloadedCalls()
  return useMutation({ ...callbacks, ...remixVideoTaskOptions(context.client, useQueryClient(), context) })
}

/** Loads what `createVideoClient` needs for a create while the person still writes the prompt. */
function usePreloadedCalls(): void {
  useEffect(() => {
    // The create tries again, and reports it.
    loadCalls().catch(() => undefined)
  }, [])
}
