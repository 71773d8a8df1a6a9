import {
  type DataTag,
  focusManager,
  onlineManager,
  type Query,
  type QueryFunction,
  queryOptions,
  type UseQueryOptions,
} from '@tanstack/react-query'
import type { VideoClient } from '../core/client/VideoClient.js'
import type { VideoTaskError } from '../core/errors/VideoTaskError.js'
import {
  retryAfterOf,
  type NextPoll,
  nextPoll,
  type PollOptions,
  type PollState,
} from '../core/polling/nextPoll.js'
import type { VideoTask } from '../core/task/videoTask.js'
import { type PollSettings, pollVideoTask } from './pollVideoTask.js'
import { type VideoTaskKey, videoTaskKeys } from './videoTaskKeys.js'

/** How a task is watched. */
export interface VideoTaskOptions extends PollSettings {
  /**
   * Time between healthy polls instead of the predicted one, in ms: a number, or a function that gives one.
   *
   * @default predicted from the task's progress, between 3 and 15 s
   */
  pollInterval?: PollOptions['interval']
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
  return waited >= 0 && waited < retryAfterOf(state.error)
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
  const poll = (query: VideoTaskQuery) => evaluatePolicy(query, id, options)
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

/** `videoTaskOptions`, waiting while there is no id yet. */
export function watchOptions(
  client: VideoClient,
  id: string | null | undefined,
  options: VideoTaskOptions,
): UseQueryOptions<VideoTask, VideoTaskError, VideoTask, VideoTaskKey> {
  const watch = videoTaskOptions(client, id ?? '', options)
  // An empty id is a mistake that ends in an error of its own; waiting must not share its cache entry.
  if (id === null || id === undefined)
    return { ...watch, queryKey: videoTaskKeys.detail(null, options.scope), enabled: false }
  return watch
}

/** What the policy says of a query, in the page as it is now. */
function evaluatePolicy(
  { state }: { state: PollState },
  id: string,
  { pollInterval, durations }: VideoTaskOptions,
): NextPoll {
  const environment = { hidden: !focusManager.isFocused(), offline: !onlineManager.isOnline() }
  return nextPoll(state, environment, { interval: pollInterval, typical: durations?.typical(state.data), id })
}
