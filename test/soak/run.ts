import { fork } from 'node:child_process'
import { once } from 'node:events'
import { cpus } from 'node:os'
import { fileURLToPath } from 'node:url'
import { type SoakOptions, readSoakOptions, WAVE } from './SoakOptions.js'
import type { SoakResult } from './soakPart.js'

type JobResult = SoakResult & { cpu: NodeJS.CpuUsage }

/** How much a heap may grow from the first third of a run to its end, in MB: a leak of 2 KB a task is more in 10,000. */
const MARGIN = 6

async function runJob(job: number, { tasks, seed, from, jobs }: SoakOptions): Promise<JobResult> {
  const args = Object.entries({ tasks, seed, from, jobs }).flatMap(([name, value]) => [
    `--${name}`,
    `${value}`,
  ])
  const child = fork(fileURLToPath(new URL('soakJob.ts', import.meta.url)), [`${job}`, ...args])
  let result: JobResult | undefined
  child.on('message', (message: JobResult) => void (result = message))
  const [code] = await once(child, 'exit')
  if (!result) throw new Error(`Job ${job} of the soak ended with code ${code} and no result; seed ${seed}.`)
  return result
}

const options = readSoakOptions(process.argv.slice(2), cpus().length)
const { tasks, seed, from, jobs } = options
console.log(`Soak: ${tasks} tasks, ${WAVE} at a time in each of ${jobs} processes, seed ${seed}`)
const results = await Promise.all(Array.from({ length: jobs }, (_, job) => runJob(job, options)))

const sum = (read: (result: JobResult) => number) =>
  results.reduce((total, result) => total + read(result), 0)
const polls = sum((result) => result.polls)
console.log(
  `${polls} polls, ${(polls / tasks).toFixed(1)} a task; ${sum((result) => result.reloads)} reloads; ` +
    `${sum((result) => result.events)} calls of listeners; ${sum((result) => result.warnings)} warnings of unknown words`,
)
const megabytes = (heap: number) => `${heap.toFixed(1)} MB`
console.log(
  `heap after 1/3, 2/3 and all of it: ${results.map(({ heaps }) => heaps.map(megabytes).join(', ')).join('; ')}; ` +
    `${(sum(({ cpu }) => cpu.user + cpu.system) / 1e6).toFixed(0)} s of CPU`,
)
console.log(
  'Not asserted: the bytes of a video (no content is fetched), hidden and offline of one tab alone (TanStack Query keeps ' +
    'both for the whole process; only who of the tabs asks is told by each), and creates repeated by a person.',
)

let count = 0
const fail = (what: string, repeat: string) => {
  count += 1
  console.log(`✗ ${what}\n  again: npm run test:soak -- --seed ${seed} ${repeat}`)
}
for (const { faults, heaps } of results) {
  for (const { from: first, fault } of faults)
    fail(fault, `--from ${first} --tasks ${Math.min(WAVE, from + tasks - first)}`)
  const [early = 0, , late] = heaps
  if (late === undefined) console.log('Not asserted: the heap of a process that ran fewer than three waves.')
  else if (late - early > MARGIN)
    fail(`the heap grew by ${megabytes(late - early)}; at most ${MARGIN} MB are allowed`, `--tasks ${tasks}`)
}
if (count > 0) process.exitCode = 1
else console.log('Every task ended as the emulator said, and each event was told once.')
