import type { EmulatedAnswer } from '../answers/EmulatedAnswer.js'
import type { Scenario } from './Scenario.js'

type Intercept = NonNullable<Scenario['intercept']>

/** Several scenarios as one: a later flow replaces an earlier one, dialects follow one another, faults add up. */
export function composeScenarios(scenarios: readonly Scenario[]): Scenario {
  const flow = scenarios.findLast(({ stateAt }) => stateAt)
  const refusal = scenarios.findLast((scenario) => scenario.refusal)?.refusal
  const intercepts = scenarios.flatMap(({ intercept }) => intercept ?? [])
  return {
    ...(flow?.stateAt && { stateAt: flow.stateAt }),
    ...(flow?.ending && { ending: flow.ending }),
    ...(refusal && { refusal }),
    write: (body, request) =>
      scenarios.reduce((written, { write }) => write?.(written, request) ?? written, body),
    intercept: (request) => addUp(intercepts, request),
  }
}

function addUp(
  intercepts: readonly Intercept[],
  request: Parameters<Intercept>[0],
): EmulatedAnswer | undefined {
  const answers = intercepts.flatMap((intercept) => intercept(request) ?? [])
  return answers.length > 0 ? Object.assign({}, ...answers) : undefined
}
