import { createListeners } from '../listeners.js'
import { safeStorage, type VideoTaskStorage } from './storage.js'
import { isLaterStatus, isStatus, type VideoTaskStatus } from '../task/videoTask.js'
import { hasTypes, parseList } from '../wire/values.js'

/** What a registry knows of a task that was made here. All times are milliseconds of this machine's clock. */
export interface VideoTaskRecord {
  /** The task's id. */
  id: string
  /** When it was made. */
  added: number
  /** How far listeners to events were told of it; `queued` at first. */
  notifiedStatus: VideoTaskStatus
  /** When it was found to have ended. */
  ended?: number | undefined
  /** When it was taken off the list; kept, so that another tab does not bring it back. */
  removed?: number | undefined
}

/**
 * The ids of the tasks made here, so that a reload loses none. `scope` is the provider's: whose tasks they are.
 * No method throws, whatever the storage does.
 */
export interface VideoTaskRegistry {
  /** Takes note of a task that was just made. */
  add: (id: string, scope?: string) => void
  /** Takes note that a task has ended; an id not made here is passed over, as in the methods below. */
  settle: (id: string, scope?: string) => void
  /** Takes note that listeners were told of a status, so that no other tab and no later page tells it again. */
  markNotified: (id: string, status: VideoTaskStatus, scope?: string) => void
  /** Takes a task off the list, as when a person dismisses it. */
  remove: (id: string, scope?: string) => void
  /** All that were made here, newest first; the same array until something changes. */
  list: (scope?: string) => readonly VideoTaskRecord[]
  /**
   * The ids of those that had not ended when this registry was created, which is when the page opened, newest first; the
   * same array until its ids change.
   */
  pending: (scope?: string) => readonly string[]
  /** Calls the listener at each change, other tabs' included. @returns what ends it */
  subscribe: (listener: () => void) => () => void
  /** Forgets all of a scope, in the storage as well. */
  clear: (scope?: string) => void
}

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
  const { subscribe, current } = createListeners(() => {
    globalThis.addEventListener?.('storage', onStorage)
    return () => globalThis.removeEventListener?.('storage', onStorage)
  })
  const nameOf = (scope = '') => `${key}:${scope}`
  const merge = (a: VideoTaskRecord[], b: VideoTaskRecord[]) =>
    pruneRecords(mergeRecords(a, b), { now: now(), maxAge, maxEntries })
  const notify = () => current().forEach((listener) => listener())

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
    add: (id, scope) => put(nameOf(scope), { id, added: now(), notifiedStatus: 'queued' }),
    // The first end and the furthest status stay: records are merged, never replaced.
    settle: (id, scope) => amend(scope, id, { ended: now() }),
    markNotified: (id, notifiedStatus, scope) => amend(scope, id, { notifiedStatus }),
    remove: (id, scope) => amend(scope, id, { removed: now() }),
    list: (scope) => open(nameOf(scope)).list,
    pending: (scope) => open(nameOf(scope)).pending,
    subscribe,
    clear: (scope) => {
      const name = nameOf(scope)
      shelves.delete(name)
      disk.remove(name)
      notify()
    },
  }
}

const TYPES = {
  id: 'string',
  added: 'number',
  notifiedStatus: 'string',
  ended: 'number|undefined',
  removed: 'number|undefined',
} as const

/** The records in a stored text; what is none is left out. */
function parseRecords(text: string | null): VideoTaskRecord[] {
  return parseList(text).flatMap((entry) => {
    if (!hasTypes(entry, TYPES) || entry.id === '' || !isStatus(entry.notifiedStatus)) return []
    const { id, added, notifiedStatus, ended, removed } = entry
    // In one order, whoever wrote it, so that equal records are equal texts.
    return [{ id, added, notifiedStatus, ended, removed }]
  })
}

/** The smaller or the larger of two times, of which one may be all there is. */
const choose = (of: typeof Math.min, a: number | undefined, b: number | undefined) =>
  a === undefined || b === undefined ? (a ?? b) : of(a, b)

/** What two tabs know of one task, together; nothing is unlearnt. Of two ends the second one's stays. */
function mergeRecord(a: VideoTaskRecord, b: VideoTaskRecord): VideoTaskRecord {
  return {
    id: a.id,
    added: Math.max(a.added, b.added),
    notifiedStatus: isLaterStatus(a.notifiedStatus, b.notifiedStatus) ? a.notifiedStatus : b.notifiedStatus,
    ended: choose(Math.min, a.ended, b.ended),
    removed: choose(Math.max, a.removed, b.removed),
  }
}

/** Two lists as one, newest first; of equally new ones the second list's come first. */
function mergeRecords(a: VideoTaskRecord[], b: VideoTaskRecord[]): VideoTaskRecord[] {
  const byId = new Map<string, VideoTaskRecord>()
  for (const record of [...b, ...a]) {
    const known = byId.get(record.id)
    byId.set(record.id, known ? mergeRecord(known, record) : record)
  }
  return [...byId.values()].sort((first, second) => second.added - first.added)
}

/** Whether it was taken off the list after it was put there. */
function isRemoved({ added, removed }: VideoTaskRecord): boolean {
  return removed !== undefined && removed >= added
}

/** The records within the limits: of too many, those that have ended go first, and then the oldest. */
function pruneRecords(
  records: VideoTaskRecord[],
  { now, maxAge, maxEntries }: { now: number; maxAge: number; maxEntries: number },
): VideoTaskRecord[] {
  // A time still to come is that of a clock that was set back since; it counts as now, else it would never grow old.
  const fresh = records
    .map((record) => (record.added > now ? { ...record, added: now } : record))
    .filter(({ added }) => now - added < maxAge)
  const isOver = (record: VideoTaskRecord) => Number(record.ended !== undefined || isRemoved(record))
  const dispensable = [...fresh].sort((a, b) => isOver(a) - isOver(b) || b.added - a.added).slice(maxEntries)
  return fresh.filter((record) => !dispensable.includes(record))
}
