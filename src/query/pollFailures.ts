import { isGap } from '../core/observeVideoTask.js'

interface Failures {
  /** How many polls in a row failed. */
  count: number
  /** When the first of them did, in ms. */
  since: number
  /** When the last of them did, in ms. */
  last: number
}

/** Polls in a row that failed, per query: TanStack's own counters reset at each fetch or never. */
const failures = new WeakMap<object, Failures>()

/** Notes that a query's poll failed, and gives the run of failures it stands in; a gap in the watch starts a new one. */
export function notePollFailure(query: object, tries: number, now: number): Failures {
  const before = failures.get(query)
  const since = before && !isGap(now, before.last) ? before.since : now
  const next = { count: (before?.count ?? 0) + tries, since, last: now }
  failures.set(query, next)
  return next
}

/** Whether a query's last poll failed. */
export function hasPollFailures(query: object): boolean {
  return failures.has(query)
}

/** Forgets a query's failures: a poll succeeded, or somebody asked anew. */
export function clearPollFailures(query: object): void {
  failures.delete(query)
}
