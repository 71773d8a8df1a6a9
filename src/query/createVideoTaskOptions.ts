import type { MutationKey, QueryClient, UseMutationOptions } from '@tanstack/react-query'
import type {
  CreateRequestOptions,
  CreateVideoParams,
  RemixVideoParams,
  VideoClient,
} from '../core/client/VideoClient.js'
import { toVideoTaskError, unsupportedCall, type VideoTaskError } from '../core/errors/VideoTaskError.js'
import type { DocumentedParams } from '../core/models/documentedParams.js'
import type { VideoTaskRegistry } from '../core/storage/videoTaskRegistry.js'
import { observeVideoTask } from '../core/task/observeVideoTask.js'
import { isTerminal, type VideoTask } from '../core/task/videoTask.js'
import { type CreateCall, dedupeCreate } from './dedupeCreate.js'
import { holdRequests } from './requestQueue.js'
import { detailKey, videoTaskKeys } from './videoTaskKeys.js'

/** Options of `createVideoTaskOptions`. */
export interface CreateVideoTaskOptions {
  /** The user the task belongs to, as part of the cache key. @default '' */
  scope?: string | undefined
  /** Remembers the id of the created task. @default none */
  registry?: VideoTaskRegistry | undefined
  /** Returns the options of each create's request, such as those of `useVideoUpload`. @default none */
  requestOptions?: (() => CreateRequestOptions) | undefined
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
  { scope = '', registry, requestOptions }: CreateVideoTaskOptions = {},
): UseMutationOptions<VideoTask, VideoTaskError, CreateVideoParams & DocumentedParams<Model>> & {
  mutationKey: MutationKey
} {
  return {
    mutationKey: [...videoTaskKeys.all(scope), 'create'],
    mutationFn: (params) =>
      addTask(queryClient, { client, scope, params }, registry, () =>
        client.create(params, requestOptions?.()),
      ),
    retry: false,
    networkMode: 'always',
  }
}

/** What `remixVideoTaskOptions` and `useRemixVideoTask` send: the parameters of a remix, and its source. */
export interface RemixVideoVariables extends RemixVideoParams {
  /** Id of the finished video that the new one is made from. */
  id: string
}

/**
 * Creates the TanStack Query mutation options that make a new video from a finished one, where the API has remixes. A remix
 * is a create in every respect: billed, never repeated, and its task is written to the cache.
 *
 * @param client sends the request; one without `remix` makes the mutation fail with `unsupported_call`
 * @param queryClient the app's QueryClient, whose cache gets the task
 * @example
 * ```ts
 * import { MutationObserver, QueryClient } from '@tanstack/react-query'
 * import { createVideoClient, remixVideoTaskOptions } from 'react-video-task'
 *
 * const client = createVideoClient({ baseURL: 'https://app.example/api/v1' })
 * const queryClient = new QueryClient()
 * const mutation = new MutationObserver(queryClient, remixVideoTaskOptions(client, queryClient))
 * const task = await mutation.mutate({ id: 'video_123', prompt: 'The same fox in summer' })
 * console.log(task.id)
 * ```
 */
export function remixVideoTaskOptions(
  client: VideoClient,
  queryClient: QueryClient,
  { scope = '', registry }: CreateVideoTaskOptions = {},
): UseMutationOptions<VideoTask, VideoTaskError, RemixVideoVariables> & { mutationKey: MutationKey } {
  return {
    mutationKey: [...videoTaskKeys.all(scope), 'remix'],
    mutationFn: ({ id, ...params }) =>
      addTask(queryClient, { client, scope, params, source: id }, registry, async () => {
        if (!client.remix) throw unsupportedCall('remix')
        return client.remix(id, params)
      }),
    retry: false,
    networkMode: 'always',
  }
}

/** Makes a task once, however often it is asked for at the same time, and adds it to cache and registry. */
const addTask = (
  queryClient: QueryClient,
  call: CreateCall,
  registry: VideoTaskRegistry | undefined,
  create: () => Promise<VideoTask>,
) =>
  dedupeCreate(queryClient, call, async () => {
    const { client, scope, params, source } = call
    try {
      const task = observeVideoTask(undefined, await create(), { now: Date.now() })
      void tell(() => {
        // The parameters of a remix make no video without their source.
        registry?.add(task.id, scope, source === undefined ? params : undefined)
        // A task that has ended is never polled, so no poll would settle it.
        if (isTerminal(task)) registry?.settle(task.id, scope, task)
      })
      void tell(() => queryClient.setQueryData(detailKey(task.id, scope), task))
      return task
    } catch (cause) {
      holdRequests(queryClient, client, cause)
      throw toVideoTaskError(cause)
    }
  })

/** Tells the page of a task. What its listeners throw is the app's to handle: the task is billed, so its create has not failed. */
const tell = async (run: () => void) => run()
