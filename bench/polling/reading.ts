// Measures what reading a running task's answer costs, on this Node and on Node 22: `npm run bench:reading`.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseJson } from '../../src/core/wire/fieldValues.js'
import { parseVideoTask } from '../../src/core/wire/parseVideoTask.js'
import { documentedTaskSchema } from '../../src/schemas/videoSchemas.js'

const ROUNDS = 401
const CALLS_PER_ROUND = 500

/** A running answer as the documentation shows it, about 200 characters. */
const TEXT = JSON.stringify({
  id: 'task_01jx4h7q8n3v5w2c9d6k0m1p2r',
  object: 'video',
  model: 'wan2.6',
  status: 'in_progress',
  progress: 45,
  created_at: 1_773_297_002,
  seconds: '5',
  size: '1280x720',
  prompt: 'A fox runs through fresh snow at dawn, slow motion',
})

const SUBJECTS: [name: string, read: () => unknown][] = [
  ['JSON.parse', () => JSON.parse(TEXT)],
  ['react-video-task', () => parseVideoTask(parseJson(TEXT), { id: 'task_01jx4h7q8n3v5w2c9d6k0m1p2r' })],
  ['zod/mini union of the same fields', () => documentedTaskSchema.parse(JSON.parse(TEXT))],
]

if (process.argv.includes('--measure')) {
  console.log(
    `| ${process.version.padEnd(9)} | ${measure()
      .map((time) => time.toFixed(2))
      .join(' | ')} |`,
  )
} else {
  console.log(
    `Microseconds from the text of a running answer (${TEXT.length} characters) to the task: the median of ${ROUNDS} interleaved rounds`,
  )
  console.log(
    `of ${CALLS_PER_ROUND.toLocaleString('en')} calls each, after one to warm up. At most 5 are wanted.\n`,
  )
  console.log(
    `| Node | ${SUBJECTS.map(([name]) => name).join(' | ')} |\n|---|${'---:|'.repeat(SUBJECTS.length)}`,
  )
  const script = ['--import', 'tsx', fileURLToPath(import.meta.url), '--measure']
  measureOn(process.execPath, script)
  measureOn('npx', ['-y', 'node@22', ...script])
}

/** Prints the row of another process, so that each Node measures itself. */
function measureOn(program: string, args: string[]): void {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} failed.\n${stderr}`)
  console.log(stdout.trim())
}

/** The median time of one call of each subject, in µs. The subjects take turns, so that a busy moment hits all of them. */
function measure(): number[] {
  const times = SUBJECTS.map((): number[] => [])
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [index, [, read]] of SUBJECTS.entries()) {
      const start = performance.now()
      for (let call = 0; call < CALLS_PER_ROUND; call++) read()
      if (round > 0) times[index]?.push(((performance.now() - start) * 1_000) / CALLS_PER_ROUND)
    }
  }
  return times.map((list) => list.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? NaN)
}
