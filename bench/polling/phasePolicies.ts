import { REFRESH_INTERVAL, type SimulatedTask } from './simulatedTasks.js'
import { type Policy, START } from './watchTask.js'

/** The time on the way to the server of the fastest request, in ms. */
export const MIN_HALF = 40

/**
 * What no real policy can do: polls with `base` until so many changes were seen, then right after each refresh of the server,
 * whose exact times it is given.
 */
export function knowsPhase(task: SimulatedTask, changes: number, base: Policy): Policy {
  const countChanges = createChangeCounter()
  return (state, polls, random) => {
    const now = (state.dataUpdatedAt ?? 0) - START
    if (countChanges(state.data?.observed?.last_change) < changes) return base(state, polls, random)
    return untilPhase(now, task.phase) - MIN_HALF
  }
}

/** Ms from now until the next time of a phase. */
const untilPhase = (now: number, phase: number) =>
  REFRESH_INTERVAL - ((((now - phase) % REFRESH_INTERVAL) + REFRESH_INTERVAL) % REFRESH_INTERVAL)

function createChangeCounter(): (change: number | undefined) => number {
  let last: number | undefined
  let count = -1
  return (change) => {
    if (change !== last) count += 1
    last = change
    return count
  }
}
