import { raceTimeout } from '../core/abort.js'

/**
 * A store that several instances share. A call that takes over one second counts as failed. A `Keyv` is one as it is, made
 * with `throwOnErrors: true`, because it hides its failures otherwise. Other clients need a few lines:
 *
 * ```ts
 * const storage = createStorage({ driver: redisDriver({ url }) }) // unstorage
 * const store: VideoProxyStore = {
 *   get: (key) => storage.getItem(key),
 *   set: (key, value, ttl) => storage.setItem(key, value, { ttl: Math.ceil(ttl / 1000) }),
 * }
 *
 * const owners: VideoProxyStore = { // node-redis
 *   get: (key) => redis.get(key),
 *   set: (key, value, ttl) => redis.set(key, value, { PX: ttl }),
 *   add: async (key, value, ttl) => (await redis.set(key, value, { PX: ttl, NX: true })) === 'OK',
 * }
 * ```
 */
export interface VideoProxyStore {
  /** Returns what was set under a key and has not expired. Anything but text counts as absent. */
  get(key: string): unknown
  /** Keeps a text for `ttl` ms; `false` means that it could not. Keys hold no spaces, slashes or question marks. */
  set(key: string, value: string, ttl: number): unknown
  /**
   * Keeps a text for `ttl` ms unless there is one under the key, in one step: `true` means that it was kept, `false` that
   * there was one. Used for owners, where it decides between instances that record the same id at the same moment; without
   * it, the proxy calls `get` and then `set`.
   */
  add?: ((key: string, value: string, ttl: number) => boolean | Promise<boolean>) | undefined
}

/** How the answers about a task are shared between its viewers. */
export interface VideoProxyCacheOptions {
  /**
   * How long the answer about a running task is shown to further viewers, in ms. That of an ended task is shown for 30 s,
   * an error for one second at most, and none longer than the signed URL in it is valid.
   * @default 2000 (below any sensible poll interval)
   */
  ttl?: number | undefined
  /**
   * Shares answers between instances. Without it each instance sends its own requests, as it does while the store is down:
   * after a failure, or a call of over one second, the store is skipped, and tried again every 5 s at no caller's expense.
   */
  store?: VideoProxyStore | undefined
}

/** Options of `createMemoryStore`. */
export interface MemoryStoreOptions {
  /**
   * The most entries. When they are reached, a tenth is dropped at once: first the expired ones, then those that were
   * neither read nor written for the longest time, so tasks that are still polled stay.
   * @default 10000
   */
  maxEntries?: number
}

/**
 * Creates a store in the memory of this process, for one process and for tests: its entries are lost when the process
 * ends, and other instances do not see them. A proxy that keeps owners in it reports to `onError` when the first ones are
 * dropped before they expire.
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
  const listeners: EvictionListener[] = []
  const entries = createExpiringMap<string>(maxEntries, (count) => {
    for (const listener of listeners.splice(0)) listener(memoryStoreFull(maxEntries, count))
  })
  const store: VideoProxyStore = {
    get: entries.get,
    set: entries.set,
    add(key, value, ttl) {
      if (entries.get(key) !== undefined) return false
      entries.set(key, value, ttl)
      return true
    },
  }
  evictionListeners.set(store, listeners)
  return store
}

type EvictionListener = (error: Error) => void

/** Those of each memory store that have not been called yet. */
const evictionListeners = new WeakMap<VideoProxyStore, EvictionListener[]>()

/** Calls a listener once, when a memory store drops entries that have not expired. Other stores do not tell. */
export function onFirstEviction(store: VideoProxyStore, listener: EvictionListener): void {
  evictionListeners.get(store)?.push(listener)
}

/** Whether a store is one of `createMemoryStore`: it knows no more than this process does. */
export const isMemoryStore = (store: VideoProxyStore): boolean => evictionListeners.has(store)

const memoryStoreFull = (maxEntries: number, count: number) =>
  new Error(
    `createMemoryStore is full: of ${maxEntries} entries, ${count} that had not expired were dropped, the least recently ` +
      'used ones. Tasks whose owner was among them are answered with 404. This is reported once. Set a higher ' +
      '`maxEntries`, or keep owners in a store outside this process (`owners`), or in signed ids (`secret`).',
  )

/** A store whose calls return promises and end in time. */
export interface TimedStore {
  get(key: string): Promise<unknown>
  set(key: string, value: string, ttl: number): Promise<void>
  /** Whether the value was set, because nothing was there. */
  add?: ((key: string, value: string, ttl: number) => Promise<boolean>) | undefined
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
    add: store.add && ((key, value, ttl) => raceTimeout(addOrThrow(store, key, value, ttl), limits)),
  }
}

/** In ms. A store answers within milliseconds, or is down. */
const STORE_TIMEOUT = 1_000

/** Keyv reports a failure as `false`, unless it is configured to throw. */
async function setOrThrow(store: VideoProxyStore, key: string, value: string, ttl: number): Promise<void> {
  if ((await store.set(key, value, ttl)) === false) throw new Error('The store did not keep the value.')
}

/** Any result but these two could mean either, such as the `null` of a Redis client. */
async function addOrThrow(store: VideoProxyStore, key: string, value: string, ttl: number): Promise<boolean> {
  const isAdded: unknown = await store.add?.(key, value, ttl)
  if (typeof isAdded === 'boolean') return isAdded
  throw new TypeError('The `add` of the store must return true where it kept the value, else false.')
}

/** A bounded map whose entries expire. */
interface ExpiringMap<T> {
  get(key: string): T | undefined
  /** Keeps a value for `ttl` ms. */
  set(key: string, value: T, ttl: number): void
  delete(key: string): void
}

/**
 * Creates a map of at most `maxEntries` entries without a timer. When it is full, a tenth is dropped at once, the expired
 * entries first, then the least recently used: to delete the oldest entries of a `Map` one by one is slow, because it walks
 * over all that were deleted before.
 *
 * @param onEvict called with the number of entries that were dropped before they expired
 */
export function createExpiringMap<T>(maxEntries: number, onEvict?: (count: number) => void): ExpiringMap<T> {
  const entries = new Map<string, { value: T; since: number; end: number }>()

  function makeRoom(): void {
    const surplus = Math.ceil(maxEntries / 10)
    const now = Date.now()
    for (const [key, { end }] of entries) if (end <= now) entries.delete(key)
    const count = Math.max(0, surplus - (maxEntries - entries.size))
    for (const key of [...entries.keys()].slice(0, count)) entries.delete(key)
    if (count > 0) onEvict?.(count)
  }

  return {
    get(key) {
      const entry = entries.get(key)
      const now = Date.now()
      // A clock that was set back since would keep an entry for as long again.
      if (!entry || entry.end <= now || entry.since > now) return undefined
      // A Map iterates in the order of insertion, so the least recently used entry comes first.
      entries.delete(key)
      entries.set(key, entry)
      return entry.value
    },
    set(key, value, ttl) {
      entries.delete(key)
      if (entries.size >= maxEntries) makeRoom()
      const since = Date.now()
      entries.set(key, { value, since, end: since + ttl })
    },
    delete: (key) => void entries.delete(key),
  }
}
