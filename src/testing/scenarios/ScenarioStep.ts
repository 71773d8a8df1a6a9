import type { EmulatedAnswer } from '../answers/EmulatedAnswer.js'
import type { FaultName } from '../faults/faults.js'
import type { TaskState } from '../tasks/TaskState.js'
import type { ScenarioRequest } from './Scenario.js'

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
