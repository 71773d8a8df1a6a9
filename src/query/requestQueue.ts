import { isServer, type QueryClient } from '@tanstack/react-query'
import { abortablePromise } from '../core/abort.js'
import type { VideoClient } from '../core/client/VideoClient.js'
import { JITTER_SHARE, MAX_CONCURRENT_REQUESTS, MAX_RETRY_AFTER_MS } from '../core/polling/pollingDefaults.js'
import { keyWaitOf } from '../core/polling/retryPolicy.js'
import { perQueryClient } from './perQueryClient.js'

/** How a request is queued. */
interface RequestOptions {
  /** The client that sends it. Limits belong to its key: an answer that asks to wait holds all of its requests. */
  client: VideoClient
  /** Leaves the queue; a request that has started has to observe it itself. */
  signal: AbortSignal
  /** Requests of the page in flight at the same time. @default 4 */
  max?: number | undefined
}

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
  options: RequestOptions,
): Promise<T> {
  return queueOf(queryClient).run(run, options)
}

/** Holds the polls of a client for as long as a failed create's error asks its key to wait. */
export function holdRequests(queryClient: QueryClient, client: VideoClient, error: unknown): void {
  queueOf(queryClient).hold(client, error)
}

const queueOf = /* @__PURE__ */ perQueryClient(createRequestQueue)

/** Time between two requests after a limit, in ms: 4 a second, half as many after each further limit. */
const LIMITED_PACE_MS = 250

/** Longest time between two requests after several limits, in ms. */
const MAX_LIMITED_PACE_MS = 16_000

/** What the last limit of a client's key leaves allowed. */
interface Hold {
  /** When the next request may start, in ms; `Infinity` while one is sent alone. */
  next: number
  /** Time between two requests, in ms. */
  pace: number
  /** No request was answered since the limit. */
  isProbing: boolean
}

function createRequestQueue() {
  let running = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  /** In order of arrival; a set, so that one of thousands leaves without a search. */
  const waiting = new Set<{ client: VideoClient; max: number; start: () => void }>()
  const holds = new WeakMap<VideoClient, Hold>()

  /** Starts waiting requests in order, until the next one's limit is reached. */
  function startWaiting() {
    clearTimeout(timer)
    const now = Date.now()
    let wake = Infinity
    for (const request of waiting) {
      if (running >= request.max) return
      const held = holds.get(request.client)
      if (held && now < held.next) {
        wake = Math.min(wake, held.next)
        continue
      }
      waiting.delete(request)
      running += 1
      // A limit of long ago says nothing about the traffic of today.
      if (held && now - held.next > MAX_RETRY_AFTER_MS) holds.delete(request.client)
      else if (held) held.next = held.isProbing ? Infinity : now + held.pace
      request.start()
    }
    if (wake < Infinity) timer = setTimeout(startWaiting, wake - now)
  }

  /**
   * Holds a client's requests where an error asks its key to wait. Errors of requests from before the current hold say
   * nothing about its pace.
   */
  function hold(client: VideoClient, error: unknown, heldBefore?: Hold) {
    const held = holds.get(client)
    // A server does not hold: its pages are rendered with what it knows now.
    const wait = isServer ? 0 : keyWaitOf(error)
    if (wait) {
      const next = Date.now() + wait * (1 + JITTER_SHARE * Math.random())
      const isTooFast = held && held === heldBefore
      const pace = isTooFast ? Math.min(held.pace * 2, MAX_LIMITED_PACE_MS) : (held?.pace ?? LIMITED_PACE_MS)
      holds.set(client, { next, pace, isProbing: true })
    } else if (held?.isProbing && held === heldBefore) {
      held.isProbing = false
      held.next = Date.now() + held.pace
    }
  }

  async function run<T>(
    send: () => Promise<T>,
    { client, signal, max = MAX_CONCURRENT_REQUESTS }: RequestOptions,
  ): Promise<T> {
    signal.throwIfAborted()
    await abortablePromise(signal, (start) => {
      // A limit below 1 would never start anything.
      const request = { client, max: max >= 1 ? max : 1, start }
      waiting.add(request)
      startWaiting()
      return () => {
        waiting.delete(request)
        // Requests behind this one may have a higher limit.
        startWaiting()
      }
    })
    const held = holds.get(client)
    let failure: unknown
    try {
      return await send()
    } catch (error) {
      failure = error
      throw error
    } finally {
      running -= 1
      hold(client, failure, held)
      startWaiting()
    }
  }

  return { run, hold }
}
