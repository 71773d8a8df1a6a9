import {
  environmentManager,
  notifyManager,
  QueryClient,
  QueryObserver,
  timeoutManager,
} from '@tanstack/react-query'
import type { VideoClient } from '../../src/core/client/VideoClient.js'
import { observeVideoTask } from '../../src/core/task/observeVideoTask.js'
import { isTerminal } from '../../src/core/task/videoTask.js'
import { videoTaskKeys } from '../../src/query/videoTaskKeys.js'
import { type VideoTaskOptions, videoTaskOptions } from '../../src/query/videoTaskOptions.js'
import { createRandom, type SimulatedTask, viewOf } from './simulatedTasks.js'
import { latencyOf, START, type Watch } from './watchTask.js'

type Cost = Omit<Watch, 'task'>

/** Watches tasks to their end through a `QueryObserver` each, like an app without React, in virtual time. */
export async function watchThroughQuery(
  tasks: SimulatedTask[],
  clock: VirtualClock,
  options: VideoTaskOptions = {},
): Promise<Cost[]> {
  const [realNow, realTime] = [Date.now, performance.now.bind(performance)]
  Date.now = clock.now
  performance.now = clock.now
  clock.reset(START)
  let open = tasks.length
  try {
    const costs = tasks.map((simulated) => observe(simulated, clock, options, () => void (open -= 1)))
    await clock.run(() => open === 0)
    return costs
  } finally {
    Date.now = realNow
    performance.now = realTime
  }
}

/** Watches one task; calls `onEnd` when the observer has its end. */
function observe(
  simulated: SimulatedTask,
  clock: VirtualClock,
  options: VideoTaskOptions,
  onEnd: () => void,
): Cost {
  const cost: Cost = { requests: 0, latency: 0 }
  const queryClient = new QueryClient()
  const created = observeVideoTask(undefined, viewOf(simulated, 0, false), { now: START })
  queryClient.setQueryData(videoTaskKeys.detail(simulated.id), created)
  const watch = videoTaskOptions(clientOf(simulated, clock, cost), simulated.id, options)
  const unsubscribe = new QueryObserver(queryClient, watch).subscribe(({ data }) => {
    if (!isTerminal(data)) return
    unsubscribe()
    queryClient.clear()
    onEnd()
  })
  return cost
}

function clientOf(simulated: SimulatedTask, clock: VirtualClock, cost: Cost): VideoClient {
  const random = createRandom(simulated.seed)
  const refuse = () => {
    throw new Error('A watch only retrieves.')
  }
  return {
    create: refuse,
    contentUrl: refuse,
    retrieve: async () => {
      const latency = latencyOf(random)
      const task = viewOf(simulated, clock.now() + latency / 2 - START, false)
      await new Promise<void>((resolve) => clock.set(resolve, latency))
      cost.requests += 1
      cost.latency = clock.now() - START - simulated.end
      return task
    },
  }
}

interface Timer {
  at: number
  run: () => void
  every?: number
}

/** A clock that jumps from one timer to the next. */
interface VirtualClock {
  now: () => number
  set: (run: () => void, ms: number, every?: number) => number
  clear: (id: unknown) => void
  /** Runs all timers in order, and those they set, until none is left or `isDone` returns true. */
  run: (isDone: () => boolean) => Promise<void>
  /** Starts again at a time, without timers. */
  reset: (to: number) => void
}

/** Creates a virtual clock and makes TanStack Query use it for the rest of this process. */
export function createQueryClock(): VirtualClock {
  const clock = createVirtualClock()
  // TanStack Query does not poll without a window, and Node has none.
  environmentManager.setIsServer(() => false)
  notifyManager.setScheduler(queueMicrotask)
  timeoutManager.setTimeoutProvider({
    setTimeout: (run, ms) => clock.set(run, ms),
    setInterval: (run, ms) => clock.set(run, ms, ms),
    clearTimeout: clock.clear,
    clearInterval: clock.clear,
  })
  return clock
}

function createVirtualClock(): VirtualClock {
  const timers = new Map<number, Timer>()
  let now = 0
  let lastId = 0
  return {
    now: () => now,
    set(run, ms, every) {
      timers.set(++lastId, { at: now + ms, run, ...(every !== undefined && { every }) })
      return lastId
    },
    clear: (id) => void (typeof id === 'number' && timers.delete(id)),
    async run(isDone) {
      await settle()
      while (timers.size > 0 && !isDone()) {
        const [id, next] = [...timers].reduce((first, other) => (other[1].at < first[1].at ? other : first))
        now = Math.max(now, next.at)
        if (next.every === undefined) timers.delete(id)
        else timers.set(id, { ...next, at: now + next.every })
        next.run()
        await settle()
      }
    },
    reset(to) {
      timers.clear()
      now = to
    },
  }
}

/** Lets promises settle: after one turn of the event loop, all that needs no timer has happened. */
const settle = () => new Promise<void>((resolve) => setImmediate(resolve))
