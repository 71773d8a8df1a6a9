import type { Scenario } from '../Scenario.js'

/** Times in milliseconds, as some channels of the new-api family send them. */
export const milliseconds: Scenario = {
  write: (body) => {
    const times = ['created_at', 'completed_at'].filter((name) => typeof body[name] === 'number')
    return { ...body, ...Object.fromEntries(times.map((name) => [name, Number(body[name]) * 1000])) }
  },
}
