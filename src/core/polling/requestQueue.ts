import { abortablePromise } from '../abort.js'
import type { VideoClient } from '../client/VideoClient.js'
import {
  JITTER_SHARE,
  LIMITED_PACE_MS,
  MAX_CONCURRENT_REQUESTS,
  MAX_LIMITED_PACE_MS,
  MAX_RETRY_AFTER_MS,
} from './pollingDefaults.js'
import { keyWaitOf } from './retryPolicy.js'

/** How a request is queued. */
export interface QueuedRequestOptions {
  /** The client that sends it. Limits belong to its key: an answer that asks to wait holds all of its requests. */
  client: VideoClient
  /** Leaves the queue; a request that has started has to observe it itself. */
  signal: AbortSignal
  /** Requests of the page in flight at the same time, each of as many polls as the client sends together. @default 4 */
  max?: number | undefined
}

/** What the last limit of a client's key leaves allowed. */
export interface KeyLimit {
  /** When the next request may start, in ms of `performance.now()`, which no clock that is set moves; `Infinity` while one is sent alone. */
  next: number
  /** Time between two requests, in ms. */
  pace: number
  /** No request was answered since the limit. */
  isProbing: boolean
}

/**
 * Creates a queue that runs each request when it is its turn: first in, first out, and never more than `max` at the same time.
 *
 * @param holds whether an answer that asks a key to wait holds the further requests of its client
 */
export function createRequestQueue(holds: boolean) {
  let running = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  /** In order of arrival; a set, so that one of thousands leaves without a search. */
  const waiting = new Set<{ client: VideoClient; max: number; start: () => void }>()
  const limits = new WeakMap<VideoClient, KeyLimit>()

  /** Starts waiting requests in order, until the next one's limit is reached. */
  function startWaiting() {
    clearTimeout(timer)
    const now = performance.now()
    let wake = Infinity
    for (const request of waiting) {
      if (running >= request.max * (request.client.batch?.size ?? 1)) return
      const held = limits.get(request.client)
      if (held && now < held.next) {
        wake = Math.min(wake, held.next)
        continue
      }
      waiting.delete(request)
      running += 1
      // A limit of long ago says nothing about the traffic of today.
      if (held && now - held.next > MAX_RETRY_AFTER_MS) limits.delete(request.client)
      else if (held) held.next = held.isProbing ? Infinity : now + held.pace
      request.start()
    }
    if (wake < Infinity) timer = setTimeout(startWaiting, wake - now)
  }

  /**
   * Holds a client's requests where an error asks its key to wait. Errors of requests from before the current hold say
   * nothing about its pace.
   */
  function hold(client: VideoClient, error: unknown, heldBefore?: KeyLimit) {
    const held = limits.get(client)
    const wait = holds ? keyWaitOf(error) : 0
    if (wait) {
      const next = performance.now() + wait * (1 + JITTER_SHARE * Math.random())
      const isTooFast = held && held === heldBefore
      const pace = isTooFast ? Math.min(held.pace * 2, MAX_LIMITED_PACE_MS) : (held?.pace ?? LIMITED_PACE_MS)
      limits.set(client, { next, pace, isProbing: true })
    } else if (held?.isProbing && held === heldBefore) {
      held.isProbing = false
      held.next = performance.now() + held.pace
    }
  }

  async function run<T>(
    send: () => Promise<T>,
    { client, signal, max = MAX_CONCURRENT_REQUESTS }: QueuedRequestOptions,
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
    const held = limits.get(client)
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

  // The devtools show what waits, and why.
  return { run, hold, waiting, limits }
}
