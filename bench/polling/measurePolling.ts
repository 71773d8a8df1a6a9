import type { Figures } from './figuresOf.js'
import { ourPolicy } from './ourPolicy.js'
import { peers } from './peers.js'
import { simulateLearnt, simulatePolicy, type Simulation } from './simulatePolling.js'

/** What one policy costs and gives. */
export interface PollingRow {
  name: string
  isOurs: boolean
  /** Where the server tells a change at once. */
  smooth: Figures
  /** Where the server's own view steps every 15 s. */
  stepped: Figures
}

/** The simulation the published figures come from. */
export const simulation: Simulation = { count: 10_000, seed: 1 }

/** The figures of a policy in both worlds. */
export function measurePolicy(
  name: string,
  run: (simulation: Simulation) => Figures,
  base: Simulation = simulation,
): PollingRow {
  const isOurs = name.startsWith('react-video-task')
  return { name, isOurs, smooth: run(base), stepped: run({ ...base, isStepped: true }) }
}

/** The figures of the peers' policies and of the library's own. */
export function measurePolling(base: Simulation = simulation): PollingRow[] {
  return [
    ...Object.entries(peers).map(([name, policy]) =>
      measurePolicy(name, (world) => simulatePolicy(policy, world), base),
    ),
    measurePolicy('react-video-task, nothing learnt', (world) => simulatePolicy(ourPolicy(), world), base),
    measurePolicy('react-video-task, learnt', simulateLearnt, base),
  ]
}
