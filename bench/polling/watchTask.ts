import { isTerminal } from '../../src/core/task/videoTask.js'
import type { PollState } from '../../src/core/polling/nextPoll.js'
import { observeVideoTask } from '../../src/core/task/observeVideoTask.js'
import type { VideoTask } from '../../src/core/task/videoTask.js'
import { createRandom } from './createRandom.js'
import { type SimulatedTask, viewOf } from './simulateTasks.js'

/** The wait before the next request, in ms; `polls` is how many there were, `random` the watch's own chance. */
export type Policy = (state: PollState, polls: number, random: () => number) => number

/** What watching one task cost and gave. */
export interface Watch {
  requests: number
  /** From the task's end to the arrival of the first answer that tells it, in ms. */
  latency: number
  task: VideoTask
}

/** When every task is made, in ms of the simulated clock. */
export const START = 1_800_000_000_000

/** Latency of one request, in ms: from 80 to 400, whole as clocks tell them. */
export const latencyOf = (random: () => number) => Math.round(80 + 320 * random())

/** Watches one task to its end: from the answer that made it on, the next request leaves one wait after an answer landed. */
export function watchTask(simulated: SimulatedTask, policy: Policy, isStepped = false): Watch {
  const random = createRandom(simulated.seed)
  const chance = createRandom(simulated.seed + 1)
  let now = 0
  let task = observeVideoTask(undefined, viewOf(simulated, 0, false), { now: START })
  let requests = 0
  while (!isTerminal(task)) {
    const wait = policy({ data: task, error: null, dataUpdatedAt: START + now }, requests, chance)
    const lastPolled = START + now
    const latency = latencyOf(random)
    const seen = viewOf(simulated, now + wait + latency / 2, isStepped)
    now += wait + latency
    requests += 1
    // An answer that tells nothing new leaves the observation as it was.
    const isNews = seen.status !== task.status || seen.progress !== task.progress
    if (isNews) task = observeVideoTask(task, seen, { now: START + now, lastPolled })
  }
  return { requests, latency: now - simulated.end, task }
}
