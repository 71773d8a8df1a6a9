import { fork } from 'node:child_process'
import { once } from 'node:events'
import { cpus } from 'node:os'
import { fileURLToPath } from 'node:url'
import { readSoakOptions, type SoakOptions, WAVE_SIZE } from './options.js'
import type { SoakResult } from './worker.js'

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
const failures = listFailures()
for (const failure of failures) console.log(failure)
if (failures.length > 0) process.exitCode = 1
else console.log('Every task ended as the emulator defines, and each event was reported once.')

async function runWorker(job: number, soakOptions: SoakOptions): Promise<SoakResult> {
  const args = Object.entries(soakOptions).flatMap(([name, value]) => [`--${name}`, `${value}`])
  const child = fork(fileURLToPath(new URL('worker.ts', import.meta.url)), [`${job}`, ...args])
  let result: SoakResult | undefined
  child.on('message', (message: SoakResult) => void (result = message))
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

function listFailures(): string[] {
  const describe = (failure: string, flags: string) =>
    `✗ ${failure}\n  repeat: npm run test:soak -- --seed ${seed} ${flags}`
  return results.flatMap((result) => {
    const found = result.failures.map(({ from: first, isProxied, failure }) => {
      const [alone, behind] = isProxied ? [0, 1] : [Math.min(WAVE_SIZE, from + tasks - first), 0]
      return describe(failure, `--from ${first} --tasks ${alone} --proxied ${behind}`)
    })
    const [early = 0, , late = early] = result.heaps
    const growth = late - early
    if (growth > MAX_HEAP_GROWTH) {
      const failure = `the heap grew by ${megabytes(growth)}, more than ${MAX_HEAP_GROWTH} MB`
      found.push(describe(failure, `--tasks ${tasks} --proxied ${proxied}`))
    }
    return found
  })
}

function megabytes(heap: number): string {
  return `${heap.toFixed(1)} MB`
}
