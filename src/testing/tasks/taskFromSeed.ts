import type { Scenario } from '../scenarios/Scenario.js'
import { scenarioOfPrompt } from '../scenarios/scenarioOfPrompt.js'
import { scenarios } from '../scenarios/scenarios.js'
import type { TaskSeed } from '../TaskSeed.js'
import type { EmulatedTask } from './EmulatedTask.js'
import { randomId } from './randomId.js'
import type { TaskState } from './TaskState.js'

/** The task a seed describes, on a clock that stands at `now`. */
export function taskFromSeed(seed: TaskSeed, now: number, duration: number): EmulatedTask {
  const prompt = seed.prompt ?? 'A quiet lake at dawn'
  const age = seed.age ?? defaultAge(seed.state, duration)
  return {
    id: seed.id ?? `task_${randomId(24)}`,
    model: seed.model ?? 'wan2.6',
    prompt,
    seconds: seed.seconds ?? '5',
    size: seed.size ?? '1920x1080',
    scenario: chooseScenario(seed, prompt),
    createdAt: now - age,
    // A task frozen at its end has ended by now, however young it is.
    duration: seed.state ? Math.min(age, duration) : duration,
    fields: seed.fields ?? {},
  }
}

function chooseScenario({ state, scenario }: TaskSeed, prompt: string): Scenario {
  if (state) return { stateAt: () => state }
  if (typeof scenario === 'string') return scenarios[scenario]
  return scenario ?? scenarioOfPrompt(prompt)
}

function defaultAge(state: TaskState | undefined, duration: number): number {
  if (!state || state.status === 'queued') return 0
  return state.status === 'in_progress' ? duration / 2 : duration
}
