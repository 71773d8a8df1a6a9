import { createDurationStore, type DurationStore } from '../../src/core/polling/durationStore.js'
import { nextPoll } from '../../src/core/polling/nextPoll.js'
import type { TypicalDuration } from '../../src/core/polling/predictEnd.js'
import { type SimulationOptions, simulateTasks } from './simulateTasks.js'
import { type Policy, watchTask } from './watchTask.js'

/** The library's own policy, with what a store has learnt, if there is one. */
export function ourPolicy(store?: DurationStore): Policy {
  const typical = new Map<string | undefined, TypicalDuration | undefined>()
  return (state) => {
    const model = state.data?.model
    if (store && !typical.has(model)) typical.set(model, store.typical(state.data))
    const { delay } = nextPoll(state, {}, { typical: typical.get(model) })
    if (delay === false) throw new Error('The policy gave up a task that goes on.')
    return delay
  }
}

/** A store that has learnt from 20 finished tasks of each model, watched like any others. */
export function learntStore(options: SimulationOptions, isStepped = false): DurationStore {
  const store = createDurationStore({ storage: null })
  const finished = new Map<string, number>()
  for (const simulated of simulateTasks(200, options)) {
    const seen = finished.get(simulated.model) ?? 0
    if (seen >= 20 || simulated.isFailed) continue
    finished.set(simulated.model, seen + 1)
    store.add(watchTask(simulated, ourPolicy(store), isStepped).task)
  }
  return store
}
