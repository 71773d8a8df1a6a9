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
import { type NextPoll, nextPoll, type PollOptions, type PollState } from '../core/polling/nextPoll.js'
import { MIN_FOCUS_INTERVAL_MS } from '../core/polling/pollingDefaults.js'
import { retryAfterOf } from '../core/polling/retryPolicy.js'
import type { VideoTask } from '../core/task/videoTask.js'
import { type PollSettings, pollVideoTask } from './pollVideoTask.js'
import { detailKey, type VideoTaskKey } from './videoTaskKeys.js'

/** Options of `videoTaskOptions`. */
export interface VideoTaskOptions extends PollSettings {
  /**
   * Time between healthy polls, in ms: a number, or a function that returns one.
   *
   * @default adaptive: from the task's progress and typical duration, between 3000 and 15000
   */
  pollInterval?: PollOptions['interval']
}

/** Options for `useQuery`, `useSuspenseQuery`, `prefetchQuery` and similar. */
export type VideoTaskQueryOptions = Omit<
  UseQueryOptions<VideoTask, VideoTaskError, VideoTask, VideoTaskKey>,
  'queryFn' | 'queryKey'
> & {
  queryFn?: QueryFunction<VideoTask, VideoTaskKey>
  queryKey: DataTag<VideoTaskKey, VideoTask, VideoTaskError>
}

/**
 * Creates the TanStack Query options that poll one task until it ends, for `useQuery`, `useSuspenseQuery`,
 * `prefetchQuery`, `ensureQueryData` or a `QueryObserver`. A failed task is data. The query has an error only if the
 * last poll failed, and keeps the last known task then.
 *
 * @param client sends the requests
 * @param id the id that creating the video returned. An invalid one becomes the query's error `invalid_id`, without a request
 * @param options settings of the poll. Pass the provider's values to share a cache entry with the hooks
 * @example
 * ```ts
 * import { QueryClient } from '@tanstack/react-query'
 * import { createVideoClient, videoTaskOptions } from 'react-video-task'
 *
 * const client = createVideoClient({ baseURL: 'https://app.example/api/v1' })
 * const task = await new QueryClient().fetchQuery(videoTaskOptions(client, 'video_123'))
 * console.log(task.status, task.progress)
 * ```
 */
export function videoTaskOptions(
  client: VideoClient,
  id: string,
  options: VideoTaskOptions = {},
): VideoTaskQueryOptions {
  let last: [state: PollState, page: string, next: NextPoll] | undefined
  /** Evaluates the policy once for each state of query and page: TanStack asks several times. */
  const evaluate = ({ state }: VideoTaskQuery) => {
    const page = `${focusManager.isFocused()} ${onlineManager.isOnline()}`
    if (last?.[0] !== state || last[1] !== page) last = [state, page, evaluatePolicy(state, id, options)]
    const [, , next] = last
    return client.batch?.align(next, state) ?? next
  }
  const canPollNow = (query: VideoTaskQuery) => evaluate(query).delay !== false && !isWithinRetryAfter(query)

  return queryOptions<VideoTask, VideoTaskError, VideoTask, VideoTaskKey>({
    queryKey: detailKey(id, options.scope),
    queryFn: (context) => pollVideoTask(client, id, context, options),
    // The policy is the only clock: TanStack's retries would pause in a hidden tab, and its pauses can outlast an outage.
    retry: false,
    networkMode: 'always',
    refetchInterval: (query) => evaluate(query).delay,
    refetchIntervalInBackground: true,
    staleTime: (query) => evaluate(query).delay || Infinity,
    refetchOnMount: canPollNow,
    // TanStack retries a query that throws its errors only once its boundary was reset, which the user asked for.
    retryOnMount: (query) => canPollNow(query) || Boolean(Reflect.get(query.options, 'throwOnError')),
    refetchOnWindowFocus: (query) => {
      if (!canPollNow(query)) return false
      if (isDue(query, evaluate(query))) return 'always'
      // The timer still has the hidden page's interval. An update, which renders nothing, lets it take the visible one.
      queueMicrotask(() => query.setState({}))
      return false
    },
    refetchOnReconnect: (query) => canPollNow(query) && 'always',
    // An app-wide `keepPreviousData` would show one task under another's id.
    placeholderData: undefined,
  })
}

/** `videoTaskOptions` for hooks, which take null until there is an id. */
export function watchOptions(
  client: VideoClient,
  id: string | null | undefined,
  options: VideoTaskOptions,
): UseQueryOptions<VideoTask, VideoTaskError, VideoTask, VideoTaskKey> {
  const watch = videoTaskOptions(client, id ?? '', options)
  if (id !== null && id !== undefined) return watch
  // A key of its own: an empty id is invalid, and its error must not show in a hook that waits.
  return { ...watch, queryKey: detailKey(null, options.scope), enabled: false }
}

type VideoTaskQuery = Query<VideoTask, VideoTaskError, VideoTask, VideoTaskKey>

/** The polling policy's answer for a query, in the page as it is now. */
export function evaluatePolicy(
  state: PollState,
  id: string,
  { pollInterval, durations }: VideoTaskOptions,
): NextPoll {
  const environment = { hidden: !focusManager.isFocused(), offline: !onlineManager.isOnline() }
  return nextPoll(state, environment, { interval: pollInterval, typical: durations?.typical(state.data), id })
}

/** Whether the wait that the server asked for is not over: neither a mount nor a focused tab may cut it short. */
function isWithinRetryAfter({ state }: VideoTaskQuery): boolean {
  const waited = Date.now() - state.errorUpdatedAt
  return waited >= 0 && waited < retryAfterOf(state.error)
}

/** Whether a visible page would have polled by now, or the last poll is old enough for someone who comes back to look. */
function isDue({ state }: VideoTaskQuery, { delay }: NextPoll): boolean {
  const waited = Date.now() - Math.max(state.dataUpdatedAt, state.errorUpdatedAt)
  return waited < 0 || waited >= Math.min(Number(delay), MIN_FOCUS_INTERVAL_MS)
}
