import { writeChart } from '../report/writeChart.js'
import type { VideoTaskOptions } from '../../src/query/videoTaskOptions.js'
import { createQueryClock } from './createQueryClock.js'
import { type Figures, figuresOf } from './figuresOf.js'
import { learntStore, ourPolicy } from './ourPolicy.js'
import { drawPolling } from './drawPolling.js'
import { measurePolicy, measurePolling, type PollingRow, simulation } from './measurePolling.js'
import { fixed } from './peers.js'
import { otherWorlds } from './otherWorlds.js'
import { intervalOfCost, simulateLearnt, simulatePolicy, type Simulation } from './simulatePolling.js'
import { simulateTasks } from './simulateTasks.js'
import { watchThroughQuery } from './watchThroughQuery.js'

const HEAD = `| ${'policy'.padEnd(44)} |   req. |  mean |   p95 |   req. |  mean |   p95 |\n|${'-'.repeat(46)}|${'-------:|'.repeat(6)}`

const cells = ({ requests, mean, p95 }: Figures) =>
  `${requests.toFixed(1).padStart(6)} | ${mean.toFixed(2).padStart(5)} | ${p95.toFixed(2).padStart(5)} |`

const print = ({ name, smooth, stepped }: PollingRow) =>
  console.log(`| ${name.padEnd(44)} | ${cells(smooth)} ${cells(stepped)}`)

console.log('Requests per task, mean and 95th percentile of the detection latency in seconds,')
console.log(`${simulation.count} simulated tasks; right: the server's own view steps every 15 s.\n`)
console.log(HEAD)
const rows = measurePolling()
rows.forEach(print)
writeChart('polling', drawPolling(rows, simulation.count))

const stuck = { ...simulation, isStuck: true }
const learntStuck = measurePolicy('progress stuck at 0, learnt', simulateLearnt, stuck)
print(learntStuck)
const interval = intervalOfCost(learntStuck.smooth.requests, stuck)
const name = `the same, fixed ${(interval / 1000).toFixed(1)} s`
print(measurePolicy(name, (base) => simulatePolicy(fixed(interval), base), stuck))

console.log('\nOther worlds, 2,000 tasks each; right: the fixed interval of equal cost.\n')
console.log(HEAD)
const versusFixed = (name: string, run: (simulation: Simulation) => Figures, world: Simulation) => {
  const ours = run(world)
  const equal = simulatePolicy(fixed(intervalOfCost(ours.requests, world)), world)
  console.log(`| ${name.padEnd(44)} | ${cells(ours)} ${cells(equal)}`)
}
for (const [name, options] of Object.entries(otherWorlds)) {
  const world = { ...options, count: 2_000 }
  versusFixed(name, (base) => simulatePolicy(ourPolicy(), base), world)
  versusFixed('  learnt', simulateLearnt, world)
}

const few = { ...simulation, count: 200 }
const tasks = simulateTasks(few.count, few)
const clock = createQueryClock()
console.log(`\nThe first ${few.count} of them, simulated and through a QueryObserver in virtual time:\n`)
console.log(HEAD)
const compare = async (name: string, simulated: Figures, options: VideoTaskOptions) => {
  const observed = figuresOf(await watchThroughQuery(tasks, clock, options))
  console.log(`| ${name.padEnd(44)} | ${cells(simulated)} ${cells(observed)}`)
}
await compare('fixed 10 s', simulatePolicy(fixed(10_000), few), { pollInterval: 10_000 })
await compare('react-video-task, nothing learnt', simulatePolicy(ourPolicy(), few), {})
const store = learntStore({ seed: simulation.seed + 1 })
const durations = { ...store, add: () => undefined }
await compare('react-video-task, learnt', simulatePolicy(ourPolicy(store), few), { durations })
