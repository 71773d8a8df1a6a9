import { raceTimeout } from '../core/abort.js'
import type { VideoProxyStore } from './options.js'

/** Options of `createMemoryStore`. */
export interface MemoryStoreOptions {
  /** The most entries; when they are reached, the older half is dropped. @default 10000 */
  maxEntries?: number
}

/**
 * Creates a store in the memory of this process, for one process and for tests: its entries are lost when the process
 * ends, and other instances do not see them.
 *
 * @example
 * ```ts
 * import { createMemoryStore, createVideoProxy } from 'react-video-task/server'
 *
 * export const proxy = createVideoProxy({
 *   apiKey: process.env.COMETAPI_KEY ?? '',
 *   owners: createMemoryStore({ maxEntries: 50_000 }),
 *   authorize: ({ request }) => {
 *     const id = request.headers.get('x-user')
 *     return id === null ? null : { id }
 *   },
 * })
 * ```
 */
export function createMemoryStore({ maxEntries = 10_000 }: MemoryStoreOptions = {}): VideoProxyStore {
  const entries = createExpiringMap<string>(maxEntries)
  return { get: entries.get, set: entries.set }
}

/** A store whose calls return promises and end in time. */
export interface TimedStore {
  get(key: string): Promise<unknown>
  set(key: string, value: string, ttl: number): Promise<void>
}

/**
 * Wraps a store so that its calls never throw synchronously, and reject after one second, or when nothing was stored: some
 * clients never reject when the server is down.
 */
export function withStoreTimeout(store: VideoProxyStore): TimedStore {
  const onTimeout = () => new Error(`The store did not answer within ${STORE_TIMEOUT / 1000} s.`)
  const limits = { timeout: STORE_TIMEOUT, onTimeout }
  return {
    get: (key) => raceTimeout((async () => store.get(key))(), limits),
    set: (key, value, ttl) => raceTimeout(setOrThrow(store, key, value, ttl), limits),
  }
}

/** In ms. A store answers within milliseconds, or is down. */
const STORE_TIMEOUT = 1_000

/** Keyv reports a failure as `false`, unless it is configured to throw. */
async function setOrThrow(store: VideoProxyStore, key: string, value: string, ttl: number): Promise<void> {
  if ((await store.set(key, value, ttl)) === false) throw new Error('The store did not keep the value.')
}

/** A bounded map whose entries expire. */
interface ExpiringMap<T> {
  get(key: string): T | undefined
  /** Keeps a value for `ttl` ms. */
  set(key: string, value: T, ttl: number): void
}

/**
 * Creates a map of at most `maxEntries` entries without a timer. When it is full, the older half is dropped at once: to
 * delete the oldest entries of a `Map` one by one is slow, because it walks over all that were deleted before.
 */
export function createExpiringMap<T>(maxEntries: number): ExpiringMap<T> {
  const half = Math.ceil(maxEntries / 2)
  type Entries = Map<string, { value: T; end: number }>
  let newer: Entries = new Map()
  let older: Entries = new Map()
  return {
    get(key) {
      const entry = newer.get(key) ?? older.get(key)
      return entry && entry.end > Date.now() ? entry.value : undefined
    },
    set(key, value, ttl) {
      if (newer.size >= half) {
        older = newer
        newer = new Map()
      }
      newer.set(key, { value, end: Date.now() + ttl })
    },
  }
}
