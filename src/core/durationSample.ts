import { isSeenFromStart } from './isSeenFromStart.js'
import type { VideoTask } from './VideoTask.js'

/** What one finished task showed: how long it queued and how long it ran, in ms. */
export type DurationSample = [queue: number, run: number]

/** A longer run, in ms, says more about the watch than about the model. */
export const MAX_RUN = 7_200_000

/**
 * What a finished task teaches; undefined where it cannot be trusted: it did not complete, it was not watched from its
 * start, the watch had a gap, or its times make no sense.
 */
export function durationSample(task: VideoTask): DurationSample | undefined {
  const { status, observed } = task
  if (status !== 'completed' || !observed || !isSeenFromStart(task)) return undefined
  const { first_seen, last_change, watched_from } = observed
  // A run that no poll saw was shorter than a wait: with its time in the queue it is still a bound.
  const since = observed.running_since ?? first_seen
  const run = last_change - since
  const isPlausible = since >= first_seen && run > 0 && run <= MAX_RUN && watched_from <= first_seen
  return isPlausible ? [since - first_seen, run] : undefined
}
