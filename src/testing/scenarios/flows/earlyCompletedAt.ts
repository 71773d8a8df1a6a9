import type { Scenario } from '../Scenario.js'

/** Tells a time of completion while it is still running. */
export const earlyCompletedAt: Scenario = {
  write: (body) =>
    body['status'] === 'in_progress' ? { ...body, completed_at: Number(body['created_at']) + 3 } : body,
}
