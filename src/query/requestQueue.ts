import type { QueryClient } from '@tanstack/react-query'
import { abortablePromise } from '../core/abort.js'
import { MAX_CONCURRENT_REQUESTS } from '../core/polling/pollingDefaults.js'
import { perQueryClient } from './perQueryClient.js'

/** Options of `enqueueRequest`. */
interface EnqueueRequestOptions {
  /** Leaves the queue. A request that has started has to observe the signal itself. */
  signal: AbortSignal
  /** Requests of the page in flight at the same time. @default 4 */
  max?: number | undefined
}

/**
 * Runs a request once it is its turn: first in, first out, and never more than `max` of one page at the same time. A
 * thousand tasks mounted at once thus follow each other instead of bursting: with 4 in flight and answers in 200 ms, the
 * first round takes 50 s, and each task's next poll is timed from its own answer, so the spread stays.
 *
 * Timeouts belong inside `run`, so that time spent in the queue does not count as a failure.
 *
 * @throws the signal's reason when it fires before the request has started; afterwards whatever `run` throws
 */
export async function enqueueRequest<T>(
  queryClient: QueryClient,
  run: () => Promise<T>,
  { signal, max = MAX_CONCURRENT_REQUESTS }: EnqueueRequestOptions,
): Promise<T> {
  signal.throwIfAborted()
  const queue = queueOf(queryClient)
  // A limit below 1 would never start anything.
  await waitForTurn(queue, max >= 1 ? max : 1, signal)
  try {
    return await run()
  } finally {
    queue.running -= 1
    startWaiting(queue)
  }
}

/** A request that waits for its turn. */
interface QueuedRequest {
  max: number
  start: () => void
}

interface RequestQueue {
  running: number
  /** In order of arrival; a set, so that one of thousands leaves without a search. */
  waiting: Set<QueuedRequest>
}

const queueOf = perQueryClient((): RequestQueue => ({ running: 0, waiting: new Set() }))

function waitForTurn(queue: RequestQueue, max: number, signal: AbortSignal): Promise<void> {
  return abortablePromise(signal, (start) => {
    const request = { max, start }
    queue.waiting.add(request)
    startWaiting(queue)
    return () => {
      queue.waiting.delete(request)
      // Requests behind this one may have a higher limit.
      startWaiting(queue)
    }
  })
}

/** Starts waiting requests in order, until the next one's limit is reached. */
function startWaiting(queue: RequestQueue): void {
  for (const request of queue.waiting) {
    if (queue.running >= request.max) return
    queue.waiting.delete(request)
    queue.running += 1
    request.start()
  }
}
