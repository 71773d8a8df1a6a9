import type { Scenario } from '../Scenario.js'

/** Runs under a word no page of the vendor's names. */
export const unknownStatus: Scenario = {
  write: (body) => (body['status'] === 'in_progress' ? { ...body, status: 'post-processing' } : body),
}
