import {
  type DataTag,
  type Query,
  type QueryFunction,
  queryOptions,
  type UseQueryOptions,
} from '@tanstack/react-query'
import { askedWait } from '../core/askedWait.js'
import type { DurationStore } from '../core/createDurationStore.js'
import type { PollOptions } from '../core/PollOptions.js'
import type { VideoClient } from '../core/VideoClient.js'
import type { VideoTask } from '../core/VideoTask.js'
import type { VideoTaskRegistry } from '../core/VideoTaskRegistry.js'
import type { VideoTaskError } from '../core/VideoTaskError.js'
import type { VideoTaskTabs } from './createVideoTaskTabs.js'
import { pollOf } from './pollOf.js'
import { pollVideoTask } from './pollVideoTask.js'
import { type VideoTaskKey, videoTaskKeys } from './videoTaskKeys.js'

/** How a task is watched. */
export interface VideoTaskOptions {
  /** Whose task it is, as part of the cache key, so that users who share a browser share no entries. @default '' */
  scope?: string | undefined
  /**
   * Time between healthy polls instead of the predicted one, in ms: a number, or a function that gives one.
   *
   * @default predicted from the task's progress, between 3 and 15 s
   */
  pollInterval?: PollOptions['interval']
  /** Without a change for this long, in ms, the watch is given up as `stalled`. @default 1800000, 30 minutes */
  pollDeadline?: number | undefined
  /** Polls under way at the same time, at most; 6 are all a browser gives one host. @default 4 */
  maxRequests?: number | undefined
  /** Learns how long each model takes, which lets polls come when an end is likely. @default nothing is learnt */
  durations?: DurationStore | undefined
  /** Remembers the ids made here, so that a reload loses none. @default none are remembered */
  registry?: VideoTaskRegistry | undefined
  /** Lets several tabs of the app share their polling. @default each polls for itself */
  tabs?: VideoTaskTabs | undefined
}

/** Options that `useQuery`, `useSuspenseQuery`, `prefetchQuery` and their relatives all take. */
export type VideoTaskQueryOptions = Omit<
  UseQueryOptions<VideoTask, VideoTaskError, VideoTask, VideoTaskKey>,
  'queryFn' | 'queryKey'
> & {
  queryFn?: QueryFunction<VideoTask, VideoTaskKey>
  queryKey: DataTag<VideoTaskKey, VideoTask, VideoTaskError>
}

type VideoTaskQuery = Query<VideoTask, VideoTaskError, VideoTask, VideoTaskKey>

/**
 * Whether the query's errors go to an error boundary. TanStack lets such a query retry on mount only once its boundary
 * was reset, which is somebody asking.
 */
function throwsErrors({ options }: VideoTaskQuery): boolean {
  return 'throwOnError' in options && Boolean(options.throwOnError)
}

/** Whether the server asked for a wait that is not over: no mount and no look at the tab may cut it short. */
function isAskedToWait({ state }: VideoTaskQuery): boolean {
  const waited = Date.now() - state.errorUpdatedAt
  return waited >= 0 && waited < askedWait(state.error)
}

/**
 * TanStack Query options that watch one task until it ends: for `useQuery`, `useSuspenseQuery`, `prefetchQuery`,
 * `ensureQueryData`, or a bare `QueryObserver`. A failed task is data; the query errors only when the state could not be
 * learnt, and then the last known data stays.
 *
 * @param client what asks the API
 * @param id the id that creating the video returned; one that cannot be an id gives the error `invalid_id` without a request
 * @param options how it is watched; the provider's settings where hooks shall share the entry
 */
export function videoTaskOptions(
  client: VideoClient,
  id: string,
  options: VideoTaskOptions = {},
): VideoTaskQueryOptions {
  const poll = (query: VideoTaskQuery) => pollOf(query, id, options)
  const goesOn = (query: VideoTaskQuery) => poll(query).delay !== false
  const mayAskNow = (query: VideoTaskQuery) => goesOn(query) && !isAskedToWait(query)
  const catchUp = (query: VideoTaskQuery) => (mayAskNow(query) ? 'always' : false)

  return queryOptions<VideoTask, VideoTaskError, VideoTask, VideoTaskKey>({
    queryKey: videoTaskKeys.detail(id, options.scope),
    queryFn: (context) => pollVideoTask(client, id, context, options),
    // The policy is the only clock: TanStack's retries would freeze in a hidden tab, and its pauses can outlast an outage.
    retry: false,
    networkMode: 'always',
    refetchInterval: (query) => poll(query).delay,
    refetchIntervalInBackground: true,
    staleTime: (query) => {
      const { delay } = poll(query)
      return delay === false ? Infinity : delay
    },
    refetchOnMount: mayAskNow,
    retryOnMount: (query) => mayAskNow(query) || throwsErrors(query),
    refetchOnWindowFocus: catchUp,
    refetchOnReconnect: catchUp,
    // An app-wide keepPreviousData would show one task under another's id.
    placeholderData: undefined,
  })
}
