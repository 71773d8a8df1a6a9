import { succeed } from '../scenarios/flows.js'
import type { Scenario, ScenarioRequest } from '../scenarios/Scenario.js'
import type { TaskState, TaskView } from './TaskState.js'
import type { TaskSeed } from '../VideoEmulator.js'

/** What the emulator remembers of a task; everything else follows from the clock and from what was asked. */
export interface EmulatedTask {
  readonly id: string
  readonly model: string
  readonly prompt: string
  readonly seconds: string
  readonly size: string
  readonly scenario: Scenario
  /** Milliseconds on the emulator's clock. */
  readonly createdAt: number
  /** Milliseconds from create to the end. */
  readonly duration: number
  /** Laid over the wire task. */
  readonly fields: Readonly<Record<string, unknown>>
  /** When it was asked for at each route, in ms since its create. */
  readonly asked: Record<Exclude<ScenarioRequest['route'], 'create'>, number[]>
}

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

/** Long after any end, in ms: a year. */
const FAR_FUTURE = 31_536_000_000

/** What the emulator knows of a task at `now`. */
export function viewTask(task: EmulatedTask, now: number): TaskView {
  const { id, model, prompt, seconds, size, createdAt, scenario } = task
  const ending = scenario.ending ?? stateAt(task, createdAt + task.duration + FAR_FUTURE)
  return { id, model, prompt, seconds, size, createdAt, state: stateAt(task, now), ending }
}

/** The record of a task that nobody has asked about yet. */
export const nothingAsked = (): EmulatedTask['asked'] => ({ retrieve: [], content: [], file: [] })

/** What the emulator decides of a task that is put in. */
interface Given {
  id: string
  prompt: string
  /** How it goes where the seed does not freeze it. */
  scenario: Scenario
  /** Milliseconds on the emulator's clock. */
  now: number
  /** Milliseconds from create to the end. */
  duration: number
}

/** The task a seed describes. */
export function taskFromSeed(seed: TaskSeed, { id, prompt, scenario, now, duration }: Given): EmulatedTask {
  const { state } = seed
  const age = seed.age ?? defaultAge(state, duration)
  return {
    id,
    model: seed.model ?? 'wan2.6',
    prompt,
    seconds: seed.seconds ?? '5',
    size: seed.size ?? '1920x1080',
    scenario: state ? { ...scenario, stateAt: () => state, ending: state } : scenario,
    createdAt: now - age,
    // A task frozen at its end has ended by now, however young it is.
    duration: state ? Math.min(age, duration) : duration,
    fields: seed.fields ?? {},
    asked: nothingAsked(),
  }
}

function defaultAge(state: TaskState | undefined, duration: number): number {
  if (!state || state.status === 'queued') return 0
  return state.status === 'in_progress' ? duration / 2 : duration
}
