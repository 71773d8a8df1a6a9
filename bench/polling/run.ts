// Measures requests and detection latency of polling policies on simulated tasks: `npm run bench:polling`.
import type { DurationStore } from '../../src/core/storage/durationStore.js'
import type { VideoTaskOptions } from '../../src/query/videoTaskOptions.js'
import { writeChart } from '../report/chart.js'
import { comparePolicies, drawComparison, measurePolicy, type PolicyRow, published } from './comparison.js'
import { learners, learnPhase } from './phaseLearner.js'
import { knowsPhase } from './phasePolicies.js'
import { adaptivePolicy, fixedInterval, storeWithHistory } from './policies.js'
import { createQueryClock, watchThroughQuery } from './queryWatch.js'
import { simulateTasks } from './simulatedTasks.js'
import {
  type Figures,
  figuresOf,
  intervalOfCost,
  otherRunTimes,
  simulatePolicy,
  simulateWithHistory,
  type Simulation,
} from './simulation.js'
import { watchTask } from './watchTask.js'

const HEAD = `| ${'policy'.padEnd(44)} |   req. |  mean |   p95 |   req. |  mean |   p95 |\n|${'-'.repeat(46)}|${'-------:|'.repeat(6)}`

console.log('Requests per task, mean and 95th percentile of the detection latency in seconds,')
console.log(`${published.count} simulated tasks. Right: the server's own view advances every 15 s.\n`)
console.log(HEAD)
const rows = comparePolicies()
rows.forEach(print)
writeChart('polling', drawComparison(rows, published.count))

const stuck = { ...published, isStuck: true }
const ours = measurePolicy('progress stuck at 0, with history', (base) => simulateWithHistory(base), stuck)
print(ours)
const interval = intervalOfCost(ours.smooth.requests, stuck)
const equalCost = `the same, fixed ${(interval / 1000).toFixed(1)} s`
print(measurePolicy(equalCost, (base) => simulatePolicy(fixedInterval(interval), base), stuck))

console.log('\nOther run times, 2,000 tasks each. Right: the fixed interval of equal cost.\n')
console.log(HEAD)
for (const [name, options] of Object.entries(otherRunTimes)) {
  const simulation = { ...options, count: 2_000 }
  printWithFixed(name, (base) => simulatePolicy(adaptivePolicy(), base), simulation)
  printWithFixed('  with history', simulateWithHistory, simulation)
}

console.log(
  "\nWhere the server's own view advances every 15 s: given its exact phase from a change on, a poll at each advance.\n",
)
console.log('| given from | req. | mean | p95 |\n|---|---:|---:|---:|')
const history = adaptivePolicy(storeWithHistory({ seed: published.seed + 1 }, true))
const all = simulateTasks(published.count, published)
for (const changes of [0, 1, 2, 3]) {
  const watches = all.map((task) => watchTask(task, knowsPhase(task, changes, history), true))
  const { requests, mean, p95 } = figuresOf(watches)
  const name = changes === 0 ? 'the start' : `change ${changes}`
  console.log(`| ${name} | ${requests.toFixed(1)} | ${mean.toFixed(2)} | ${p95.toFixed(2)} |`)
}

console.log(
  '\nThe same with what a client can see: policies that learn when the server refreshes its view.\n',
)
console.log(HEAD)
for (const [name, settings] of Object.entries(learners)) {
  const create = (store: DurationStore) => learnPhase(store, settings)
  print(measurePolicy(`learns ${name}`, (base) => simulateWithHistory(base, create)))
}
console.log(
  '\nThe first polls every 4 s until the first change, which tells the phase to 4 s; where the server shows each change at',
)
console.log(
  'once it waits for refreshes that do not come. The others cannot tell, from the few changes of one task, a refresh from',
)
console.log('progress that is coarse itself.')

const first = { ...published, count: 200 }
const tasks = simulateTasks(first.count, first)
const clock = createQueryClock()
console.log(
  `\nThe first ${first.count} of these tasks, simulated and through a QueryObserver in virtual time:\n`,
)
console.log(HEAD)
await printObserved('fixed 10 s', simulatePolicy(fixedInterval(10_000), first), { pollInterval: 10_000 })
await printObserved('react-video-task, no history', simulatePolicy(adaptivePolicy(), first), {})
const store = storeWithHistory({ seed: published.seed + 1 })
const durations = { ...store, add: () => undefined }
await printObserved('react-video-task, with history', simulatePolicy(adaptivePolicy(store), first), {
  durations,
})

function print({ name, smooth, stepped }: PolicyRow): void {
  console.log(`| ${name.padEnd(44)} | ${cells(smooth)} ${cells(stepped)}`)
}

/** Prints a policy beside the fixed interval that costs as many requests. */
function printWithFixed(name: string, run: (base: Simulation) => Figures, simulation: Simulation): void {
  const figures = run(simulation)
  const equal = simulatePolicy(fixedInterval(intervalOfCost(figures.requests, simulation)), simulation)
  console.log(`| ${name.padEnd(44)} | ${cells(figures)} ${cells(equal)}`)
}

/** Prints a simulated policy beside the same one in a `QueryObserver`. */
async function printObserved(name: string, simulated: Figures, options: VideoTaskOptions): Promise<void> {
  const observed = figuresOf(await watchThroughQuery(tasks, clock, options))
  console.log(`| ${name.padEnd(44)} | ${cells(simulated)} ${cells(observed)}`)
}

function cells({ requests, mean, p95 }: Figures): string {
  return `${requests.toFixed(1).padStart(6)} | ${mean.toFixed(2).padStart(5)} | ${p95.toFixed(2).padStart(5)} |`
}
