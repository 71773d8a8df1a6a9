import { createListeners } from '../listeners.js'
import type { VideoTask, VideoTaskStatus } from '../task/videoTask.js'
import { keptParams, keptTask } from './keptFields.js'
import {
  ageOf,
  isRemoved,
  mergeRecords,
  parseRecords,
  pruneRecords,
  type VideoTaskRecord,
} from './registryRecords.js'
import { safeStorage, type VideoTaskStorage } from './storage.js'

/**
 * Remembers the tasks created here across reloads. `scope` is the provider's: the user the tasks belong to. No method
 * throws, whatever the storage does.
 */
export interface VideoTaskRegistry {
  /** Adds a task that was just created, with the parameters of its create. */
  add: (id: string, scope?: string, params?: Readonly<Record<string, unknown>>) => void
  /** Records that a task has ended, and how. Ignores an id that was not added, as do the methods below. */
  settle: (id: string, scope?: string, task?: VideoTask) => void
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
  /** How long a task is remembered after its creation, in ms; with `keepHistory`, how long it is pending. @default 86400000, one day */
  maxAge?: number | undefined
  /** Tasks remembered per scope. @default 1000 */
  maxEntries?: number | undefined
  /**
   * Keeps each task until it is removed, for `useVideoTaskHistory`, and of an ended one what the API answered, so that a later
   * page does not poll it.
   * @default false
   */
  keepHistory?: boolean | undefined
  /**
   * Keeps the parameters of each create, the prompt among them, as readable text in the storage. Files are kept as name, type
   * and size.
   * @default false
   */
  keepParams?: boolean | undefined
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
  const { keepHistory = false, keepParams = false } = options
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
    pruneRecords(mergeRecords(a, b), { now: now(), maxAge, maxEntries, keepHistory })
  const notify = () => current().forEach((listener) => listener())
  const isFresh = (record: VideoTaskRecord) => ageOf(record, now()) < maxAge
  const isForgotten = (record: VideoTaskRecord) => !keepHistory || isRemoved(record)
  const removeAll = (records: VideoTaskRecord[]) => records.map((record) => ({ ...record, removed: now() }))

  /** Returns a scope's records, from memory if the storage still holds the same text. */
  function read(name: string): ScopeRecords {
    const text = disk.read(name)
    const known = scopes.get(name)
    const hasExpired = known?.records.some(
      (record) => !isFresh(record) && (isForgotten(record) || known.pending.includes(record.id)),
    )
    if (known && known.text === text && !hasExpired) return known
    // An entry that is gone was cleared by another tab, or by the user.
    const isCleared = text === null && typeof known?.text === 'string'
    const before = known?.records ?? []
    return keep(name, text, merge(parseRecords(text), isCleared ? removeAll(before) : before))
  }

  /** Keeps records in memory, with the arrays that `list` and `pending` return. */
  function keep(name: string, text: ScopeRecords['text'], records: VideoTaskRecord[]): ScopeRecords {
    const list = records.filter((record) => !isRemoved(record))
    const { pending: before = [] } = scopes.get(name) ?? {}
    // A task that was pending stays, also where its end is before the opening: the clock may have been set back.
    const isPending = (record: VideoTaskRecord) =>
      ((record.ended ?? openedAt) >= openedAt || before.includes(record.id)) && isFresh(record)
    const ids = list.filter(isPending).map(({ id }) => id)
    const scope = { text, records, list, pending: isSame(before, ids) ? before : ids }
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
      const isCleared = text === null && records.every(isRemoved)
      if (isCleared || isSame(records, merge(parseRecords(text), []))) notify()
      else write(name, records)
    }
  }

  return {
    add: (id, scope, params) =>
      put(nameOf(scope), {
        ...{ id, added: now(), notifiedStatus: 'queued' as const },
        params: keepParams && params ? keptParams(params) : undefined,
      }),
    settle: (id, scope, ended) => {
      const task = keepHistory && ended ? keptTask(ended, keepParams) : undefined
      const record = read(nameOf(scope)).list.find((entry) => entry.id === id)
      const isKnown = record?.ended !== undefined && (!task || isSame(record.task, task))
      // Merged, so that the first end and the latest status stay.
      if (!isKnown) update(scope, id, { ended: now(), task })
    },
    markNotified: (id, notifiedStatus, scope) => update(scope, id, { notifiedStatus }),
    remove: (id, scope) => update(scope, id, { removed: now() }),
    list: (scope) => read(nameOf(scope)).list,
    pending: (scope) => read(nameOf(scope)).pending,
    subscribe,
    clear: (scope) => {
      const name = nameOf(scope)
      // In memory alone, until the next write: a frozen tab would add its records to those of that write.
      const removed = removeAll(read(name).records)
      disk.remove(name)
      keep(name, null, merge([], removed))
      notify()
    },
  }
}

/** Records of one scope, and the stored text they come from. */
interface ScopeRecords {
  text: string | null | undefined
  /** Kept in memory too: the storage may be full, or overwritten by another tab. */
  records: VideoTaskRecord[]
  list: VideoTaskRecord[]
  pending: string[]
}

const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)
