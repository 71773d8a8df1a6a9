import type { EmulatedRequest } from './EmulatedRequest.js'
import type { EmulatedTask } from './tasks/EmulatedTask.js'

/** What an emulator remembers. */
export interface EmulatorState {
  readonly tasks: Map<string, EmulatedTask>
  readonly requests: EmulatedRequest[]
  /** How often each method and path was asked, for ids that depend on nothing else. */
  readonly asked: Map<string, number>
  /** How many tasks were given an id. */
  taskCount: number
  /** How many creates were asked for, refused ones included. */
  createCount: number
}
