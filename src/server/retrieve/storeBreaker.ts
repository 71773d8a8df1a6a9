import type { TimedStore } from '../stores.js'

/** What becomes known about a store, each once per outage. */
interface StoreEvents {
  /** The first failure or timeout, after which the store is skipped. */
  onDown: (error: unknown) => void
  /** The store answers again, and is used again. */
  onUp: () => void
}

/**
 * Wraps a store in a circuit breaker, so that an outage costs its callers one wait. After a failure or a timeout the store
 * is skipped: calls in flight stop waiting, and further ones resolve to `undefined` at once. Every few seconds one call
 * starts a probe, for which no caller waits. Calls never reject.
 */
export function withCircuitBreaker(store: TimedStore, { onDown, onUp }: StoreEvents): TimedStore {
  let isDown = false
  let nextProbe = 0
  /** Ends the waits of the calls in flight. */
  const waits = new Set<() => void>()

  async function call<T>(start: () => Promise<T>): Promise<T | undefined> {
    if (isDown) {
      if (isProbeDue()) void probe()
      return undefined
    }
    let endWait = () => {}
    const ended = new Promise<undefined>((resolve) => (endWait = () => resolve(undefined)))
    waits.add(endWait)
    try {
      return await Promise.race([start(), ended])
    } catch (error) {
      if (!isDown) skipStore(error)
      return undefined
    } finally {
      waits.delete(endWait)
    }
  }

  function skipStore(error: unknown): void {
    isDown = true
    nextProbe = Date.now() + PROBE_INTERVAL
    for (const endWait of waits) endWait()
    onDown(error)
  }

  function isProbeDue(): boolean {
    const wait = nextProbe - Date.now()
    // A longer wait means that the clock was set back.
    return wait <= 0 || wait > PROBE_INTERVAL
  }

  async function probe(): Promise<void> {
    // Set before the probe ends: some platforms stop what is still running when a request has been answered.
    nextProbe = Date.now() + PROBE_INTERVAL
    try {
      // Reads alone would succeed on a store that is full or read-only.
      await store.set(PROBE_KEY, 'probe', PROBE_INTERVAL)
      await store.get(PROBE_KEY)
    } catch {
      // The same outage, which `onDown` has received.
      return
    }
    if (!isDown) return
    isDown = false
    onUp()
  }

  return {
    get: (key) => call(() => store.get(key)),
    set: (key, value, ttl) => call(() => store.set(key, value, ttl)),
  }
}

/** How long a store that failed is skipped between two probes, in ms: more than the time limit of the calls of a probe. */
const PROBE_INTERVAL = 5_000

const PROBE_KEY = 'video-task:probe'
