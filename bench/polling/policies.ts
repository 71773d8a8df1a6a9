import { createDurationStore, type DurationStore } from '../../src/core/storage/durationStore.js'
import { nextPoll } from '../../src/core/polling/nextPoll.js'
import type { TypicalDuration } from '../../src/core/polling/predictEnd.js'
import { type SimulationOptions, simulateTasks } from './simulatedTasks.js'
import { type Policy, watchTask } from './watchTask.js'

/** A fixed interval, in ms. */
export const fixedInterval =
  (ms: number): Policy =>
  () =>
    ms

/** The polling of other libraries, by their defaults. */
export const peerPolicies: Record<string, Policy> = {
  'fixed 0.5 s (fal, replicate)': fixedInterval(500),
  'fixed 1 s (openai-python)': fixedInterval(1_000),
  'fixed 2 s (TanStack AI)': fixedInterval(2_000),
  'fixed 5 s (Vercel AI SDK)': fixedInterval(5_000),
  '6 s +- 1.5 (Runway)': (_state, _polls, random) => Math.round(4_500 + 3_000 * random()),
  'exponential 1 to 10 s x1.5': (_state, polls) => Math.round(Math.min(10_000, 1_000 * 1.5 ** polls)),
  'fixed 10 s (CometAPI)': fixedInterval(10_000),
  'fixed 15 s': fixedInterval(15_000),
}

/** The polling of this library, with the durations in a store if there is one. */
export function adaptivePolicy(store?: DurationStore): Policy {
  const typical = new Map<string | undefined, TypicalDuration | undefined>()
  return (state) => {
    const model = state.data?.model
    if (store && !typical.has(model)) typical.set(model, store.typical(state.data))
    const { delay } = nextPoll(state, {}, { typical: typical.get(model) })
    if (delay === false) throw new Error('The policy stopped polling a task that has not ended.')
    return delay
  }
}

/** Finished tasks of each model in a store with a history. */
const HISTORY = 20

/** Creates a store with the durations of 20 finished tasks of each model, watched with this library's polling. */
export function storeWithHistory(options: SimulationOptions, isStepped = false): DurationStore {
  const store = createDurationStore({ storage: null })
  const finished = new Map<string, number>()
  for (const simulated of simulateTasks(200, options)) {
    const seen = finished.get(simulated.model) ?? 0
    if (seen >= HISTORY || simulated.isFailed) continue
    finished.set(simulated.model, seen + 1)
    store.add(watchTask(simulated, adaptivePolicy(store), isStepped).task)
  }
  return store
}
