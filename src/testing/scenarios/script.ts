import { faults } from '../faults.js'
import type { TaskState } from '../tasks/TaskState.js'
import type { Scenario, ScenarioMoment, ScenarioRequest, ScenarioStep, StateStep } from './Scenario.js'

/**
 * Creates the scenario of a script.
 *
 * @throws {TypeError} if a step is invalid
 */
export function scriptScenario(script: readonly ScenarioStep[]): Scenario {
  validateScript(script)
  const stepsOn = (route: ScenarioRequest['route']) =>
    script.filter((step) => (step.on ?? 'retrieve') === route)
  const pollSteps = stepsOn('retrieve')
  const stateStepAt = ({ elapsed, polls }: ScenarioMoment) =>
    startedSteps(pollSteps, polls, elapsed).findLast(({ step }) => isStateStep(step))

  const last = pollSteps.filter(isStateStep).at(-1)
  return {
    ...(last && {
      ending: stateOf(last, last.after ?? 0),
      stateAt: (moment: ScenarioMoment): TaskState => {
        const found = stateStepAt(moment)
        return found && isStateStep(found.step) ? stateOf(found.step, found.startedAt) : { status: 'queued' }
      },
      write: (body: Record<string, unknown>, moment: ScenarioMoment) => ({
        ...body,
        ...stateStepAt(moment)?.step.fields,
      }),
    }),
    intercept: ({ route, earlier, elapsed }) => {
      const answer = startedSteps(stepsOn(route), earlier, elapsed).at(-1)?.step.answer
      return typeof answer === 'string' ? faults[answer].answer : answer
    },
  }
}

function isStateStep(step: ScenarioStep): step is StateStep {
  return step.status !== undefined
}

/** The state of a step. A completed step ended when it started, unless it sets another time. */
function stateOf(step: StateStep, startedAt: number): TaskState {
  const { status } = step
  if (status === 'queued') return { status }
  if (status === 'in_progress') return { status, progress: step.progress }
  if (status === 'completed') return { status, url: step.url, endedAfter: step.endedAfter ?? startedAt }
  return { status, progress: step.progress, error: step.error }
}

interface StartedStep {
  step: ScenarioStep
  /** Milliseconds since the create. */
  startedAt: number
}

/** Precedes the steps of a script whose first step starts later. */
const NORMAL_STEP: ScenarioStep = { answer: {} }

/**
 * Replays a script: lists the steps that have started at `elapsed`, the current one last.
 *
 * @param earlier times of the requests that the steps have answered, in milliseconds since the create
 */
function startedSteps(
  script: readonly ScenarioStep[],
  earlier: readonly number[],
  elapsed: number,
): StartedStep[] {
  const steps = script[0]?.after ? [NORMAL_STEP, ...script] : script
  const started: StartedStep[] = []
  let answered = 0
  const start = (startedAt: number) => {
    const step = steps[started.length]
    if (step) started.push({ step, startedAt })
    answered = 0
  }
  const startStepsDueAt = (time: number) => {
    for (let next = steps[started.length]; next?.after !== undefined && next.after <= time;) {
      start(next.after)
      next = steps[started.length]
    }
  }
  start(0)
  for (const time of earlier) {
    startStepsDueAt(time)
    answered += 1
    const next = steps[started.length]
    // A step with a time of its own does not start early.
    if (next && next.after === undefined && answered >= (started.at(-1)?.step.times ?? 1)) start(time)
  }
  startStepsDueAt(elapsed)
  return started
}

/**
 * Validates a script, which may come from JSON.
 *
 * @throws {TypeError} with the number of the invalid step and the reason
 */
function validateScript(script: readonly ScenarioStep[]): void {
  let earliest = 0
  for (const [index, step] of script.entries()) {
    const problem = problemOf(step, step.on === undefined ? earliest : 0)
    if (problem) throw new TypeError(`Step ${index + 1} of the script is invalid: ${problem}.`)
    if (step.on === undefined) earliest = step.after ?? earliest
  }
}

const STATUSES: readonly unknown[] = ['queued', 'in_progress', 'completed', 'failed', 'error']
const ROUTES: readonly unknown[] = ['create', 'retrieve', 'content', 'file']

/** @param earliest the `after` of an earlier step, in milliseconds since the create */
function problemOf(step: unknown, earliest: number): string | undefined {
  if (typeof step !== 'object' || step === null || Array.isArray(step)) return 'it must be an object'
  const fields: Record<string, unknown> = { ...step }
  const { status, answer, on = 'retrieve', after = earliest, times = 1 } = fields
  if (typeof after !== 'number' || !(after >= earliest))
    return `after must be a number of milliseconds, ${earliest} or more, got ${JSON.stringify(after)}`
  if (typeof times !== 'number' || !(times >= 1))
    return `times must be a number, 1 or more, got ${JSON.stringify(times)}`
  if (!ROUTES.includes(on)) return `on must be one of ${ROUTES.join(', ')}, got ${JSON.stringify(on)}`
  if (answer === undefined) {
    if (STATUSES.includes(status)) return undefined
    return `it has no answer, and status must be one of ${STATUSES.join(', ')}, got ${JSON.stringify(status)}`
  }
  if (status !== undefined) return 'it has both status and answer, which must be two steps'
  const isAnswer = typeof answer === 'object' && answer !== null
  if (isAnswer || (typeof answer === 'string' && Object.hasOwn(faults, answer))) return undefined
  return `answer must be an object or one of ${Object.keys(faults).join(', ')}, got ${JSON.stringify(answer)}`
}
