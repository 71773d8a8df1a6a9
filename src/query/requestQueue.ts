import type { QueryClient } from '@tanstack/react-query'
import { abortablePromise } from '../core/abort.js'
import { MAX_CONCURRENT_REQUESTS } from '../core/polling/pollingDefaults.js'
import { perQueryClient } from './perQueryClient.js'

/**
 * Runs a request once it is its turn: first in, first out, and never more than `max` of one page at the same time. A
 * thousand tasks mounted at once thus follow each other instead of bursting: with 4 in flight and answers in 200 ms, the
 * first round takes 50 s, and each task's next poll is timed from its own answer, so the spread stays.
 *
 * Timeouts belong inside `run`, so that time spent in the queue does not count as a failure.
 *
 * @param signal leaves the queue; a request that has started has to observe it itself
 * @param max requests of the page in flight at the same time. @default 4
 * @throws the signal's reason when it fires before the request has started; afterwards whatever `run` throws
 */
export function enqueueRequest<T>(
  queryClient: QueryClient,
  run: () => Promise<T>,
  { signal, max = MAX_CONCURRENT_REQUESTS }: { signal: AbortSignal; max?: number | undefined },
): Promise<T> {
  // A limit below 1 would never start anything.
  return queueOf(queryClient)(run, signal, max >= 1 ? max : 1)
}

type RequestQueue = <T>(run: () => Promise<T>, signal: AbortSignal, max: number) => Promise<T>

const queueOf = /* @__PURE__ */ perQueryClient(createRequestQueue)

function createRequestQueue(): RequestQueue {
  let running = 0
  /** In order of arrival; a set, so that one of thousands leaves without a search. */
  const waiting = new Set<{ max: number; start: () => void }>()

  /** Starts waiting requests in order, until the next one's limit is reached. */
  function startWaiting() {
    for (const request of waiting) {
      if (running >= request.max) return
      waiting.delete(request)
      running += 1
      request.start()
    }
  }

  return async (run, signal, max) => {
    signal.throwIfAborted()
    await abortablePromise(signal, (start) => {
      const request = { max, start }
      waiting.add(request)
      startWaiting()
      return () => {
        waiting.delete(request)
        // Requests behind this one may have a higher limit.
        startWaiting()
      }
    })
    try {
      return await run()
    } finally {
      running -= 1
      startWaiting()
    }
  }
}
