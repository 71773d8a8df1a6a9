import { safeStorage, type VideoTaskStorage } from './safeStorage.js'
import { isRemoved, mergeRecords, parseRecords, pruneRecords } from './videoTaskRecords.js'
import type { VideoTaskRecord, VideoTaskRegistry } from './VideoTaskRegistry.js'

/** Where and for how long a registry remembers. */
export interface VideoTaskRegistryOptions {
  /** Where it is kept; null keeps it in memory alone. @default localStorage, where there is one that works */
  storage?: VideoTaskStorage | null | undefined
  /** What its entries there are called: this, a colon and the scope. @default 'react-video-task:tasks' */
  key?: string | undefined
  /** How long a task is remembered after it was made, in ms. @default 86_400_000 (a day) */
  maxAge?: number | undefined
  /** How many tasks of a scope are remembered at most. @default 1000 */
  maxEntries?: number | undefined
  /** The clock, in ms. @default Date.now */
  now?: (() => number) | undefined
}

/** What is known of one scope, and from which text. */
interface Shelf {
  text: string | null
  /** Kept beside the storage, which may be full, or overwritten by a tab that read it too early. */
  records: VideoTaskRecord[]
  list: VideoTaskRecord[]
  pending: string[]
}

const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

/**
 * Remembers the ids of the tasks made here in `localStorage`, or in another storage. One per page, made outside of any
 * component and given to the provider. Only an end that was seen or the age limit takes an id off the pending ones.
 */
export function createVideoTaskRegistry(options: VideoTaskRegistryOptions = {}): VideoTaskRegistry {
  const { key = 'react-video-task:tasks', maxAge = 86_400_000, maxEntries = 1000, now = Date.now } = options
  const disk = safeStorage(options.storage)
  const opened = now()
  /** By the name of the scope's entry in the storage. */
  const shelves = new Map<string, Shelf>()
  const listeners = new Set<() => void>()
  const nameOf = (scope = '') => `${key}:${scope}`
  const merge = (a: VideoTaskRecord[], b: VideoTaskRecord[]) =>
    pruneRecords(mergeRecords(a, b), { now: now(), maxAge, maxEntries })
  const notify = () => {
    for (const listener of [...listeners]) listener()
  }

  function keep(name: string, text: string | null, records: VideoTaskRecord[]): Shelf {
    const list = records.filter((record) => !isRemoved(record))
    const ids = list.filter(({ ended = opened }) => ended >= opened).map(({ id }) => id)
    const { pending = ids } = shelves.get(name) ?? {}
    const shelf = { text, records, list, pending: isSame(pending, ids) ? pending : ids }
    shelves.set(name, shelf)
    return shelf
  }

  function open(name: string): Shelf {
    const text = disk.read(name)
    const known = shelves.get(name)
    const isOld = known?.records.some(({ added }) => now() - added >= maxAge)
    if (known?.text === text && !isOld) return known
    // What was there and is not any more was cleared by another tab, or by the person.
    const isCleared = text === null && known && known.text !== null
    return keep(name, text, merge(parseRecords(text), (!isCleared && known?.records) || []))
  }

  function save(name: string, records: VideoTaskRecord[]) {
    const text = JSON.stringify(records)
    keep(name, disk.write(name, text) ? text : disk.read(name), records)
    notify()
  }

  function put(name: string, record: VideoTaskRecord) {
    const { records } = open(name)
    const merged = merge(records, [record])
    if (!isSame(merged, records)) save(name, merged)
  }

  function amend(scope: string | undefined, id: string, change: Partial<VideoTaskRecord>) {
    const name = nameOf(scope)
    const record = open(name).list.find((entry) => entry.id === id)
    if (record) put(name, { ...record, ...change })
  }

  function onStorage(event: StorageEvent) {
    for (const name of shelves.keys()) {
      if (event.key !== null && event.key !== name) continue
      const { text, records } = open(name)
      // Storage has no lock: a tab that wrote at the same moment may have written over what this one had.
      if (isSame(records, merge(parseRecords(text), []))) notify()
      else save(name, records)
    }
  }

  return {
    add: (id, scope) => put(nameOf(scope), { id, added: now(), told: 'queued' }),
    // The first end and the furthest status stay: records are merged, never replaced.
    settle: (id, scope) => amend(scope, id, { ended: now() }),
    tell: (id, told, scope) => amend(scope, id, { told }),
    remove: (id, scope) => amend(scope, id, { removed: now() }),
    list: (scope) => open(nameOf(scope)).list,
    pending: (scope) => open(nameOf(scope)).pending,
    subscribe: (listener) => {
      listeners.add(listener)
      globalThis.addEventListener?.('storage', onStorage)
      return () => {
        listeners.delete(listener)
        if (listeners.size === 0) globalThis.removeEventListener?.('storage', onStorage)
      }
    },
    clear: (scope) => {
      const name = nameOf(scope)
      shelves.delete(name)
      disk.remove(name)
      notify()
    },
  }
}
