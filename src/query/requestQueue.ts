import { isServer, type QueryCacheNotifyEvent, type QueryClient } from '@tanstack/react-query'
import type { VideoClient } from '../core/client/VideoClient.js'
import { createRequestQueue } from '../core/polling/requestQueue.js'
import { perQueryClient } from './perQueryClient.js'

/** Holds the polls of a client for as long as a failed create's error asks its key to wait. */
export function holdRequests(queryClient: QueryClient, client: VideoClient, error: unknown): void {
  queueOf(queryClient).hold(client, error)
}

/** Whether an answer of the last minutes has asked a client's key to wait. */
export const isHeld = (queryClient: QueryClient, client: VideoClient): boolean =>
  queueOf(queryClient).limits.has(client)

/**
 * The queue that every poll of a page passes: first in, first out. A thousand tasks mounted at once thus follow each other
 * instead of bursting: with 4 in flight and answers in 200 ms, the first round takes 50 s, and each task's next poll is timed
 * from its own answer, so the spread stays.
 *
 * After a 429 or 503 with a wait, no request of that client starts until the wait is over. Then one is sent alone, and once
 * it is answered, the others follow at a pace that halves with each further limit.
 *
 * Timeouts belong inside a request, so that time spent in the queue does not count as a failure.
 */
export const queueOf = /* @__PURE__ */ perQueryClient((queryClient) => {
  queryClient.getQueryCache().subscribe(resolveRetryOnMount)
  // A server does not hold: its pages are rendered with what it knows now.
  return createRequestQueue(!isServer)
})

/**
 * Calls a new observer's `retryOnMount`, for TanStack Query before 5.100: it counts a function as true there, so that each
 * mount would poll after a 401. Observers are added just before they read the option.
 */
function resolveRetryOnMount(event: QueryCacheNotifyEvent): void {
  if (event.type !== 'observerAdded') return
  const { options } = event.observer
  const { retryOnMount } = options
  if (typeof retryOnMount !== 'function') return
  options.retryOnMount = retryOnMount(event.query)
  queueMicrotask(() => (options.retryOnMount = retryOnMount))
}
