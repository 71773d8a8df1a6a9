import { succeed } from '../scenarios/flows.js'
import type { Scenario, ScenarioRequest } from '../scenarios/Scenario.js'
import type { TaskState, TaskView } from './TaskState.js'

/** The record of a task; its state follows from the clock, its scenario and the earlier requests. */
export interface EmulatedTask {
  readonly id: string
  readonly model: string
  readonly prompt: string
  readonly seconds: string
  readonly size: string
  readonly scenario: Scenario
  /** Milliseconds on the emulator's clock. */
  readonly createdAt: number
  /** Milliseconds from create to end. */
  readonly duration: number
  /** Fields that overwrite those of the wire task. */
  readonly fields: Readonly<Record<string, unknown>>
  readonly requestTimes: RequestTimes
}

/** Times of the requests for a task per route, in milliseconds since its create. */
type RequestTimes = Record<Exclude<ScenarioRequest['route'], 'create'>, number[]>

/** The times of a task that was not requested yet. */
export const noRequestTimes = (): RequestTimes => ({ retrieve: [], content: [], file: [] })

/**
 * Computes the state of a task at `now`; a time before the create counts as the create.
 *
 * @param polls times of the earlier polls, in milliseconds since the create
 */
export function stateAt(
  task: EmulatedTask,
  now: number,
  polls: readonly number[] = task.requestTimes.retrieve,
  scenario: Scenario = task.scenario,
): TaskState {
  const moment = { elapsed: Math.max(0, now - task.createdAt), duration: task.duration, polls }
  const stateOf = scenario.stateAt ?? succeed.stateAt
  return stateOf(moment)
}

/** A time after the end of every flow: one year, in milliseconds. */
const FAR_FUTURE = 31_536_000_000

/** Describes a task at `now` for `emulator.tasks`. */
export function viewTask(task: EmulatedTask, now: number): TaskView {
  const { id, model, prompt, seconds, size, createdAt, scenario } = task
  const ending = scenario.ending ?? stateAt(task, createdAt + task.duration + FAR_FUTURE)
  return { id, model, prompt, seconds, size, createdAt, state: stateAt(task, now), ending }
}
