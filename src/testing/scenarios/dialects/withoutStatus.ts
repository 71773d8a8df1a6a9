import type { Scenario } from '../Scenario.js'

/** Polls tell no status while the task is in the queue, only this. */
export function withoutStatus(told: Record<string, unknown>): Scenario {
  return { write: (body, { route }) => (route === 'retrieve' && body['status'] === 'queued' ? told : body) }
}
