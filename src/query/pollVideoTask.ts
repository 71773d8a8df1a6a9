import { isServer, type Query, type QueryClient, type QueryFunctionContext } from '@tanstack/react-query'
import { abortablePromise } from '../core/abort.js'
import { assertTaskId } from '../core/wire/taskId.js'
import type { VideoClient } from '../core/client/VideoClient.js'
import { toVideoTaskError } from '../core/errors/VideoTaskError.js'
import { type FailedPoll, failPoll, pollFailures } from '../core/polling/failedPoll.js'
import {
  FIRST_ANSWER_TIMEOUT_MS,
  MAX_CONCURRENT_REQUESTS,
  POLL_DEADLINE_MS,
} from '../core/polling/pollingDefaults.js'
import { type RetrievedPoll, retrieveTask } from '../core/polling/retrieveTask.js'
import { retryAfterOf, retryWait } from '../core/polling/retryPolicy.js'
import type { DurationStore } from '../core/storage/durationStore.js'
import type { VideoTaskRegistry } from '../core/storage/videoTaskRegistry.js'
import { observeVideoTask } from '../core/task/observeVideoTask.js'
import { isTerminal, type VideoTask } from '../core/task/videoTask.js'
import { unknownStatusWarning } from '../core/task/unknownStatusWarning.js'
import { batchCacheWrites } from './batchCacheWrites.js'
import { perQueryClient } from './perQueryClient.js'
import { isHeld, queueOf } from './requestQueue.js'
import type { VideoTaskTabs } from './tabs/createVideoTaskTabs.js'
import type { VideoTaskKey } from './videoTaskKeys.js'

/** Settings of one poll. */
export interface PollSettings {
  /** The user the tasks belong to, as part of the cache key: users who share a browser share no entries. @default '' */
  scope?: string | undefined
  /** A task without a change for this long becomes `stalled` and is polled no more, in ms. @default 1800000, 30 minutes */
  pollDeadline?: number | undefined
  /**
   * Requests of the page in flight at the same time. Over HTTP/1.1 browsers open 6 connections to one host, over HTTP/2 a
   * page of 1,000 tasks may have 24. Behind `createVideoProxy` one of them asks for up to 50 tasks.
   * @default 4
   */
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
  const isFirst = !data && !pollFailures.has(query)
  const poll: Poll = {
    client,
    id,
    queryClient,
    query,
    known: () => query.state.data,
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
    pollFailures.delete(query)
    return task
  } catch (cause) {
    if (signal.aborted) throw cause
    return failPoll(poll, toVideoTaskError(cause))
  }
}

/** One poll: what its steps share. */
interface Poll extends RetrievedPoll, FailedPoll {
  queryClient: QueryClient
  query: Query<VideoTask>
  settings: PollSettings
  /** The task has neither an answer nor a failed poll yet. */
  isFirst: boolean
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
      const retrieve = () => {
        // The first polls of a page may all begin at once.
        if (process.env.NODE_ENV !== 'production' && !poll.isFirst) warnOfWait(poll, Date.now() - startedAt)
        return retrieveTask(poll, signal)
      }
      const max = settings.maxConcurrentRequests
      return await queueOf(queryClient).run(retrieve, { client, signal, max })
    } catch (cause) {
      if (signal.aborted) throw cause
      const error = toVideoTaskError(cause)
      poll.failedRequests += 1
      const delay = poll.isFirst ? retryWait(error, poll.failedRequests)?.delay : undefined
      if (delay === undefined || retryAfterOf(error) > delay) throw error
      if (Date.now() + delay - startedAt > FIRST_ANSWER_TIMEOUT_MS) throw error
      await abortablePromise(signal, (resolve) => {
        const timer = setTimeout(resolve, delay)
        return () => clearTimeout(timer)
      })
    }
  }
}

/** A poll that waits for its turn for longer than this is polled less often than the policy wants, in ms. */
const MAX_QUEUED_MS = 5_000

const warnedOfWaits = /* @__PURE__ */ perQueryClient(() => ({ isWarned: false }))

/** Warns in development, once, of a page whose polls wait for their turn, other than after a limit of the key. */
function warnOfWait({ client, queryClient, settings }: Poll, waited: number): void {
  const page = warnedOfWaits(queryClient)
  if (page.isWarned || waited < MAX_QUEUED_MS || isHeld(queryClient, client)) return
  page.isWarned = true
  const { maxConcurrentRequests: max = MAX_CONCURRENT_REQUESTS } = settings
  console.warn(
    `react-video-task: a poll waited ${Math.round(waited / 1_000)} s for its turn, so tasks are polled less often than their ` +
      `policy wants: at most ${max} requests are in flight. createVideoProxy of react-video-task/server answers about 50 ` +
      'tasks with one request. Where the API speaks HTTP/2, set `maxConcurrentRequests` of VideoTaskProvider, such as to 24.',
  )
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
    await batchCacheWrites(queryClient, async () => {
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
