import type { DurationStore } from '../../src/core/storage/durationStore.js'
import { adaptivePolicy, fixedInterval, storeWithHistory } from './policies.js'
import { type SimulationOptions, simulateTasks } from './simulatedTasks.js'
import { type Policy, type Watch, watchTask } from './watchTask.js'

/** The tasks of a simulation, and how the server sees them. */
export interface Simulation extends SimulationOptions {
  count: number
  /** The server's own view of a task advances every 15 s. */
  isStepped?: boolean
}

/** The cost and result of a policy: requests per task, mean and 95th percentile of the detection latency in seconds. */
export interface Figures {
  requests: number
  mean: number
  p95: number
}

/** Simulations with other run times than the policy was designed for. */
export const otherRunTimes: Record<string, SimulationOptions> = {
  'twice the spread of run times': { seed: 1, sigma: 0.7 },
  'almost equal run times': { seed: 1, sigma: 0.1 },
  'quick models (8, 15 and 30 s)': { seed: 1, medians: { a: 8_000, b: 15_000, c: 30_000 } },
  'slow models (3, 6 and 10 min)': { seed: 1, medians: { a: 180_000, b: 360_000, c: 600_000 } },
}

/** Simulates one policy. */
export function simulatePolicy(policy: Policy, { count, isStepped, ...options }: Simulation): Figures {
  return figuresOf(simulateTasks(count, options).map((task) => watchTask(task, policy, isStepped)))
}

/** The tasks of a simulation with history are shared between this many users, each with a history of their own. */
const USERS = 20

/**
 * Simulates a policy for users who have seen 20 tasks of each model finish before.
 *
 * @param createPolicy makes the policy of one task. @default this library's
 */
export function simulateWithHistory(
  { count, isStepped, ...options }: Simulation,
  createPolicy: (store: DurationStore) => Policy = adaptivePolicy,
): Figures {
  const stores = Array.from({ length: USERS }, (_, user) =>
    storeWithHistory({ ...options, seed: options.seed + 1 + user }, isStepped),
  )
  const tasks = simulateTasks(count, options)
  const size = Math.ceil(count / USERS)
  return figuresOf(
    stores.flatMap((store, user) =>
      tasks
        .slice(user * size, (user + 1) * size)
        .map((task) => watchTask(task, createPolicy(store), isStepped)),
    ),
  )
}

/** Finds the fixed interval, in ms, that costs a number of requests per task. */
export function intervalOfCost(requests: number, simulation: Simulation): number {
  let low = 500
  let high = 60_000
  while (high - low > 20) {
    const middle = Math.round((low + high) / 2)
    if (simulatePolicy(fixedInterval(middle), simulation).requests > requests) low = middle
    else high = middle
  }
  return high
}

/** Summarizes watches. */
export function figuresOf(watches: Pick<Watch, 'requests' | 'latency'>[]): Figures {
  const latencies = watches.map(({ latency }) => latency / 1000).sort((a, b) => a - b)
  const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0)
  return {
    requests: sum(watches.map(({ requests }) => requests)) / watches.length,
    mean: sum(latencies) / watches.length,
    p95: latencies[Math.floor(0.95 * latencies.length)] ?? NaN,
  }
}
