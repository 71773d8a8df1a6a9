import { faults } from '../faults/faults.js'
import type { ScenarioStep } from './ScenarioStep.js'

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
export function checkScript(script: readonly ScenarioStep[]): void {
  let earliest = 0
  for (const [index, step] of script.entries()) {
    const problem = problemOf(step, step.on === undefined ? earliest : 0)
    if (problem) throw new TypeError(`Step ${index + 1} of the script ${problem}.`)
    if (step.on === undefined) earliest = step.after ?? earliest
  }
}
