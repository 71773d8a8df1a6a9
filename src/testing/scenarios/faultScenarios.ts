import type { Fault } from '../faults.js'
import type { Scenario, ScenarioRequest } from './Scenario.js'
import { scriptScenario } from './script.js'

/** The requests that a named fault can hit: `create-503`, `poll-503`, `content-503`. */
export type FaultTarget = 'create' | 'poll' | 'content'

/** Creates the scenario of a fault. On `create` it hits every create, as each one belongs to a new task. */
export function faultScenario(target: FaultTarget, fault: Fault): Scenario {
  return {
    intercept: ({ route, earlier }) => {
      const isLeft = target === 'create' || earlier.length < fault.times
      return isLeft && isTarget(target, route, fault) ? fault.answer : undefined
    },
  }
}

function isTarget(target: FaultTarget, route: ScenarioRequest['route'], { answer }: Fault): boolean {
  if (target === 'create') return route === 'create'
  if (target === 'poll') return route === 'retrieve'
  // The file server is not part of the API: connection faults hit it, error responses do not.
  return route === 'content' || (route === 'file' && answer.status === undefined)
}

/** Scenarios of a new id that the API does not know yet. */
export const freshIdScenarios = {
  'fresh-id': {
    description: 'the first three polls get 400 task_not_exist',
    scenario: scriptScenario([{ answer: '400-task-not-exist', times: 3 }, { answer: {} }]),
  },
  'fresh-id-404': {
    description: 'the first three polls get 404',
    scenario: scriptScenario([{ answer: '404', times: 3 }, { answer: {} }]),
  },
  'fresh-id-10s': {
    description: 'polls in the first 10 s get 400 task_not_exist',
    scenario: scriptScenario([{ answer: '400-task-not-exist' }, { after: 10_000, answer: {} }]),
  },
} satisfies Record<string, { description: string; scenario: Scenario }>
