import type { VideoTaskStatus } from './VideoTask.js'

/** What a registry knows of a task that was made here. All times are milliseconds of this machine's clock. */
export interface VideoTaskRecord {
  /** The task's id. */
  id: string
  /** When it was made. */
  added: number
  /** How far listeners to events were told of it; `queued` at first. */
  told: VideoTaskStatus
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
  tell: (id: string, status: VideoTaskStatus, scope?: string) => void
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
