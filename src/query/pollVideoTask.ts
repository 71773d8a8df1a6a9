import type { Query, QueryFunctionContext } from '@tanstack/react-query'
import { observeVideoTask } from '../core/observeVideoTask.js'
import type { VideoClient } from '../core/VideoClient.js'
import type { VideoTask } from '../core/VideoTask.js'
import { VideoTaskError } from '../core/VideoTaskError.js'
import { clearPollFailures, hasPollFailures, notePollFailure } from './pollFailures.js'
import { retrieveUntilKnown } from './retrieveUntilKnown.js'
import { toVideoTaskError } from './toVideoTaskError.js'
import type { VideoTaskKey } from './videoTaskKeys.js'
import type { VideoTaskOptions } from './videoTaskOptions.js'

const DEADLINE = 1_800_000

/** One poll: asks, and adds what watching has shown; a failure carries how many there have been in a row. */
export async function pollVideoTask(
  client: VideoClient,
  id: string,
  { client: queryClient, queryKey, signal }: QueryFunctionContext<VideoTaskKey>,
  { pollDeadline: deadline = DEADLINE }: VideoTaskOptions,
): Promise<VideoTask> {
  const query: Query<VideoTask> | undefined = queryClient.getQueryCache().find({ queryKey, exact: true })
  const known = query?.state.data
  const lastLook = Math.max(query?.state.dataUpdatedAt ?? 0, query?.state.errorUpdatedAt ?? 0)
  const isFirst = known === undefined && !(query && hasPollFailures(query))
  try {
    const task = await retrieveUntilKnown(client, id, { signal, isFirst })
    if (query) clearPollFailures(query)
    return observeVideoTask(known, task, { now: Date.now(), lastLook, deadline })
  } catch (cause) {
    if (signal.aborted) throw cause
    const error = toVideoTaskError(cause)
    if (!query) throw error
    const now = Date.now()
    const { count, since } = notePollFailure(query, error.attempt ?? 1, now)
    error.attempt = count
    if (!error.retryable || now - since < deadline) throw error
    if (known?.observed) return { ...known, observed: { ...known.observed, stalled: now } }
    throw new VideoTaskError(
      `Nothing could be learnt of this task in ${Math.round(deadline / 60_000)} min, so polling has ended: ${error.message}`,
      { code: 'stalled', cause: error },
    )
  }
}
