import { isServer, type QueryClient, type QueryFunctionContext } from '@tanstack/react-query'
import { assertTaskId } from '../core/client/arguments.js'
import type { VideoClient } from '../core/client/VideoClient.js'
import { toVideoTaskError, VideoTaskError } from '../core/errors/VideoTaskError.js'
import { abortablePromise } from '../core/listeners.js'
import { retryAfterOf, isUnknownTask } from '../core/polling/nextPoll.js'
import { isGap, observeVideoTask } from '../core/task/observeVideoTask.js'
import { isTerminal, type VideoTask } from '../core/task/videoTask.js'
import { unknownStatusWarning } from '../core/wire/parseVideoTask.js'
import { batchCacheWrites } from './batchCacheWrites.js'
import { perQueryClient } from './perQueryClient.js'
import { enqueueRequest } from './requestQueue.js'
import type { VideoTaskKey } from './videoTaskKeys.js'
import type { DurationStore } from '../core/polling/durationStore.js'
import type { VideoTaskRegistry } from '../core/storage/videoTaskRegistry.js'
import type { VideoTaskTabs } from './tabs/createVideoTaskTabs.js'

/** What one poll of a task needs, and where its result goes. */
export interface PollSettings {
  /** Whose task it is, as part of the cache key, so that users who share a browser share no entries. @default '' */
  scope?: string | undefined
  /** Without a change for this long, in ms, the watch is given up as `stalled`. @default 1800000, 30 minutes */
  pollDeadline?: number | undefined
  /** Polls under way at the same time, at most; 6 are all a browser gives one host. @default 4 */
  maxConcurrentRequests?: number | undefined
  /** Learns how long each model takes, which lets polls come when an end is likely. @default nothing is learnt */
  durations?: DurationStore | undefined
  /** Remembers the ids made here, so that a reload loses none. @default none are remembered */
  registry?: VideoTaskRegistry | undefined
  /** Lets several tabs of the app share their polling. @default each polls for itself */
  tabs?: VideoTaskTabs | undefined
}

const DEADLINE = 1_800_000

/** One poll: asks, and adds what watching has shown; a failure carries how many there have been in a row. */
export async function pollVideoTask(
  client: VideoClient,
  id: string,
  { client: queryClient, queryKey, signal }: QueryFunctionContext<VideoTaskKey>,
  options: PollSettings,
): Promise<VideoTask> {
  const {
    scope,
    durations,
    registry,
    tabs,
    maxConcurrentRequests: max,
    pollDeadline: deadline = DEADLINE,
  } = options
  // By its hash: `find` would hash every other key in the cache, a thousand of them on a large page, at each poll.
  const { queryHash } = queryClient.defaultQueryOptions({ queryKey })
  const query = queryClient.getQueryCache().get<VideoTask>(queryHash)
  const known = query?.state.data
  const lastLook = Math.max(query?.state.dataUpdatedAt ?? 0, query?.state.errorUpdatedAt ?? 0)

  async function ask(signal: AbortSignal): Promise<VideoTask> {
    const retrieve = () => enqueueRequest(queryClient, () => client.retrieve(id, { signal }), { signal, max })
    const isFirst = !known && !(query && hasPollFailures(query))
    const answer = await retrieveWithRetry(id, retrieve, { signal, isFirst })
    const before = query?.state.data
    const task = observeVideoTask(before, answer, { now: Date.now(), lastLook, deadline })
    warnOfUnknownStatus(queryClient, task)
    const hasChanged = task.observed?.last_change !== before?.observed?.last_change
    // Tabs are told of a state at once: should this page go away meanwhile, another one speaks of it.
    const isUrgent = isServer || (tabs && task.status !== before?.status)
    if (query && hasChanged && !isUrgent) {
      // What TanStack then writes once more renders nothing; what others wrote meanwhile is newer, unless this is the end.
      await batchCacheWrites(queryClient, () => {
        // Whoever forgot the task meanwhile ended this poll too.
        const isNews = query.state.data === before || isTerminal(task)
        if (isNews && !signal.aborted) queryClient.setQueryData(queryKey, task)
      })
      if (!isTerminal(task)) return query.state.data ?? task
    }
    if (isTerminal(task)) {
      durations?.add(task)
      registry?.settle(id, scope)
    }
    return task
  }

  try {
    const task = await (tabs ? tabs.share({ queryClient, scope, id, signal, ask }) : ask(signal))
    if (query) clearPollFailures(query)
    return task
  } catch (cause) {
    if (signal.aborted) throw cause
    const error = toVideoTaskError(cause)
    if (!query) throw error
    const now = Date.now()
    const since = recordPollFailure(query, error, now)
    if (!error.retryable || now - since < deadline) throw error
    // Another tab's answer may have landed since this poll began.
    const last = query.state.data
    if (last?.observed) return { ...last, observed: { ...last.observed, stalled: now } }
    throw new VideoTaskError(
      `Nothing was learnt of this task in ${Math.round(deadline / 60_000)} min: ${error.message}`,
      { code: 'stalled', cause: error },
    )
  }
}

/** Waits between the tries of a first answer, in ms, and when it is too late for another. */
const WAITS = [2_000, 4_000]
const FIRST_ANSWER_TIMEOUT = 10_000

function wait(ms: number, signal: AbortSignal): Promise<void> {
  return abortablePromise(signal, (resolve) => {
    const timer = setTimeout(resolve, ms)
    return () => clearTimeout(timer)
  })
}

/**
 * Asks for a task. Before the first answer a passing failure is tried again a little later, within ten seconds, before it
 * becomes the query's error: a Suspense boundary would otherwise give up at the first 503. The error counts the tries.
 */
async function retrieveWithRetry(
  id: string,
  retrieve: () => Promise<VideoTask>,
  { signal, isFirst }: { signal: AbortSignal; isFirst: boolean },
): Promise<VideoTask> {
  assertTaskId(id)
  const started = Date.now()
  for (let tries = 1; ; tries++) {
    try {
      return await retrieve()
    } catch (cause) {
      if (signal.aborted) throw cause
      const error = toVideoTaskError(cause)
      error.attempt = tries
      const ms = isFirst ? WAITS[tries - 1] : undefined
      const asked = retryAfterOf(error)
      const tooLate = ms === undefined || asked > ms || Date.now() + ms - started > FIRST_ANSWER_TIMEOUT
      if (tooLate || !(error.retryable || isUnknownTask(error))) throw error
      await wait(ms, signal)
    }
  }
}

interface Failures {
  /** How many polls in a row failed, all of them because the id was unknown, or none. */
  count: number
  isUnknown: boolean
  /** When the first of them did, in ms. */
  since: number
  /** When the last of them did, in ms. */
  last: number
}

/** Polls in a row that failed, per query: TanStack's own counters reset at each fetch or never. */
const failures = new WeakMap<object, Failures>()

/**
 * Notes that a query's poll failed, and counts it in `error.attempt`. Ids that are not known yet are counted apart: an
 * outage before must not use up the time a fresh id gets.
 *
 * @returns when the run of failures began that it stands in, in ms; a gap in the watch starts a new one
 */
function recordPollFailure(query: object, error: VideoTaskError, now: number): number {
  const before = failures.get(query)
  const isUnknown = isUnknownTask(error)
  const since = before && !isGap(now, before.last) ? before.since : now
  const count = (before?.isUnknown === isUnknown ? before.count : 0) + (error.attempt ?? 1)
  error.attempt = count
  failures.set(query, { count, isUnknown, since, last: now })
  return since
}

/** Whether a query's last poll failed. */
function hasPollFailures(query: object): boolean {
  return failures.has(query)
}

/** Forgets a query's failures: a poll succeeded, or somebody asked anew. */
export function clearPollFailures(query: object): void {
  failures.delete(query)
}

/** Status words that were warned of. */
const warnedWordsOf = perQueryClient(() => new Set<string>())

/** Warns in development, once per word, of a status this library does not know. */
function warnOfUnknownStatus(queryClient: QueryClient, task: VideoTask): void {
  if (process.env.NODE_ENV === 'production' || task.raw_status === undefined) return
  const words = warnedWordsOf(queryClient)
  if (words.has(task.raw_status)) return
  words.add(task.raw_status)
  console.warn(unknownStatusWarning(task))
}
