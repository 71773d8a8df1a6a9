import type { TaskState } from '../tasks/TaskState.js'
import type { ScenarioMoment } from './Scenario.js'

/** The share of a task's time spent in the queue. */
const QUEUED_SHARE = 0.15

/** What the vendor calls coarse: a few steps, not evenly spaced. */
const STEPS = [8, 16, 27, 39, 50, 62, 73, 84, 92]

/** A task that waits, then works its way up the steps, and stays on the last one. */
export function runningState({ elapsed, duration }: ScenarioMoment): TaskState {
  const queued = duration * QUEUED_SHARE
  if (elapsed < queued) return { status: 'queued' }
  const share = elapsed < duration ? (elapsed - queued) / (duration - queued) : 1
  const step = Math.min(Math.floor(share * STEPS.length), STEPS.length - 1)
  return { status: 'in_progress', progress: STEPS[step] ?? 0 }
}
