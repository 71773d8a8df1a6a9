import type { EmulatedAnswer } from '../answers/EmulatedAnswer.js'
import type { ApiError } from '../http/ApiError.js'
import type { TaskState } from '../tasks/TaskState.js'

/** The moment a scenario is asked about. */
export interface ScenarioMoment {
  /** Milliseconds since the create. */
  elapsed: number
  /** Milliseconds a task of this emulator takes from create to the end. */
  duration: number
  /** When the task was polled before, in ms since its create. */
  polls: readonly number[]
}

/** A request that a scenario may answer in its own way. */
export interface ScenarioRequest extends ScenarioMoment {
  /** `file` is the `video_url`, the others are the API's routes. */
  route: 'create' | 'retrieve' | 'content' | 'file'
  /** When the same was asked before of this task, in ms since its create; of a create, how often is all it tells. */
  earlier: readonly number[]
}

/**
 * How a task goes: pure functions of the moment, so that a clock set to any time and equal requests before give equal
 * answers. What is left out is as in `succeed`.
 */
export interface Scenario {
  /** Where the task stands. */
  stateAt?: (moment: ScenarioMoment) => TaskState
  /** Rewrites the body about the task, for gateways with a dialect of their own. */
  write?: (body: Record<string, unknown>, request: ScenarioRequest) => Record<string, unknown>
  /** Changes or replaces an answer; `undefined` leaves it as it is. */
  intercept?: (request: ScenarioRequest) => EmulatedAnswer | undefined
  /** When present, a create that asks for this scenario gets this error and no task is made. */
  refusal?: ApiError
  /** Where the task ends, for `emulator.tasks`. @default what `stateAt` tells of a far future */
  ending?: TaskState
}
