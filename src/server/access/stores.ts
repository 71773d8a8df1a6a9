import { raceTimeout } from '../../core/abort.js'
import type { VideoProxyStore } from '../options.js'

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

/** A bounded map whose entries end by themselves. */
interface ExpiringMap<T> {
  get(key: string): T | undefined
  /** Keeps a value for `ttl` ms. */
  set(key: string, value: T, ttl: number): void
}

/**
 * Makes a map of at most `max` entries, of which the older half makes room when it is full: taking the oldest out of a
 * `Map` one by one is slow, because it walks over all that were taken out before. No timer runs.
 */
export function createExpiringMap<T>(max: number): ExpiringMap<T> {
  const half = Math.ceil(max / 2)
  type Entries = Map<string, { value: T; end: number }>
  let young: Entries = new Map()
  let old: Entries = new Map()
  return {
    get(key) {
      const entry = young.get(key) ?? old.get(key)
      return entry && entry.end > Date.now() ? entry.value : undefined
    },
    set(key, value, ttl) {
      if (young.size >= half) {
        old = young
        young = new Map()
      }
      young.set(key, { value, end: Date.now() + ttl })
    },
  }
}

/** A store answers in a millisecond, or is down: some clients then wait for it for ever. */
const TIMEOUT = 1_000

/** A store's answer as a promise. */
export interface BoundStore {
  get(key: string): Promise<unknown>
  set(key: string, value: string, ttl: number): Promise<void>
}

/** The same store, whose calls never throw synchronously, and reject after a second or when nothing was stored. */
export function withStoreTimeout(store: VideoProxyStore): BoundStore {
  const onTimeout = () => new Error(`The store did not answer within ${TIMEOUT / 1000} s.`)
  const limits = { timeout: TIMEOUT, onTimeout }
  return {
    get: (key) => raceTimeout((async () => store.get(key))(), limits),
    set: (key, value, ttl) => raceTimeout(setOrThrow(store, key, value, ttl), limits),
  }
}

/** Keyv reports a failure as `false`, unless it is configured to throw. */
async function setOrThrow(store: VideoProxyStore, key: string, value: string, ttl: number): Promise<void> {
  if ((await store.set(key, value, ttl)) === false) throw new Error('The store kept nothing.')
}
