import { type QueryFunctionContext, replaceEqualDeep } from '@tanstack/react-query'
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
  let last = known
  const lastLook = Math.max(query?.state.dataUpdatedAt ?? 0, query?.state.errorUpdatedAt ?? 0)

  async function ask(signal: AbortSignal): Promise<VideoTask> {
    const retrieve = () => limitRequests(queryClient, () => client.retrieve(id, { signal }), { signal, max })
    const isFirst = known === undefined && !(query && hasPollFailures(query))
    const answer = await retrieveUntilKnown(id, retrieve, { signal, isFirst })
    last = query?.state.data
    const task = observeVideoTask(last, answer, { now: Date.now(), lastLook, deadline })
    if (isTerminal(task)) {
      durations?.add(task)
      registry?.settle(id, scope)
    }
    warnOfUnknownStatus(queryClient, task)
    return task
  }

  /** What is written with that of others needs no render of its own when TanStack writes it once more. */
  async function write(seen: VideoTask): Promise<VideoTask> {
    const now = query?.state.data
    // What was written since the answer came is newer.
    const task = now && now !== last ? now : replaceEqualDeep(now, seen)
    if (!query || task === now) return task
    await writeTogether(queryClient, () => {
      if (query.state.data === now && !signal.aborted) queryClient.setQueryData(queryKey, task)
    })
    return query.state.data ?? task
  }

  try {
    const seen = await (tabs ? tabs.share({ queryClient, scope, id, signal, ask }) : ask(signal))
    const task = await write(seen)
    if (query) clearPollFailures(query)
    return task
  } catch (cause) {
    if (signal.aborted) throw cause
    const error = toVideoTaskError(cause)
    if (!query) throw error
    const now = Date.now()
    const { count, since } = notePollFailure(query, error.attempt ?? 1, now)
    error.attempt = count
    if (!error.retryable || now - since < deadline) throw error
    // Another tab's answer may have landed since this poll began.
    const last = query.state.data
    if (last?.observed) return { ...last, observed: { ...last.observed, stalled: now } }
    throw new VideoTaskError(
      `Nothing could be learnt of this task in ${Math.round(deadline / 60_000)} min, so polling has ended: ${error.message}`,
      { code: 'stalled', cause: error },
    )
  }
}
