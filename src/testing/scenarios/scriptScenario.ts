import { faults } from '../faults/faults.js'
import type { TaskState } from '../tasks/TaskState.js'
import { begunSteps } from './begunSteps.js'
import { checkScript } from './checkScript.js'
import type { Scenario, ScenarioMoment, ScenarioRequest } from './Scenario.js'
import type { ScenarioStep, StateStep } from './ScenarioStep.js'

const isState = (step: ScenarioStep): step is StateStep => step.status !== undefined

/** A step's state alone; a completed one ended when its step began. */
function stateOf(step: StateStep, since: number): TaskState {
  const { status } = step
  if (status === 'queued') return { status }
  if (status === 'in_progress') return { status, progress: step.progress }
  if (status === 'completed') return { status, url: step.url, endedAfter: step.endedAfter ?? since }
  return { status, progress: step.progress, error: step.error }
}

/**
 * The scenario a script tells.
 *
 * @throws {TypeError} when the script cannot be one
 */
export function scriptScenario(script: readonly ScenarioStep[]): Scenario {
  checkScript(script)
  const stepsOf = (route: ScenarioRequest['route']) =>
    script.filter((step) => (step.on ?? 'retrieve') === route)
  const polled = stepsOf('retrieve')
  const stateStepAt = ({ elapsed, polls }: ScenarioMoment) =>
    begunSteps(polled, polls, elapsed).findLast(({ step }) => isState(step))

  const states = polled.filter(isState)
  const last = states.at(-1)
  return {
    ...(last && {
      ending: stateOf(last, last.after ?? 0),
      stateAt: (moment: ScenarioMoment): TaskState => {
        const found = stateStepAt(moment)
        return found && isState(found.step) ? stateOf(found.step, found.since) : { status: 'queued' }
      },
      write: (body: Record<string, unknown>, moment: ScenarioMoment) => ({
        ...body,
        ...stateStepAt(moment)?.step.fields,
      }),
    }),
    intercept: ({ route, earlier, elapsed }) => {
      const answer = begunSteps(stepsOf(route), earlier, elapsed).at(-1)?.step.answer
      return typeof answer === 'string' ? faults[answer].answer : answer
    },
  }
}
