/** What a wave has shown, to be compared with what had to happen. */
export interface Ledger {
  /** What was wrong at once, as sentences. */
  faults: string[]
  /** By task: what listeners of any page were told, in its order, as `queued > in_progress` or `onCompleted`. */
  told: Map<string, string[]>
  /** By task: how each page's watch of it stood when that page closed. */
  watches: Map<string, string[]>
  /** Tasks that a page saw running. */
  seenRunning: Set<string>
  polls: number
  reloads: number
}

/** An empty one. */
export function createLedger(): Ledger {
  return { faults: [], told: new Map(), watches: new Map(), seenRunning: new Set(), polls: 0, reloads: 0 }
}

/** Adds to the list of a task. */
export function note(lists: Map<string, string[]>, id: string, entry: string): void {
  const list = lists.get(id) ?? []
  lists.set(id, list)
  list.push(entry)
}
