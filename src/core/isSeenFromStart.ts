import type { VideoTask } from './VideoTask.js'

/** A longer time between creation and first sight, in ms, means that the watch began late, or that a clock is wrong. */
const PROMPT = 10_000

/**
 * Whether a task was watched from the start of its run: first seen in the queue, or right after it was made. Of any other,
 * such as one in a page opened late, nobody knows how long it has been running.
 */
export function isSeenFromStart({ created_at = 0, observed }: VideoTask): boolean {
  if (!observed) return false
  const { first_seen, running_since, running_from } = observed
  if (running_since === undefined || running_since > first_seen) return true
  return running_from === 0 && Math.abs(first_seen - created_at * 1000) < PROMPT
}
