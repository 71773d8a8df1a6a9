import type { EmulatedAnswer } from '../answers.js'
import type { FaultName } from '../faults.js'
import type { ApiError } from '../http/apiErrors.js'
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

interface StepTiming {
  /**
   * Milliseconds since the create at which this step begins, whatever came before.
   *
   * @default it begins when the step before it has answered its requests
   */
  after?: number
  /** How many requests this step answers before the next begins; the last one stays. @default 1 */
  times?: number
}

/** A step that tells where the task stands. */
export type StateStep = StepTiming &
  TaskState & {
    on?: undefined
    answer?: undefined
    /** Fields laid over the task while this step lasts. */
    fields?: Record<string, unknown>
  }

/** A step that tells how a request is answered; the task stands where it stood. */
export interface AnswerStep extends StepTiming {
  /** By name, such as `'503'`, or spelled out; `{}` is as usual. */
  answer: FaultName | EmulatedAnswer
  /** Which requests. Those of each kind have their own sequence. @default 'retrieve' */
  on?: ScenarioRequest['route']
  status?: undefined
  fields?: undefined
}

/**
 * One step of a script, which is an array of them.
 *
 * @example
 * [
 *   { status: 'queued', times: 2 },
 *   { answer: '503', times: 3 },
 *   { status: 'in_progress', progress: 40 },
 *   { after: 60_000, status: 'completed' },
 * ]
 */
export type ScenarioStep = StateStep | AnswerStep

type Intercept = NonNullable<Scenario['intercept']>

/** Several scenarios as one: a later flow replaces an earlier one, dialects follow one another, faults add up. */
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
    intercept: (request) => addUp(intercepts, request),
  }
}

function addUp(
  intercepts: readonly Intercept[],
  request: Parameters<Intercept>[0],
): EmulatedAnswer | undefined {
  const answers = intercepts.flatMap((intercept) => intercept(request) ?? [])
  return answers.length > 0 ? Object.assign({}, ...answers) : undefined
}
