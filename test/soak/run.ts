import { fork } from 'node:child_process'
import { once } from 'node:events'
import { cpus } from 'node:os'
import { fileURLToPath } from 'node:url'
import { readSoakOptions, type SoakOptions, WAVE_SIZE } from './options.js'
import type { SoakFailure, SoakMessage, SoakResult } from './worker.js'

/** Growth of the heap, in MB, from the first third of a run to its end. A leak of 2 kB a task is more in 10,000 tasks. */
const MAX_HEAP_GROWTH = 6

const options = readSoakOptions(process.argv.slice(2), cpus().length)
const { tasks, seed, from, jobs, proxied } = options
const proxiedTasks = proxied * WAVE_SIZE
console.log(
  `Soak test: ${tasks} tasks, and ${proxiedTasks} behind the proxy, ${WAVE_SIZE} at a time in each of ${jobs} processes, seed ${seed}`,
)
const results = await Promise.all(Array.from({ length: jobs }, (_, job) => runWorker(job, options)))
printSummary()
for (const { heaps } of results) checkHeap(heaps)
if (process.exitCode !== 1)
  console.log('Every task ended as the emulator defines, and each event was reported once.')

async function runWorker(job: number, soakOptions: SoakOptions): Promise<SoakResult> {
  const args = Object.entries(soakOptions).flatMap(([name, value]) => [`--${name}`, `${value}`])
  const child = fork(fileURLToPath(new URL('worker.ts', import.meta.url)), [`${job}`, ...args])
  let result: SoakResult | undefined
  child.on('message', (message: SoakMessage) => {
    if ('result' in message) result = message.result
    else message.failures.forEach(printFailure)
  })
  const [code] = await once(child, 'exit')
  if (!result)
    throw new Error(`Process ${job} of the soak test exited with code ${code} and no result; seed ${seed}.`)
  return result
}

function printSummary(): void {
  const sum = (read: (result: SoakResult) => number) =>
    results.reduce((total, result) => total + read(result), 0)
  const polls = sum((result) => result.polls)
  console.log(
    `${polls} polls, ${(polls / (tasks + proxiedTasks)).toFixed(1)} a task; ${sum((result) => result.reloads)} page reloads; ` +
      `${sum((result) => result.events)} events; ${sum((result) => result.warnings)} warnings about unknown statuses`,
  )
  const heaps = results.map((result) => result.heaps.map(megabytes).join(', ')).join('; ')
  const cpuSeconds = sum(({ cpu }) => cpu.user + cpu.system) / 1e6
  console.log(`Heap after 1/3, 2/3 and 3/3 of each process: ${heaps}; ${cpuSeconds.toFixed(0)} s of CPU`)
  console.log(
    'Not tested: the bytes of a video (no content is fetched), a single tab that is hidden or offline (TanStack Query keeps ' +
      'both per process; only the choice of the polling tab sees each), and creates that a person repeats.',
  )
  if (results.some((result) => result.heaps.length < 3))
    console.log('Not tested: the heap of a process that ran fewer than three waves.')
}

/** Prints a failure of a wave, which may end long before the run. */
function printFailure({ from: first, isProxied, failure }: SoakFailure): void {
  const [alone, behind] = isProxied ? [0, 1] : [Math.min(WAVE_SIZE, from + tasks - first), 0]
  fail(failure, `--from ${first} --tasks ${alone} --proxied ${behind}`)
}

function checkHeap([early = 0, , late = early]: number[]): void {
  const growth = late - early
  if (growth <= MAX_HEAP_GROWTH) return
  fail(
    `the heap grew by ${megabytes(growth)}, more than ${MAX_HEAP_GROWTH} MB`,
    `--tasks ${tasks} --proxied ${proxied}`,
  )
}

function fail(failure: string, flags: string): void {
  console.log(`✗ ${failure}\n  repeat: npm run test:soak -- --seed ${seed} ${flags}`)
  process.exitCode = 1
}

function megabytes(heap: number): string {
  return `${heap.toFixed(1)} MB`
}
