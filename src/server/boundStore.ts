import { withTimeout } from '../core/withTimeout.js'
import type { VideoProxyStore } from './VideoProxyStore.js'

/** A store answers in a millisecond, or is down: some clients then wait for it for ever. */
const TIMEOUT = 1_000

/** A store's answer as a promise. */
export interface BoundStore {
  get(key: string): Promise<unknown>
  set(key: string, value: string, ttl: number): Promise<void>
}

/** The same store, whose calls never throw at once, and reject when nothing was kept or a second went by. */
export function boundStore(store: VideoProxyStore): BoundStore {
  const limits = { url: "the proxy's store", timeout: TIMEOUT }
  return {
    get: (key) => withTimeout(async () => store.get(key), limits),
    set: (key, value, ttl) =>
      withTimeout(async () => {
        // Keyv tells so of a failure, unless it was asked to throw.
        if ((await store.set(key, value, ttl)) === false) throw new Error('The store kept nothing.')
      }, limits),
  }
}
