import { isUnknownTask } from '../core/nextPoll.js'
import { isGap } from '../core/observeVideoTask.js'
import type { VideoTaskError } from '../core/VideoTaskError.js'

interface Failures {
  /** How many polls in a row failed, all of them because the id was unknown, or none. */
  count: number
  isUnknown: boolean
  /** When the first of them did, in ms. */
  since: number
  /** When the last of them did, in ms. */
  last: number
}

/** Polls in a row that failed, per query: TanStack's own counters reset at each fetch or never. */
const failures = new WeakMap<object, Failures>()

/**
 * Notes that a query's poll failed, and counts it in `error.attempt`. Ids that are not known yet are counted apart: an
 * outage before must not use up the time a fresh id gets.
 *
 * @returns when the run of failures began that it stands in, in ms; a gap in the watch starts a new one
 */
export function notePollFailure(query: object, error: VideoTaskError, now: number): number {
  const before = failures.get(query)
  const isUnknown = isUnknownTask(error)
  const since = before && !isGap(now, before.last) ? before.since : now
  const count = (before?.isUnknown === isUnknown ? before.count : 0) + (error.attempt ?? 1)
  error.attempt = count
  failures.set(query, { count, isUnknown, since, last: now })
  return since
}

/** Whether a query's last poll failed. */
export function hasPollFailures(query: object): boolean {
  return failures.has(query)
}

/** Forgets a query's failures: a poll succeeded, or somebody asked anew. */
export function clearPollFailures(query: object): void {
  failures.delete(query)
}
