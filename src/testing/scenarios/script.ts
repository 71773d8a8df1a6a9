import { faults } from '../faults.js'
import type { Scenario, ScenarioMoment, ScenarioRequest, ScenarioStep, StateStep } from './Scenario.js'
import type { TaskState } from '../tasks/TaskState.js'

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

const STATUSES: readonly unknown[] = ['queued', 'in_progress', 'completed', 'failed', 'error']
const ROUTES: readonly unknown[] = ['create', 'retrieve', 'content', 'file']

function problemOf(step: unknown, earliest: number): string | undefined {
  if (typeof step !== 'object' || step === null || Array.isArray(step)) return 'is no object'
  const {
    status,
    answer,
    on = 'retrieve',
    after = earliest,
    times = 1,
  }: Record<string, unknown> = { ...step }
  if (typeof after !== 'number' || !(after >= earliest)) {
    return `begins after ${JSON.stringify(after)} ms, which is no time, or earlier than a step before it`
  }
  if (typeof times !== 'number' || !(times >= 1))
    return `answers ${JSON.stringify(times)} times; 1 is the least`
  if (!ROUTES.includes(on)) return `is on '${String(on)}'; there are ${ROUTES.join(', ')}`
  if (answer === undefined) {
    return STATUSES.includes(status)
      ? undefined
      : `has no answer, and its status is ${JSON.stringify(status)}; there are ${STATUSES.join(', ')}`
  }
  if (status !== undefined) return 'has a status and an answer; make them two steps'
  const isAnswer = typeof answer === 'object' && answer !== null
  if (!isAnswer && (typeof answer !== 'string' || !Object.hasOwn(faults, answer))) {
    return `has an unknown answer ${JSON.stringify(answer)}; there are ${Object.keys(faults).join(', ')}`
  }
  return undefined
}

/**
 * Checks a script, which may come from a file or from JavaScript.
 *
 * @throws {TypeError} naming the step and what is wrong with it
 */
function checkScript(script: readonly ScenarioStep[]): void {
  let earliest = 0
  for (const [index, step] of script.entries()) {
    const problem = problemOf(step, step.on === undefined ? earliest : 0)
    if (problem) throw new TypeError(`Step ${index + 1} of the script ${problem}.`)
    if (step.on === undefined) earliest = step.after ?? earliest
  }
}

/** The steps that have begun by now, the current one last, each with when it began in ms since the create. */
interface BegunStep {
  step: ScenarioStep
  since: number
}

/** A step that stands before those that begin later. */
const USUAL: ScenarioStep = { answer: {} }

/**
 * Replays a script: which steps have begun at `elapsed`, given when it was asked before.
 *
 * @param earlier when the requests were that the script has answered, in ms since the create
 */
function begunSteps(
  script: readonly ScenarioStep[],
  earlier: readonly number[],
  elapsed: number,
): BegunStep[] {
  const steps = script[0]?.after ? [USUAL, ...script] : script
  const begun: BegunStep[] = []
  let answered = 0
  const begin = (since: number) => {
    const step = steps[begun.length]
    if (step) begun.push({ step, since })
    answered = 0
  }
  const passTime = (time: number) => {
    for (let next = steps[begun.length]; next?.after !== undefined && next.after <= time;) {
      begin(next.after)
      next = steps[begun.length]
    }
  }
  begin(0)
  for (const time of earlier) {
    passTime(time)
    answered += 1
    const next = steps[begun.length]
    // A step that waits for its time is not brought on by requests.
    if (next && next.after === undefined && answered >= (begun.at(-1)?.step.times ?? 1)) begin(time)
  }
  passTime(elapsed)
  return begun
}
