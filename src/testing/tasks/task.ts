import type { AnsweredTask, CreateFields } from '../gateways/Gateway.js'
import type { ScenarioChoice } from '../scenarios/chooseScenario.js'
import { succeed } from '../scenarios/flows.js'
import type { Scenario, ScenarioRequest } from '../scenarios/Scenario.js'
import type { TaskState, TaskView } from './TaskState.js'

/** The record of a task; its state follows from the clock, its scenario and the earlier requests. */
export interface EmulatedTask extends Readonly<AnsweredTask> {
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
  return documentedEnd(task, stateOf(moment))
}

/** The state of a task that may not end in `error`: it has `failed` instead. */
function documentedEnd({ style }: EmulatedTask, state: TaskState): TaskState {
  return state.status === 'error' && !style.endsInError ? { ...state, status: 'failed' } : state
}

/** A time after the end of every flow: one year, in milliseconds. */
const FAR_FUTURE = 31_536_000_000

/** Describes a task at `now` for `emulator.tasks`. */
export function viewTask(task: EmulatedTask, now: number): TaskView {
  const { id, model, prompt, seconds, size, createdAt, scenario } = task
  const last = createdAt + task.duration + FAR_FUTURE
  const ending = scenario.ending ? documentedEnd(task, scenario.ending) : stateAt(task, last)
  return { id, model, prompt, seconds, size, createdAt, state: stateAt(task, now), ending }
}

/** A task to add to the emulator without a create. */
export interface TaskSeed {
  /** @default a generated id */
  id?: string
  /** @default 'wan2.6' */
  model?: string
  /** May contain markers such as `[fail]`. @default 'A quiet lake at dawn' */
  prompt?: string
  /** @default what the model's documentation says, '5' for most */
  seconds?: string
  /**
   * Also selects the clip: the one with the nearest aspect ratio.
   *
   * @default what the model's documentation says, '1920x1080' for Wan
   */
  size?: string
  /**
   * The scenario of the task: a name, several names, a script, or functions.
   *
   * @default the markers in the prompt, else the emulator's `scenario`
   */
  scenario?: ScenarioChoice
  /** Freezes the task in this state. Of the `scenario`, dialect and faults still apply. */
  state?: TaskState
  /**
   * Milliseconds since the create of the task.
   *
   * @default 0 for a running task and one frozen as queued, half the emulator's `duration` for one frozen in progress, the
   *   whole `duration` for one frozen at its end
   */
  age?: number
  /**
   * Fields that overwrite those of the task in every response, before a dialect rewrites it: extra ones such as
   * `{ size: '1280x720' }`, or invalid ones.
   */
  fields?: Record<string, unknown>
}

/** What the emulator determines for a seed. */
interface SeedContext {
  /** The model's name in responses, its defaults and its style. */
  described: Omit<CreateFields, 'prompt'>
  id: string
  prompt: string
  /** The flow of the task, unless the seed freezes its state. */
  scenario: Scenario
  /** Milliseconds on the emulator's clock. */
  now: number
  /** Milliseconds from create to end. */
  duration: number
}

/** Creates the task that a seed describes. */
export function taskFromSeed(seed: TaskSeed, context: SeedContext): EmulatedTask {
  const { described, id, prompt, scenario, now, duration } = context
  const { state } = seed
  const age = seed.age ?? defaultAge(state, duration)
  return {
    ...described,
    id,
    prompt,
    ...(seed.seconds !== undefined && { seconds: seed.seconds }),
    ...(seed.size !== undefined && { size: seed.size }),
    scenario: state ? { ...scenario, stateAt: () => state, ending: state } : scenario,
    createdAt: now - age,
    // A task frozen at its end has ended by now, whatever its age.
    duration: state ? Math.min(age, duration) : duration,
    fields: seed.fields ?? {},
    requestTimes: noRequestTimes(),
  }
}

function defaultAge(state: TaskState | undefined, duration: number): number {
  if (!state || state.status === 'queued') return 0
  return state.status === 'in_progress' ? duration / 2 : duration
}
