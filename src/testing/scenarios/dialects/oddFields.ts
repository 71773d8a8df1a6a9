import type { Scenario } from '../Scenario.js'

/** Odd values in fields that nobody needs, and in some that only help. */
export const oddFields: Scenario = {
  write: (body) => ({
    ...body,
    progress: body['status'] === 'queued' ? null : `${String(body['progress'])}.4%`,
    seconds: null,
    error: body['error'] ?? null,
    usage: { cost: 'n/a', tokens: [[]] },
    metadata: [],
    expires_at: '',
  }),
}
