import type { ScenarioChoice } from '../scenarios/chooseScenario.js'
import type { Scenario } from '../scenarios/Scenario.js'
import { type EmulatedTask, noRequestTimes } from './task.js'
import type { TaskState } from './TaskState.js'

/** A task to add to the emulator without a create. */
export interface TaskSeed {
  /** @default a generated id */
  id?: string
  /** @default 'wan2.6' */
  model?: string
  /** May contain markers such as `[fail]`. @default 'A quiet lake at dawn' */
  prompt?: string
  /** @default '5' */
  seconds?: string
  /** Also selects the clip: the one with the nearest aspect ratio. @default '1920x1080' */
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
  const { id, prompt, scenario, now, duration } = context
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
