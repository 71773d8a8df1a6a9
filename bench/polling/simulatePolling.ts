import { type Figures, figuresOf } from './figuresOf.js'
import { learntStore, ourPolicy } from './ourPolicy.js'
import { fixed } from './peers.js'
import { type SimulationOptions, simulateTasks } from './simulateTasks.js'
import { type Policy, watchTask } from './watchTask.js'

/** What is simulated: the tasks, and how the server sees them. */
export interface Simulation extends SimulationOptions {
  count: number
  isStepped?: boolean
}

/** So many users, each with tasks and a history of their own, share the tasks of a simulation with learning. */
const USERS = 20

/** The figures of one policy. */
export function simulatePolicy(policy: Policy, { count, isStepped, ...options }: Simulation): Figures {
  return figuresOf(simulateTasks(count, options).map((task) => watchTask(task, policy, isStepped)))
}

/** The figures of the library's policy, for users who have seen 20 tasks of each model finish before. */
export function simulateLearnt({ count, isStepped, ...options }: Simulation): Figures {
  const policies = Array.from({ length: USERS }, (_, user) =>
    ourPolicy(learntStore({ ...options, seed: options.seed + 1 + user }, isStepped)),
  )
  const tasks = simulateTasks(count, options)
  const size = Math.ceil(count / USERS)
  return figuresOf(
    policies.flatMap((policy, user) =>
      tasks.slice(user * size, (user + 1) * size).map((task) => watchTask(task, policy, isStepped)),
    ),
  )
}

/** The fixed interval, in ms, that costs as many requests as given. */
export function intervalOfCost(requests: number, simulation: Simulation): number {
  let low = 500
  let high = 60_000
  while (high - low > 20) {
    const middle = Math.round((low + high) / 2)
    if (simulatePolicy(fixed(middle), simulation).requests > requests) low = middle
    else high = middle
  }
  return high
}
