import { isServer, type QueryFunctionContext } from '@tanstack/react-query'
import { isTerminal } from '../core/isTerminal.js'
import { observeVideoTask } from '../core/observeVideoTask.js'
import type { VideoClient } from '../core/VideoClient.js'
import type { VideoTask } from '../core/VideoTask.js'
import { VideoTaskError } from '../core/VideoTaskError.js'
import { limitRequests } from './limitRequests.js'
import { clearPollFailures, hasPollFailures, notePollFailure } from './pollFailures.js'
import { retrieveUntilKnown } from './retrieveUntilKnown.js'
import { toVideoTaskError } from './toVideoTaskError.js'
import type { VideoTaskKey } from './videoTaskKeys.js'
import type { VideoTaskOptions } from './videoTaskOptions.js'
import { warnOfUnknownStatus } from './warnOfUnknownStatus.js'
import { writeTogether } from './writeTogether.js'

const DEADLINE = 1_800_000

/** One poll: asks, and adds what watching has shown; a failure carries how many there have been in a row. */
export async function pollVideoTask(
  client: VideoClient,
  id: string,
  { client: queryClient, queryKey, signal }: QueryFunctionContext<VideoTaskKey>,
  options: VideoTaskOptions,
): Promise<VideoTask> {
  const { scope, durations, registry, tabs, maxRequests: max, pollDeadline: deadline = DEADLINE } = options
  // By its hash: `find` would hash every other key in the cache, a thousand of them on a large page, at each poll.
  const { queryHash } = queryClient.defaultQueryOptions({ queryKey })
  const query = queryClient.getQueryCache().get<VideoTask>(queryHash)
  const known = query?.state.data
  const lastLook = Math.max(query?.state.dataUpdatedAt ?? 0, query?.state.errorUpdatedAt ?? 0)

  async function ask(signal: AbortSignal): Promise<VideoTask> {
    const retrieve = () => limitRequests(queryClient, () => client.retrieve(id, { signal }), { signal, max })
    const isFirst = !known && !(query && hasPollFailures(query))
    const answer = await retrieveUntilKnown(id, retrieve, { signal, isFirst })
    const before = query?.state.data
    const task = observeVideoTask(before, answer, { now: Date.now(), lastLook, deadline })
    warnOfUnknownStatus(queryClient, task)
    const hasChanged = task.observed?.last_change !== before?.observed?.last_change
    // Tabs are told of a state at once: should this page go away meanwhile, another one speaks of it.
    const isUrgent = isServer || (tabs && task.status !== before?.status)
    if (query && hasChanged && !isUrgent) {
      // What TanStack then writes once more renders nothing; what others wrote meanwhile is newer, unless this is the end.
      await writeTogether(queryClient, () => {
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
    const since = notePollFailure(query, error, now)
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
