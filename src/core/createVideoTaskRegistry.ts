import { isLaterStatus } from './isLaterStatus.js'
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
  /** What this page wrote: kept beside the storage, which may be full, or overwritten by a tab that read it too early. */
  own: Map<string, VideoTaskRecord>
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
  const shelves = new Map<string, Shelf>()
  const listeners = new Set<() => void>()
  const nameOf = (scope: string) => `${key}:${scope}`
  const prune = (records: VideoTaskRecord[]) => pruneRecords(records, { now: now(), maxAge, maxEntries })

  function fill(shelf: Shelf, records: VideoTaskRecord[]) {
    shelf.records = records
    const kept = new Set(records.map(({ id }) => id))
    for (const id of shelf.own.keys()) if (!kept.has(id)) shelf.own.delete(id)
    shelf.list = records.filter((record) => !isRemoved(record))
    const isPending = ({ ended }: VideoTaskRecord) => ended === undefined || ended >= opened
    const pending = shelf.list.filter(isPending).map(({ id }) => id)
    if (!isSame(pending, shelf.pending)) shelf.pending = pending
  }

  function open(scope: string): Shelf {
    const text = disk.read(nameOf(scope))
    const known = shelves.get(scope)
    const isOld = known?.records.some(({ added }) => now() - added >= maxAge)
    if (known?.text === text && !isOld) return known
    const shelf = known ?? { text, own: new Map(), records: [], list: [], pending: [] }
    shelves.set(scope, shelf)
    // What was there and is not any more was cleared by another tab, or by the person.
    if (text === null && shelf.text !== null) shelf.own.clear()
    shelf.text = text
    fill(shelf, prune(mergeRecords(parseRecords(text), shelf.own.values())))
    return shelf
  }

  function save(scope: string, shelf: Shelf) {
    const text = JSON.stringify(shelf.records)
    shelf.text = disk.write(nameOf(scope), text) ? text : disk.read(nameOf(scope))
    for (const listener of [...listeners]) listener()
  }

  function put(scope: string, record: VideoTaskRecord) {
    const shelf = open(scope)
    const records = mergeRecords(shelf.records, [record])
    const merged = records.find(({ id }) => id === record.id)
    if (merged) shelf.own.set(record.id, merged)
    fill(shelf, prune(records))
    save(scope, shelf)
  }

  function amend(
    scope: string,
    id: string,
    change: (record: VideoTaskRecord) => Partial<VideoTaskRecord> | false,
  ) {
    const record = open(scope).list.find((entry) => entry.id === id)
    const changed = record && change(record)
    if (changed) put(scope, { ...record, ...changed })
  }

  function onStorage({ key: name }: StorageEvent) {
    for (const scope of shelves.keys()) {
      if (name !== null && name !== nameOf(scope)) continue
      const shelf = open(scope)
      // Storage has no lock: a tab that wrote at the same moment may have written over what this one had.
      if (isSame(shelf.records, prune(parseRecords(shelf.text))))
        for (const listener of [...listeners]) listener()
      else save(scope, shelf)
    }
  }

  return {
    add: (id, scope = '') => put(scope, { id, added: now(), told: 'queued' }),
    settle: (id, scope = '') => amend(scope, id, ({ ended }) => ended === undefined && { ended: now() }),
    tell: (id, told, scope = '') =>
      amend(scope, id, (record) => isLaterStatus(told, record.told) && { told }),
    remove: (id, scope = '') => amend(scope, id, () => ({ removed: now() })),
    list: (scope = '') => open(scope).list,
    pending: (scope = '') => open(scope).pending,
    subscribe: (listener) => {
      if (listeners.size === 0) globalThis.addEventListener?.('storage', onStorage)
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
        if (listeners.size === 0) globalThis.removeEventListener?.('storage', onStorage)
      }
    },
    clear: (scope = '') => {
      shelves.delete(scope)
      disk.remove(nameOf(scope))
      for (const listener of [...listeners]) listener()
    },
  }
}
