import type { ScenarioMoment } from '../Scenario.js'

/** The share of a task's time spent in the queue. */
const QUEUED_SHARE = 0.15

/** How far a task has come after the queue, from 0 to 1; `undefined` while it is in there. */
export function runShare({
  elapsed,
  duration,
}: Pick<ScenarioMoment, 'elapsed' | 'duration'>): number | undefined {
  const queued = duration * QUEUED_SHARE
  if (elapsed < queued) return undefined
  return elapsed < duration ? (elapsed - queued) / (duration - queued) : 1
}
