import { isServer, type Query, type QueryClient, type QueryFunctionContext } from '@tanstack/react-query'
import { abortablePromise, withTimeout } from '../core/abort.js'
import { assertTaskId } from '../core/wire/taskId.js'
import type { VideoClient } from '../core/client/VideoClient.js'
import { hasVideoContent } from '../core/content/bytes.js'
import { toVideoTaskError, VideoTaskError, withAttempt } from '../core/errors/VideoTaskError.js'
import {
  FIRST_ANSWER_TIMEOUT_MS,
  POLL_DEADLINE_MS,
  REQUEST_TIMEOUT_MS,
} from '../core/polling/pollingDefaults.js'
import { isUnknownTask, retryAfterOf, retryWait } from '../core/polling/retryPolicy.js'
import type { DurationStore } from '../core/storage/durationStore.js'
import type { VideoTaskRegistry } from '../core/storage/videoTaskRegistry.js'
import { isPollGap, isUnconfirmed, observeVideoTask } from '../core/task/observeVideoTask.js'
import { isTerminal, type VideoTask } from '../core/task/videoTask.js'
import { unknownStatusWarning } from '../core/task/unknownStatusWarning.js'
import { batchCacheWrites } from './batchCacheWrites.js'
import { perQueryClient } from './perQueryClient.js'
import { enqueueRequest } from './requestQueue.js'
import type { VideoTaskTabs } from './tabs/createVideoTaskTabs.js'
import type { VideoTaskKey } from './videoTaskKeys.js'

/** Settings of one poll. */
export interface PollSettings {
  /** The user the tasks belong to, as part of the cache key: users who share a browser share no entries. @default '' */
  scope?: string | undefined
  /** A task without a change for this long becomes `stalled` and is polled no more, in ms. @default 1800000, 30 minutes */
  pollDeadline?: number | undefined
  /** Polls of the page in flight at the same time; browsers open 6 connections to one host. @default 4 */
  maxConcurrentRequests?: number | undefined
  /** Records how long each model takes, so that polls come when an end is likely. @default none */
  durations?: DurationStore | undefined
  /** Remembers the ids of created tasks across reloads. @default none */
  registry?: VideoTaskRegistry | undefined
  /** Shares polling between the tabs of the app. @default each tab polls for itself */
  tabs?: VideoTaskTabs | undefined
}

/**
 * Polls a task once: fetches its state, adds what polling has observed, and publishes the result to the cache, the stores
 * and the other tabs.
 *
 * @throws {VideoTaskError} with `attempt`, the failed polls in a row; code `stalled` once the deadline has passed without
 *   any answer. The signal's reason when it fires.
 */
export async function pollVideoTask(
  client: VideoClient,
  id: string,
  { client: queryClient, queryKey, signal }: QueryFunctionContext<VideoTaskKey>,
  settings: PollSettings,
): Promise<VideoTask> {
  const { scope, tabs, pollDeadline: deadline = POLL_DEADLINE_MS } = settings
  // Not `find`, which would hash every other key of the cache at each poll, a thousand of them on a large page.
  const options = queryClient.defaultQueryOptions<VideoTask>({ queryKey })
  const query = queryClient.getQueryCache().build<VideoTask, Error, VideoTask>(queryClient, options)
  const { data, dataUpdatedAt, errorUpdatedAt } = query.state
  const lastPolled = Math.max(dataUpdatedAt, errorUpdatedAt)
  const isFirst = !data && !failures.has(query)
  const poll: Poll = {
    client,
    id,
    queryClient,
    query,
    settings,
    deadline,
    lastPolled,
    isFirst,
    failedRequests: 0,
  }

  const pollApi = async (signal: AbortSignal): Promise<VideoTask> => {
    const answer = await fetchTask(poll, signal)
    const previous = query.state.data
    const task = observeVideoTask(previous, answer, { ...poll, now: Date.now() })
    return publishTask(poll, previous, task, signal)
  }

  try {
    const task = await (tabs ? tabs.share({ queryClient, scope, id, signal, pollApi }) : pollApi(signal))
    clearPollFailures(query)
    return task
  } catch (cause) {
    if (signal.aborted) throw cause
    return publishFailure(poll, toVideoTaskError(cause))
  }
}

/** One poll: what its steps share. */
interface Poll {
  client: VideoClient
  id: string
  queryClient: QueryClient
  query: Query<VideoTask>
  settings: PollSettings
  /** Milliseconds without a change, or without an answer, after which the task is stalled. */
  deadline: number
  /** When the previous poll ended, in ms; 0 for never. */
  lastPolled: number
  /** The task has neither an answer nor a failed poll yet. */
  isFirst: boolean
  failedRequests: number
  /** The content route has answered with the video. */
  hasContent?: boolean
}

/**
 * Step 1, fetch. Requests the task's state when it is the request's turn. The first poll retries within ten seconds before
 * its failure becomes the query's error: a Suspense boundary would otherwise give up at the first 503.
 */
async function fetchTask(poll: Poll, signal: AbortSignal): Promise<VideoTask> {
  const { client, id, queryClient, settings } = poll
  assertTaskId(id)
  const startedAt = Date.now()
  for (;;) {
    try {
      const retrieve = () => retrieveTask(poll, signal)
      const max = settings.maxConcurrentRequests
      return await enqueueRequest(queryClient, retrieve, { client, signal, max })
    } catch (cause) {
      if (signal.aborted) throw cause
      const error = toVideoTaskError(cause)
      poll.failedRequests += 1
      const delay = poll.isFirst ? retryWait(error, poll.failedRequests)?.delay : undefined
      if (delay === undefined || retryAfterOf(error) > delay) throw error
      if (Date.now() + delay - startedAt > FIRST_ANSWER_TIMEOUT_MS) throw error
      await sleep(delay, signal)
    }
  }
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return abortablePromise(signal, (resolve) => {
    const timer = setTimeout(resolve, ms)
    return () => clearTimeout(timer)
  })
}

/** Requests the task's state and, where it is called completed without a URL, the start of its video. */
async function retrieveTask(poll: Poll, signal: AbortSignal): Promise<VideoTask> {
  const { client, id, query } = poll
  const task = await client.retrieve(id, { signal })
  poll.hasContent =
    isUnconfirmed(query.state.data, task) &&
    (await withTimeout((joined) => hasVideoContent(client, id, joined), {
      signal,
      timeout: REQUEST_TIMEOUT_MS,
      timeoutError: () => new VideoTaskError('No content in time.', { code: 'timeout', retryable: true }),
    }))
  return task
}

// Step 2, observe, is `observeVideoTask`.

/**
 * Step 3, publish. Writes a changed task to the cache, together with others that change at the same time, and tells the
 * stores of an end.
 *
 * @returns what the cache holds then
 */
async function publishTask(
  { id, queryClient, query, settings }: Poll,
  previous: VideoTask | undefined,
  task: VideoTask,
  signal: AbortSignal,
): Promise<VideoTask> {
  const { durations, registry, scope, tabs } = settings
  warnOfUnknownStatus(queryClient, task)
  const isChanged = task.observed?.last_change !== previous?.observed?.last_change
  // Other tabs get a new status immediately: if this page closes now, one of them notifies the app.
  const isUrgent = isServer || (tabs && task.status !== previous?.status)
  if (isChanged && !isUrgent) {
    await batchCacheWrites(queryClient, () => {
      // A newer write wins, unless this is the end. An aborted poll means that the task was removed from the cache.
      const isCurrent = query.state.data === previous || isTerminal(task)
      if (isCurrent && !signal.aborted) queryClient.setQueryData(query.queryKey, task)
    })
    // TanStack writes the returned task again: the same object, so that nothing renders.
    if (!isTerminal(task)) return query.state.data ?? task
  }
  if (isTerminal(task)) {
    durations?.add(task)
    registry?.settle(id, scope)
  }
  return task
}

const warnedStatusesOf = /* @__PURE__ */ perQueryClient(() => new Set<string>())

/** Warns in development, once per word, of a status this library does not know. */
function warnOfUnknownStatus(queryClient: QueryClient, task: VideoTask): void {
  if (process.env.NODE_ENV === 'production' || task.raw_status === undefined) return
  const statuses = warnedStatusesOf(queryClient)
  if (statuses.has(task.raw_status)) return
  statuses.add(task.raw_status)
  console.warn(unknownStatusWarning(task))
}

/**
 * Step 3 of a failed poll. Counts the failure in the error's `attempt`. Once polls have failed for as long as the deadline,
 * the known task becomes stalled.
 *
 * @throws {VideoTaskError} the poll's error, or one with code `stalled` when no answer was ever received
 */
function publishFailure(
  { query, deadline, lastPolled, failedRequests }: Poll,
  cause: VideoTaskError,
): VideoTask {
  const now = Date.now()
  const before = failures.get(query)
  const isUnknown = isUnknownTask(cause)
  // Polls of an unknown id are counted apart: an outage before must not use up the attempts of a fresh id.
  const attempt = (before?.isUnknown === isUnknown ? before.attempt : 0) + (failedRequests || 1)
  // A gap between polls restarts the time, not the count.
  const since = before && !isPollGap(now, lastPolled) ? before.since : now
  failures.set(query, { attempt, isUnknown, since })
  const error = withAttempt(cause, attempt)
  if (!error.retryable || now - since < deadline) throw error
  // Read now: another tab's answer may have arrived since this poll began.
  const known = query.state.data
  if (known?.observed) return { ...known, observed: { ...known.observed, stalled: now } }
  throw new VideoTaskError(
    `No successful response in ${Math.round(deadline / 60_000)} min. Last error: ${error.message}`,
    { code: 'stalled', cause: error },
  )
}

/** Failed polls of a query in a row. */
interface PollFailures {
  /** How many, counted from 1: those with an unknown id, or those with any other error. */
  attempt: number
  isUnknown: boolean
  /** When the first of them failed, in ms. */
  since: number
}

/** By query. TanStack has no count of them: `fetchFailureCount` resets with each fetch, `errorUpdateCount` never. */
const failures = new WeakMap<object, PollFailures>()

/** Resets the failures of a query: after a successful poll, or when the app resumes polling. */
export function clearPollFailures(query: object): void {
  failures.delete(query)
}
