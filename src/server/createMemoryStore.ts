import { createExpiringMap } from './createExpiringMap.js'
import type { VideoProxyStore } from './VideoProxyStore.js'

/** Options of `createMemoryStore`. */
export interface MemoryStoreOptions {
  /** The most entries; the older half is forgotten when they are reached. @default 10000 */
  maxEntries?: number
}

/**
 * A store in the memory of this process: lost when it ends, and unknown to any other. Right for one process and for tests.
 */
export function createMemoryStore({ maxEntries = 10_000 }: MemoryStoreOptions = {}): VideoProxyStore {
  const entries = createExpiringMap<string>(maxEntries)
  return { get: entries.get, set: entries.set }
}
