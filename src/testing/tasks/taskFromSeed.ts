import { nothingAsked } from './nothingAsked.js'
import type { Scenario } from '../scenarios/Scenario.js'
import type { TaskSeed } from '../TaskSeed.js'
import type { EmulatedTask } from './EmulatedTask.js'
import type { TaskState } from './TaskState.js'

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
