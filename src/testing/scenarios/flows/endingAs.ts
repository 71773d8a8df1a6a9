import type { TaskState } from '../../tasks/TaskState.js'
import type { Scenario } from '../Scenario.js'
import { runningState } from './runningState.js'

/** Goes as most tasks do, and ends in this state. */
export function endingAs(state: TaskState): Scenario {
  return { stateAt: (moment) => (moment.elapsed < moment.duration ? runningState(moment) : state) }
}
