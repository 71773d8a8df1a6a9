import type { ScenarioChoice } from './scenarios/resolveScenario.js'
import type { TaskState } from './tasks/TaskState.js'

/** A task to put into the emulator without a create. */
export interface TaskSeed {
  /** @default one of its own */
  id?: string
  /** @default 'wan2.6' */
  model?: string
  /** May hold markers such as `[fail]`. @default 'A quiet lake at dawn' */
  prompt?: string
  /** @default '5' */
  seconds?: string
  /** Also chooses the clip that is played. @default '1920x1080' */
  size?: string
  /**
   * How the task goes: by name, by several names, by a script, or as functions of your own.
   *
   * @default what the prompt asks for, else the emulator's own `scenario`
   */
  scenario?: ScenarioChoice
  /** Freezes the task in this state, whatever the clock says; of a `scenario` the rest remains: dialect and faults. */
  state?: TaskState
  /**
   * Milliseconds since the task's create.
   *
   * @default 0 for a task that runs or is frozen in the queue, half the emulator's `duration` for one frozen in
   * progress, all of it for one frozen at its end
   */
  age?: number
  /**
   * Fields laid over every answer about the task, for what the wire may hold besides: `{ size: '1280x720' }`, or
   * something broken. They are laid over the documented shape, before a dialect rewrites it.
   */
  fields?: Record<string, unknown>
}
