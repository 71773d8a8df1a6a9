/**
 * What watching a task has shown and the wire cannot tell. Written by the query that polls, from one answer to the next;
 * it changes only when the task visibly does. All times are milliseconds of this machine's clock.
 */
export interface VideoTaskObservation {
  /** When the task was first seen. */
  first_seen: number
  /** When it was first seen running. */
  running_since?: number
  /** The percentage it had then; not 0 where the watch began in mid-run. */
  running_from?: number
  /** The highest percentage seen: some servers go backwards. */
  highest_progress: number
  /** When status or progress last changed. */
  last_change: number
  /** Since when it is watched without a gap: a machine that slept, or a clock that was set, starts it anew. */
  watched_from: number
  /** How long the server asked to wait before the next poll, in ms. */
  poll_after?: number
  /** When the watch was given up, after too long without a change. */
  stalled?: number
  /** When a player found that no address of the finished video plays any more; a new address takes it back. */
  expired?: number
}
