import type { PollState } from '../../src/core/polling/nextPoll.js'
import { observeVideoTask } from '../../src/core/task/observeVideoTask.js'
import { isTerminal, type VideoTask } from '../../src/core/task/videoTask.js'
import { createRandom, type SimulatedTask, viewOf } from './simulatedTasks.js'

/** The wait before the next request, in ms; `polls` is the number of requests so far, `random` the watch's own generator. */
export type Policy = (state: PollState, polls: number, random: () => number) => number

/** The cost and result of watching one task. */
export interface Watch {
  requests: number
  /** From the task's end to the arrival of the first answer that shows it, in ms. */
  latency: number
  task: VideoTask
}

/** The creation of every task, in ms of the simulated clock. */
export const START = 1_800_000_000_000

/** Draws the latency of one request: 80 to 400 ms, in whole ms like a clock. */
export const latencyOf = (random: () => number) => Math.round(80 + 320 * random())

/** Watches one task from its creation to its end. Each request is sent one wait after the previous answer arrived. */
export function watchTask(simulated: SimulatedTask, policy: Policy, isStepped = false): Watch {
  const random = createRandom(simulated.seed)
  const policyRandom = createRandom(simulated.seed + 1)
  let now = 0
  let task = observeVideoTask(undefined, viewOf(simulated, 0, false), { now: START })
  let requests = 0
  while (!isTerminal(task)) {
    const wait = policy({ data: task, error: null, dataUpdatedAt: START + now }, requests, policyRandom)
    const lastPolled = START + now
    const latency = latencyOf(random)
    const seen = viewOf(simulated, now + wait + latency / 2, isStepped)
    now += wait + latency
    requests += 1
    // An unchanged answer leaves the observation as it was.
    const isChanged = seen.status !== task.status || seen.progress !== task.progress
    if (isChanged) task = observeVideoTask(task, seen, { now: START + now, lastPolled })
  }
  return { requests, latency: now - simulated.end, task }
}
