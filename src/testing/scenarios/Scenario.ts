import type { ApiError } from '../http/ApiError.js'
import type { TaskState } from '../tasks/TaskState.js'

/** The moment a scenario is asked about. */
export interface ScenarioMoment {
  /** Milliseconds since the create. */
  elapsed: number
  /** Milliseconds a task of this emulator takes from create to the end. */
  duration: number
}

/**
 * How a task goes: a pure function from the moment to the task's state, so that a clock set to any time gives the
 * same answer whatever was asked before.
 */
export interface Scenario {
  stateAt: (moment: ScenarioMoment) => TaskState
  /** When present, a create that asks for this scenario gets this error and no task is made. */
  refusal?: ApiError
}
