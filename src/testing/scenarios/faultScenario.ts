import type { Fault } from '../faults/Fault.js'
import type { Scenario, ScenarioRequest } from './Scenario.js'

/** Where a fault can be had by name. */
export type Door = 'create' | 'poll' | 'content'

/** The file is no route of the API: it comes over as badly, but answers with no error of the API's. */
function isAt(door: Door, route: ScenarioRequest['route'], { answer }: Fault): boolean {
  if (door === 'create') return route === 'create'
  if (door === 'poll') return route === 'retrieve'
  return route === 'content' || (route === 'file' && answer.status === undefined)
}

/** A fault at one door; each create is a task of its own, so that one hits them all. */
export function faultScenario(door: Door, fault: Fault): Scenario {
  return {
    intercept: ({ route, earlier }) => {
      const isHit = isAt(door, route, fault) && (door === 'create' || earlier.length < fault.times)
      return isHit ? fault.answer : undefined
    },
  }
}
