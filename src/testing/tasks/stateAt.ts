import type { Scenario } from '../scenarios/Scenario.js'
import { succeed } from '../scenarios/flows/succeed.js'
import type { EmulatedTask } from './EmulatedTask.js'
import type { TaskState } from './TaskState.js'

/**
 * Where a task stands at `now`; a clock that was set back counts as the moment of the create.
 *
 * @param polls when it was polled before, in ms since its create
 */
export function stateAt(
  task: EmulatedTask,
  now: number,
  polls: readonly number[] = task.asked.retrieve,
  scenario: Scenario = task.scenario,
): TaskState {
  const moment = { elapsed: Math.max(0, now - task.createdAt), duration: task.duration, polls }
  const stateOf = scenario.stateAt ?? succeed.stateAt
  return stateOf(moment)
}
