import { createListeners } from '../listeners.js'
import { isLaterStatus, isStatus, type VideoTaskStatus } from '../task/videoTask.js'
import { hasTypes, parseList } from '../wire/fieldValues.js'
import { safeStorage, type VideoTaskStorage } from './storage.js'

/** Record of a task that was created here. All times are in ms since the epoch. */
export interface VideoTaskRecord {
  /** The task's id. */
  id: string
  /** When the task was created. */
  added: number
  /** Latest status whose event was sent to listeners; `queued` at first. */
  notifiedStatus: VideoTaskStatus
  /** When a poll found that the task has ended. */
  ended?: number | undefined
  /** When the task was removed. The record stays for a while, so that another tab does not restore it. */
  removed?: number | undefined
}

/**
 * Remembers the tasks created here across reloads. `scope` is the provider's: the user the tasks belong to. No method
 * throws, whatever the storage does.
 */
export interface VideoTaskRegistry {
  /** Adds a task that was just created. */
  add: (id: string, scope?: string) => void
  /** Records that a task has ended. Ignores an id that was not added, as do the methods below. */
  settle: (id: string, scope?: string) => void
  /** Records that the event of a status was sent, so that no other tab and no later page sends it again. */
  markNotified: (id: string, status: VideoTaskStatus, scope?: string) => void
  /** Removes a task, as when the user dismisses it. */
  remove: (id: string, scope?: string) => void
  /** Returns all tasks, newest first; the same array until something changes. */
  list: (scope?: string) => readonly VideoTaskRecord[]
  /**
   * Returns the ids of the tasks that had not ended when this registry was created, which is when the page opened, newest
   * first; the same array until its ids change.
   */
  pending: (scope?: string) => readonly string[]
  /** Calls the listener at each change, also of another tab. @returns a function that unsubscribes */
  subscribe: (listener: () => void) => () => void
  /** Removes everything of a scope, from the storage too. */
  clear: (scope?: string) => void
}

/** Options of `createVideoTaskRegistry`. */
export interface VideoTaskRegistryOptions {
  /** Where records are kept; null keeps them in memory only. @default localStorage, where available */
  storage?: VideoTaskStorage | null | undefined
  /** Prefix of the entries in the storage: this, a colon and the scope. @default 'react-video-task:tasks' */
  key?: string | undefined
  /** How long a task is remembered after its creation, in ms. @default 86400000, one day */
  maxAge?: number | undefined
  /** Tasks remembered per scope. @default 1000 */
  maxEntries?: number | undefined
  /** Returns the current time, in ms. @default Date.now */
  now?: (() => number) | undefined
}

/**
 * Creates a registry that remembers the tasks created here in `localStorage` or another storage. Create one per page,
 * outside of any component, and pass it to the provider. Only an observed end and the age limit remove an id from the
 * pending ones.
 *
 * @example
 * ```tsx
 * import type { ReactNode } from 'react'
 * import { createVideoClient, createVideoTaskRegistry, VideoTaskProvider } from 'react-video-task'
 *
 * const client = createVideoClient({ baseURL: '/api/v1' })
 * const registry = createVideoTaskRegistry()
 *
 * export function Videos({ children }: { children: ReactNode }) {
 *   return (
 *     <VideoTaskProvider client={client} registry={registry}>
 *       {children}
 *     </VideoTaskProvider>
 *   )
 * }
 * ```
 */
export function createVideoTaskRegistry(options: VideoTaskRegistryOptions = {}): VideoTaskRegistry {
  const { key = 'react-video-task:tasks', maxAge = 86_400_000, maxEntries = 1000, now = Date.now } = options
  const disk = safeStorage(options.storage)
  const openedAt = now()
  /** By the name of the scope's entry in the storage. */
  const scopes = new Map<string, ScopeRecords>()
  const { subscribe, current } = createListeners(() => {
    globalThis.addEventListener?.('storage', onStorage)
    return () => globalThis.removeEventListener?.('storage', onStorage)
  })
  const nameOf = (scope = '') => `${key}:${scope}`
  const merge = (a: VideoTaskRecord[], b: VideoTaskRecord[]) =>
    pruneRecords(mergeRecords(a, b), { now: now(), maxAge, maxEntries })
  const notify = () => current().forEach((listener) => listener())

  /** Returns a scope's records, from memory if the storage still holds the same text. */
  function read(name: string): ScopeRecords {
    const text = disk.read(name)
    const known = scopes.get(name)
    const hasExpired = known?.records.some(({ added }) => now() - added >= maxAge)
    if (known?.text === text && !hasExpired) return known
    // An entry that is gone was cleared by another tab, or by the user.
    const isCleared = text === null && known && known.text !== null
    return keep(name, text, merge(parseRecords(text), (!isCleared && known?.records) || []))
  }

  /** Keeps records in memory, with the arrays that `list` and `pending` return. */
  function keep(name: string, text: string | null, records: VideoTaskRecord[]): ScopeRecords {
    const list = records.filter((record) => !isRemoved(record))
    const ids = list.filter(({ ended = openedAt }) => ended >= openedAt).map(({ id }) => id)
    const { pending = ids } = scopes.get(name) ?? {}
    const scope = { text, records, list, pending: isSame(pending, ids) ? pending : ids }
    scopes.set(name, scope)
    return scope
  }

  function write(name: string, records: VideoTaskRecord[]) {
    const text = JSON.stringify(records)
    keep(name, disk.write(name, text) ? text : disk.read(name), records)
    notify()
  }

  function put(name: string, record: VideoTaskRecord) {
    const { records } = read(name)
    const merged = merge(records, [record])
    if (!isSame(merged, records)) write(name, merged)
  }

  function update(scope: string | undefined, id: string, change: Partial<VideoTaskRecord>) {
    const name = nameOf(scope)
    const record = read(name).list.find((entry) => entry.id === id)
    if (record) put(name, { ...record, ...change })
  }

  function onStorage(event: StorageEvent) {
    for (const name of scopes.keys()) {
      if (event.key !== null && event.key !== name) continue
      const { text, records } = read(name)
      // Storage has no lock: a tab that wrote at the same moment may have overwritten this tab's records.
      if (isSame(records, merge(parseRecords(text), []))) notify()
      else write(name, records)
    }
  }

  return {
    add: (id, scope) => put(nameOf(scope), { id, added: now(), notifiedStatus: 'queued' }),
    // Merged, so that the first end and the latest status stay.
    settle: (id, scope) => update(scope, id, { ended: now() }),
    markNotified: (id, notifiedStatus, scope) => update(scope, id, { notifiedStatus }),
    remove: (id, scope) => update(scope, id, { removed: now() }),
    list: (scope) => read(nameOf(scope)).list,
    pending: (scope) => read(nameOf(scope)).pending,
    subscribe,
    clear: (scope) => {
      const name = nameOf(scope)
      scopes.delete(name)
      disk.remove(name)
      notify()
    },
  }
}

/** Records of one scope, and the stored text they come from. */
interface ScopeRecords {
  text: string | null
  /** Kept in memory too: the storage may be full, or overwritten by another tab. */
  records: VideoTaskRecord[]
  list: VideoTaskRecord[]
  pending: string[]
}

const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

const RECORD_TYPES = {
  id: 'string',
  added: 'number',
  notifiedStatus: 'string',
  ended: 'number|undefined',
  removed: 'number|undefined',
} as const

/** Reads the valid records of a stored text. */
const parseRecords = (text: string | null): VideoTaskRecord[] => parseList(text).filter(isStoredRecord)

const isStoredRecord = (entry: unknown): entry is VideoTaskRecord =>
  hasTypes(entry, RECORD_TYPES) && entry.id !== '' && isStatus(entry.notifiedStatus)

/** Merges two lists, newest first; of equally new records the second list's come first. */
function mergeRecords(a: VideoTaskRecord[], b: VideoTaskRecord[]): VideoTaskRecord[] {
  const byId = new Map<string, VideoTaskRecord>()
  for (const record of [...b, ...a]) {
    byId.set(record.id, mergeRecord(byId.get(record.id) ?? record, record))
  }
  return [...byId.values()].sort((first, second) => second.added - first.added)
}

/**
 * Merges what two tabs know of one task: the first end, the last removal, the latest status. In a fixed order of fields and
 * without others, so that equal records are equal texts.
 */
function mergeRecord(a: VideoTaskRecord, b: VideoTaskRecord): VideoTaskRecord {
  return {
    id: a.id,
    added: Math.max(a.added, b.added),
    notifiedStatus: isLaterStatus(a.notifiedStatus, b.notifiedStatus) ? a.notifiedStatus : b.notifiedStatus,
    ended: choose(Math.min, a.ended, b.ended),
    removed: choose(Math.max, a.removed, b.removed),
  }
}

/** The smaller or the larger of two times, either of which may be missing. */
const choose = (of: typeof Math.min, a: number | undefined, b: number | undefined) =>
  a === undefined || b === undefined ? (a ?? b) : of(a, b)

/** Whether a record was removed after it was last added. */
function isRemoved({ added, removed }: VideoTaskRecord): boolean {
  return removed !== undefined && removed >= added
}

/** Keeps the records within the limits. If there are too many, ended ones go first, then the oldest. */
function pruneRecords(
  records: VideoTaskRecord[],
  { now, maxAge, maxEntries }: { now: number; maxAge: number; maxEntries: number },
): VideoTaskRecord[] {
  // A time in the future comes from a clock that was set back since. It counts as now; otherwise it would never expire.
  const fresh = records
    .map((record) => ({ ...record, added: Math.min(record.added, now) }))
    .filter(({ added }) => now - added < maxAge)
  const isOver = (record: VideoTaskRecord) => Number(record.ended !== undefined || isRemoved(record))
  const surplus = [...fresh].sort((a, b) => isOver(a) - isOver(b) || b.added - a.added).slice(maxEntries)
  return fresh.filter((record) => !surplus.includes(record))
}
