import type { FaultName } from '../faults.js'
import type { ApiError } from '../http/apiErrors.js'
import type { EmulatedAnswer } from '../http/deliverAnswer.js'
import type { TaskState } from '../tasks/TaskState.js'

/**
 * The behavior of a task: pure functions of the time and the earlier requests, so that equal requests at equal times get
 * equal responses. A function that is missing behaves as in `succeed`.
 */
export interface Scenario {
  /** Returns the state of the task. */
  stateAt?: (moment: ScenarioMoment) => TaskState
  /** Rewrites the JSON body of the task, for a gateway with a dialect of its own. */
  write?: (body: Record<string, unknown>, request: ScenarioRequest) => Record<string, unknown>
  /** Changes or replaces a response; `undefined` leaves it alone. */
  intercept?: (request: ScenarioRequest) => EmulatedAnswer | undefined
  /** The error of a create that selects this scenario; no task is made. */
  refusal?: ApiError
  /** The state that the task ends in, for `emulator.tasks`. @default what `stateAt` returns long after the end */
  ending?: TaskState
}

/** The time at which a scenario is evaluated. */
export interface ScenarioMoment {
  /** Milliseconds since the create. */
  elapsed: number
  /** Milliseconds from create to end of a task of this emulator. */
  duration: number
  /** Times of the earlier polls of the task, in milliseconds since its create. */
  polls: readonly number[]
}

/** A request that a scenario may answer. */
export interface ScenarioRequest extends ScenarioMoment {
  /** `file` is the `video_url`, the others are routes of the API. */
  route: 'create' | 'retrieve' | 'content' | 'file'
  /**
   * Times of the earlier requests for the task on this route, in milliseconds since its create. For a create: as many zeros
   * as there were creates before.
   */
  earlier: readonly number[]
}

/**
 * A step of a script, which is an array of steps.
 *
 * @example
 * ```ts
 * import { createVideoEmulator } from 'react-video-task/testing'
 *
 * createVideoEmulator({
 *   scenario: [
 *     { status: 'queued', times: 2 },
 *     { answer: '503', times: 3 },
 *     { status: 'in_progress', progress: 40 },
 *     { after: 60_000, status: 'completed' },
 *   ],
 * })
 * ```
 */
export type ScenarioStep = StateStep | AnswerStep

/** A step that sets the state of the task. */
export type StateStep = StepTiming &
  TaskState & {
    on?: undefined
    answer?: undefined
    /** Fields that overwrite those of the task during this step. */
    fields?: Record<string, unknown>
  }

/** A step that sets the response to a request and leaves the state of the task as it is. */
export interface AnswerStep extends StepTiming {
  /** The name of a fault, such as `'503'`, or a response; `{}` is the normal response. */
  answer: FaultName | EmulatedAnswer
  /** The route that the step applies to. Each route has its own sequence of steps. @default 'retrieve' */
  on?: ScenarioRequest['route']
  status?: undefined
  fields?: undefined
}

interface StepTiming {
  /**
   * Milliseconds since the create at which the step begins, even if earlier steps are not finished.
   *
   * @default it begins after the previous step has answered its requests
   */
  after?: number
  /** Number of requests that the step answers before the next step begins. The last step has no limit. @default 1 */
  times?: number
}

/** Combines scenarios: the last flow and refusal win, dialects are applied in order, answers are merged. */
export function composeScenarios(scenarios: readonly Scenario[]): Scenario {
  const flow = scenarios.findLast(({ stateAt }) => stateAt)
  const refusal = scenarios.findLast((scenario) => scenario.refusal)?.refusal
  const intercepts = scenarios.flatMap(({ intercept }) => intercept ?? [])
  return {
    ...(flow?.stateAt && { stateAt: flow.stateAt }),
    ...(flow?.ending && { ending: flow.ending }),
    ...(refusal && { refusal }),
    write: (body, request) =>
      scenarios.reduce((written, { write }) => write?.(written, request) ?? written, body),
    intercept: (request) => {
      const answers = intercepts.flatMap((intercept) => intercept(request) ?? [])
      return answers.length > 0 ? Object.assign({}, ...answers) : undefined
    },
  }
}
