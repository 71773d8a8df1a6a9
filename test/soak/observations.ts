/** What was observed during a wave, for the comparison with what was expected. */
export interface Observations {
  /** Violations that were noticed when they happened, as sentences. */
  failures: string[]
  /** By task: the events that listeners of all pages received, in order, such as `queued > in_progress` or `onCompleted`. */
  events: Map<string, string[]>
  /** By task: the state of each page's watch when the page closed. */
  watches: Map<string, string[]>
  /** Tasks that a page saw in progress. */
  seenRunning: Set<string>
  polls: number
  reloads: number
}

/** Creates empty observations. */
export function createObservations(): Observations {
  return {
    failures: [],
    events: new Map(),
    watches: new Map(),
    seenRunning: new Set(),
    polls: 0,
    reloads: 0,
  }
}

/** Appends an entry to the list of a task. */
export function appendTo(lists: Map<string, string[]>, id: string, entry: string): void {
  const list = lists.get(id) ?? []
  lists.set(id, list)
  list.push(entry)
}
