import { createRandom } from '../createRandom.js'
import type { EmulatorSettings } from '../EmulatorSettings.js'
import type { EmulatorState } from '../EmulatorState.js'
import { randomText } from './randomText.js'

/** An id for the next task: of the nth one always the same under the same seed. */
export function newTaskId({ seed }: EmulatorSettings, state: EmulatorState): string {
  return `task_${randomText(24, createRandom(`${seed} id ${state.taskCount++}`))}`
}
