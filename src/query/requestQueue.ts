import { isServer, type QueryClient } from '@tanstack/react-query'
import type { VideoClient } from '../core/client/VideoClient.js'
import { createRequestQueue, type QueuedRequestOptions } from '../core/polling/requestQueue.js'
import { perQueryClient } from './perQueryClient.js'

/**
 * Runs a request once it is its turn: first in, first out, and never more than `max` of one page at the same time. A
 * thousand tasks mounted at once thus follow each other instead of bursting: with 4 in flight and answers in 200 ms, the
 * first round takes 50 s, and each task's next poll is timed from its own answer, so the spread stays.
 *
 * After a 429 or 503 with a wait, no request of that client starts until the wait is over. Then one is sent alone, and
 * once it is answered, the others follow at a pace that halves with each further limit.
 *
 * Timeouts belong inside `run`, so that time spent in the queue does not count as a failure.
 *
 * @throws the signal's reason when it fires before the request has started; afterwards whatever `run` throws
 */
export function enqueueRequest<T>(
  queryClient: QueryClient,
  run: () => Promise<T>,
  options: QueuedRequestOptions,
): Promise<T> {
  return queueOf(queryClient).run(run, options)
}

/** Holds the polls of a client for as long as a failed create's error asks its key to wait. */
export function holdRequests(queryClient: QueryClient, client: VideoClient, error: unknown): void {
  queueOf(queryClient).hold(client, error)
}

/** Whether an answer of the last minutes has asked a client's key to wait. */
export const isHeld = (queryClient: QueryClient, client: VideoClient): boolean =>
  queueOf(queryClient).limits.has(client)

// A server does not hold: its pages are rendered with what it knows now.
export const queueOf = /* @__PURE__ */ perQueryClient(() => createRequestQueue(!isServer))
