import { cpus } from 'node:os'
import { environmentManager, notifyManager } from '@tanstack/react-query'
import { readSoakOptions, type SoakOptions, WAVE_SIZE } from './options.js'
import { installVirtualTime } from './virtualTime.js'
import { runWave, type Wave } from './wave.js'

/** What a process of the soak test sends to run.ts: the failures of a wave when it ends, and its result at the end. */
export type SoakMessage = { failures: SoakFailure[] } | { result: SoakResult }

/** A failure, with the first task of its wave. */
export interface SoakFailure {
  from: number
  isProxied: boolean
  failure: string
}

/** What a process has done. */
export interface SoakResult {
  polls: number
  reloads: number
  events: number
  /** Warnings about status words that the library does not know; some scenarios contain them. */
  warnings: number
  /** Heap after one third, two thirds and all of the waves, in MB. */
  heaps: number[]
  cpu: NodeJS.CpuUsage
}

/** A run stops after this many failures. */
const MAX_FAILURES = 20

// Started by run.ts with the number of the process, then the options.
const [job = '0', ...args] = process.argv.slice(2)
const result = await runJob(readSoakOptions(args, cpus().length), Number(job))
process.send?.({ result } satisfies SoakMessage, () => process.disconnect())

/** Runs the waves of this process, and replaces its clock, console and `Math.random`. */
async function runJob(
  { tasks, seed, from, jobs, proxied }: SoakOptions,
  jobIndex: number,
): Promise<SoakResult> {
  if (typeof gc !== 'function')
    throw new Error(
      'The soak test measures the heap: start it with `npm run test:soak`, which sets --expose-gc.',
    )
  // Thousands of aborts would each capture a stack trace.
  Error.stackTraceLimit = 3
  const soak = { polls: 0, reloads: 0, events: 0, warnings: 0 }
  const heaps: number[] = []
  let failed = 0
  const errors: string[] = []
  process.on('unhandledRejection', (reason) => errors.push(`unhandled rejection: ${String(reason)}`))
  process.on('uncaughtException', (error) => errors.push(`uncaught exception: ${String(error)}`))
  console.error = (...values) => errors.push(`console.error: ${values.map(String).join(' ')}`)
  console.warn = () => void (soak.warnings += 1)

  // Node has no window; TanStack Query would not poll.
  environmentManager.setIsServer(() => false)
  notifyManager.setScheduler(queueMicrotask)
  const time = installVirtualTime()
  const waves: Pick<Wave, 'first' | 'count' | 'isProxied'>[] = []
  // First, so that the heap's first measure has the proxy's code.
  for (let wave = jobIndex; wave < proxied; wave += jobs)
    waves.push({ first: from + wave * WAVE_SIZE, count: WAVE_SIZE, isProxied: true })
  for (let first = from + jobIndex * WAVE_SIZE; first < from + tasks; first += jobs * WAVE_SIZE)
    waves.push({ first, count: Math.min(WAVE_SIZE, from + tasks - first), isProxied: false })
  const measuredWaves = [1, 2, 3].map((third) => Math.ceil((waves.length * third) / 3))

  for (const [index, { first, count, isProxied }] of waves.entries()) {
    const waveSeed = `soak ${seed} ${isProxied ? 'proxied ' : ''}from ${first}`
    const seen = await runWave({ seed: waveSeed, count, first, isProxied }, time)
    const found = [...errors.splice(0), ...seen.failures]
    failed += found.length
    if (found.length > MAX_FAILURES)
      found.splice(MAX_FAILURES, Infinity, `and ${found.length - MAX_FAILURES} more`)
    const failures = found.map((failure) => ({ from: first, isProxied, failure }))
    if (failures.length > 0) process.send?.({ failures } satisfies SoakMessage)
    soak.polls += seen.polls
    soak.reloads += seen.reloads
    for (const events of seen.events.values()) soak.events += events.length
    if (measuredWaves.includes(index + 1)) heaps.push(await measureHeap(gc))
    if (failed >= MAX_FAILURES) break
  }
  return { ...soak, heaps, cpu: process.cpuUsage() }
}

/** Measures the heap after a garbage collection, in MB. */
async function measureHeap(collect: () => void): Promise<number> {
  // The first collection may free what keeps other objects alive until the second.
  for (let round = 0; round < 2; round++) {
    await new Promise((resolve) => setImmediate(resolve))
    collect()
  }
  return process.memoryUsage().heapUsed / 2 ** 20
}
