import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { isTerminal } from '../../src/core/task/videoTask.js'
import { observeVideoTask } from '../../src/core/task/observeVideoTask.js'
import type { VideoClient } from '../../src/core/client/VideoClient.js'
import { videoTaskKeys } from '../../src/query/videoTaskKeys.js'
import { type VideoTaskOptions, videoTaskOptions } from '../../src/query/videoTaskOptions.js'
import { createRandom } from './createRandom.js'
import type { VirtualClock } from './createVirtualClock.js'
import { type SimulatedTask, viewOf } from './simulateTasks.js'
import { latencyOf, START, type Watch } from './watchTask.js'

type Cost = Omit<Watch, 'task'>

function clientOf(simulated: SimulatedTask, clock: VirtualClock, cost: Cost): VideoClient {
  const random = createRandom(simulated.seed)
  const refuse = () => {
    throw new Error('Nobody asks this here.')
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

/** Watches one task; `onEnd` when its end was told. */
function observe(
  simulated: SimulatedTask,
  clock: VirtualClock,
  options: VideoTaskOptions,
  onEnd: () => void,
) {
  const cost: Cost = { requests: 0, latency: 0 }
  const queryClient = new QueryClient()
  const made = observeVideoTask(undefined, viewOf(simulated, 0, false), { now: START })
  queryClient.setQueryData(videoTaskKeys.detail(simulated.id), made)
  const watch = videoTaskOptions(clientOf(simulated, clock, cost), simulated.id, options)
  const leave = new QueryObserver(queryClient, watch).subscribe(({ data }) => {
    if (!isTerminal(data)) return
    leave()
    queryClient.clear()
    onEnd()
  })
  return cost
}

/** Watches tasks to their end through a `QueryObserver` each, as an app without React would, in virtual time. */
export async function watchThroughQuery(
  tasks: SimulatedTask[],
  clock: VirtualClock,
  options: VideoTaskOptions = {},
): Promise<Cost[]> {
  const realNow = Date.now
  Date.now = clock.now
  clock.reset(START)
  let open = tasks.length
  try {
    const costs = tasks.map((simulated) => observe(simulated, clock, options, () => void (open -= 1)))
    await clock.run(() => open === 0)
    return costs
  } finally {
    Date.now = realNow
  }
}
