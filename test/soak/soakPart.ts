import { environmentManager, notifyManager } from '@tanstack/react-query'
import { installSoakClock } from './installSoakClock.js'
import { runWave } from './runWave.js'
import { type SoakOptions, WAVE } from './SoakOptions.js'

/** What one process has seen. */
export interface SoakResult {
  polls: number
  reloads: number
  events: number
  /** Warnings of status words that the library does not know; the scenarios hold some. */
  warnings: number
  /** After a third of its waves, after two, and at the end, in MB. */
  heaps: number[]
  /** What was wrong, with the first task of its wave. */
  faults: { from: number; fault: string }[]
}

/** After so many a run says nothing new. */
const MOST_FAULTS = 20

/** Soaks every wave that is this job's, in this process, whose clock, console and chance it takes over. */
export async function soakPart({ tasks, seed, from, jobs }: SoakOptions, job: number): Promise<SoakResult> {
  if (typeof gc !== 'function')
    throw new Error('The soak weighs the heap: start it by `npm run test:soak`, which adds --expose-gc.')
  // Thousands of aborts would each write down where they came from.
  Error.stackTraceLimit = 3
  const result: SoakResult = { polls: 0, reloads: 0, events: 0, warnings: 0, heaps: [], faults: [] }
  const errors: string[] = []
  process.on('unhandledRejection', (reason) => errors.push(`unhandled rejection: ${String(reason)}`))
  process.on('uncaughtException', (error) => errors.push(`uncaught exception: ${String(error)}`))
  console.error = (...args) => errors.push(`console.error: ${args.map(String).join(' ')}`)
  console.warn = () => void (result.warnings += 1)

  // Node has no window, and without one nothing polls.
  environmentManager.setIsServer(() => false)
  notifyManager.setScheduler(queueMicrotask)
  const clock = installSoakClock()
  const firsts: number[] = []
  for (let first = from + job * WAVE; first < from + tasks; first += jobs * WAVE) firsts.push(first)
  const looks = [1, 2, 3].map((third) => Math.ceil((firsts.length * third) / 3))

  for (const [index, first] of firsts.entries()) {
    const count = Math.min(WAVE, from + tasks - first)
    const ledger = await runWave({ seed: `soak ${seed} from ${first}`, count, first }, clock)
    const faults = [...errors.splice(0), ...ledger.faults]
    for (const fault of faults.slice(0, MOST_FAULTS)) result.faults.push({ from: first, fault })
    if (faults.length > MOST_FAULTS)
      result.faults.push({ from: first, fault: `and ${faults.length - MOST_FAULTS} more` })
    result.polls += ledger.polls
    result.reloads += ledger.reloads
    for (const told of ledger.told.values()) result.events += told.length
    if (looks.includes(index + 1)) {
      // Twice, since what the first frees may hold what the second finds.
      for (let round = 0; round < 2; round++) {
        await new Promise((resolve) => setImmediate(resolve))
        gc()
      }
      result.heaps.push(process.memoryUsage().heapUsed / 2 ** 20)
    }
    if (result.faults.length >= MOST_FAULTS) break
  }
  return result
}
