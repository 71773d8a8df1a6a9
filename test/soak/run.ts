import { parseArgs } from 'node:util'
import { environmentManager, notifyManager } from '@tanstack/react-query'
import { createRandom } from '../../src/testing/createRandom.js'
import { installSoakClock } from './installSoakClock.js'
import { runWave } from './runWave.js'

const { values } = parseArgs({
  options: { tasks: { type: 'string', default: '10000' }, seed: { type: 'string' }, wave: { type: 'string', default: '320' } },
})
const tasks = Number(values.tasks)
const perWave = Number(values.wave)
const seed = Number(values.seed ?? Math.floor(Math.random() * 1e9))
for (const [name, value] of Object.entries({ tasks, wave: perWave, seed }))
  if (!Number.isInteger(value) || value < (name === 'seed' ? 0 : 1))
    throw new RangeError(`--${name} takes a whole number, got ${value}.`)
if (typeof gc !== 'function') throw new Error('The soak measures the heap: start it with --expose-gc, as npm run test:soak does.')
const collect = gc

/** How much the heap may grow from the first third of the run to its end, in MB; one wave's garbage is ten times that. */
const MARGIN = 6

const errors: string[] = []
process.on('unhandledRejection', (reason) => errors.push(`unhandled rejection: ${String(reason)}`))
process.on('uncaughtException', (error) => errors.push(`uncaught exception: ${error.stack ?? error.message}`))
console.error = (...args) => errors.push(`console.error: ${args.map(String).join(' ')}`)
let warnings = 0
// Unknown status words are warned of, once each page.
console.warn = () => void (warnings += 1)

environmentManager.setIsServer(() => false)
notifyManager.setScheduler(queueMicrotask)
const clock = installSoakClock(1_800_000_000_000)
Math.random = createRandom(`soak ${seed} machine`)

console.log(`Soak: ${tasks} tasks in waves of ${perWave}, seed ${seed}`)
const started = process.cpuUsage()
const faults: string[] = []
const heaps: number[] = []
const sums = { polls: 0, reloads: 0, events: 0 }
for (let first = 0, third = 1; first < tasks; first += perWave) {
  const count = Math.min(perWave, tasks - first)
  const ledger = await runWave({ seed: `soak ${seed} wave ${first}`, count, first }, clock)
  faults.push(...ledger.faults, ...errors.splice(0))
  sums.polls += ledger.polls
  sums.reloads += ledger.reloads
  for (const told of ledger.told.values()) sums.events += told.length
  while (third <= 3 && first + count >= (tasks * third) / 3) {
    third += 1
    await new Promise((resolve) => setImmediate(resolve))
    collect()
    collect()
    heaps.push(process.memoryUsage().heapUsed / 2 ** 20)
  }
  if (faults.length > 20) break
}
const { user, system } = process.cpuUsage(started)
console.log(
  `${sums.polls} polls (${(sums.polls / tasks).toFixed(1)} a task), ${sums.reloads} reloads, ${sums.events} events told, ${warnings} warnings of unknown words`,
)
console.log(`heap after 1/3, 2/3 and all: ${heaps.map((heap) => `${heap.toFixed(1)} MB`).join(', ')}; ${((user + system) / 1e6).toFixed(0)} s of CPU`)
const [early = 0, , late = 0] = heaps
if (late - early > MARGIN) faults.push(`the heap grew by ${(late - early).toFixed(1)} MB; at most ${MARGIN} are allowed`)

for (const fault of faults) console.log(`✗ ${fault}`)
if (faults.length > 0) {
  console.log(`${faults.length} faults. Again: npm run test:soak -- --tasks ${tasks} --seed ${seed} --wave ${perWave}`)
  process.exitCode = 1
}
