/**
 * Puts seeded faults of one line into `src`, one at a time, and runs the tests that load the changed file: a fault that no
 * test notices is a missing test. Works in a copy of the last commit, and takes minutes: `npm run test:mutants -- --count 60`.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { createRandom } from '../../src/testing/random.js'
import { createTestRunner } from './createTestRunner.js'
import { createTypeCheck } from './createTypeCheck.js'
import { type Fault, listFaults, listSources, withFault } from './faults.js'
import { createTestFinder, type TestGroup } from './relatedTests.js'

/** Test files of each project that run first, and those that run next, because they mostly decide. */
const NEAREST = [4, 20]

const options = readOptions()
const repository = fileURLToPath(new URL('../../', import.meta.url))
const root = `${mkdtempSync(join(tmpdir(), 'mutants-'))}/copy/`
const tests = createTestRunner(root)
process.on('exit', () => {
  tests.stop()
  removeCopy()
})
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130))

makeCopy()
const faults = sample()
console.log(`${faults.length} faults, seed ${options.seed}, commit ${git('rev-parse', '--short', 'HEAD')}`)
const isValid = createTypeCheck(root)
const findTests = createTestFinder(root)
const counts = { caught: 0, 'not compiled': 0, survived: 0, undecided: 0 }
for (const [index, fault] of faults.entries()) {
  if (Date.now() > options.end) break
  const { verdict, by } = await judge(fault)
  counts[verdict] += 1
  console.log(`${index + 1}/${faults.length} ${verdict}${by ? ` by ${by}` : ''}: ${describe(fault)}`)
}
tests.stop()
const decided = counts.caught + counts.survived
const share = decided > 0 ? (100 * counts.caught) / decided : 100
console.log(
  `${counts.caught} of ${decided} faults were caught by tests (${share.toFixed(1)} %), ${counts['not compiled']} more by the ` +
    `types; ${counts.undecided} undecided, ${faults.length - Object.values(counts).reduce((sum, count) => sum + count)} not tried`,
)
if (share < options.min) process.exitCode = 1

function readOptions() {
  const type = 'string'
  const { values } = parseArgs({
    options: {
      count: { type },
      seed: { type },
      minutes: { type },
      seconds: { type },
      only: { type },
      min: { type },
    },
  })
  const read = (name: Exclude<keyof typeof values, 'only'>, fallback: number) => {
    const value = Number(values[name] ?? fallback)
    if (value >= 0) return value
    throw new RangeError(`--${name} must be a number, got ${values[name]}.`)
  }
  return {
    count: read('count', 60),
    seed: read('seed', Math.floor(Math.random() * 1e6)),
    /** When no further fault is tried. */
    end: Date.now() + read('minutes', 120) * 60_000,
    /** The longest run of the tests of one fault; one on which they are not through then is undecided. */
    seconds: read('seconds', 600),
    only: values.only ?? 'src/',
    min: read('min', 97),
  }
}

/** A copy of the last commit, which has hard links to the installed packages. */
function makeCopy(): void {
  git('worktree', 'add', '--detach', '--quiet', root, 'HEAD')
  for (const folder of ['node_modules', 'test/oldest-peers/node_modules'])
    execFileSync('cp', ['-al', repository + folder, root + folder])
}

function removeCopy(): void {
  git('worktree', 'remove', '--force', root)
  rmSync(dirname(root), { recursive: true, force: true })
}

function git(...args: string[]): string {
  return execFileSync('git', args, { cwd: repository, encoding: 'utf8' }).trim()
}

/** Faults of every folder in turn, so that a small sample has some of each. */
function sample(): Fault[] {
  const random = createRandom(`mutants ${options.seed}`)
  const shuffled = <T>(list: T[]) =>
    list.map((value) => ({ value, order: random() })).toSorted((a, b) => a.order - b.order)
  const folders = new Map<string, Fault[]>()
  for (const file of listSources(root, options.only)) {
    const known = folders.get(dirname(file)) ?? []
    folders.set(dirname(file), [...known, ...listFaults(root, file)])
  }
  const stacks = shuffled([...folders.values()]).map(({ value }) => shuffled(value).map(({ value }) => value))
  const rounds = Math.max(...stacks.map((stack) => stack.length))
  return Array.from({ length: rounds }, (_, round) => stacks.flatMap((stack) => stack[round] ?? []))
    .flat()
    .slice(0, options.count)
}

async function judge(fault: Fault): Promise<{ verdict: keyof typeof counts; by?: string }> {
  const path = root + fault.file
  const code = readFileSync(path, 'utf8')
  const changed = withFault(code, fault)
  if (!isValid(fault.file, changed)) return { verdict: 'not compiled' }
  const limit = () => Date.now() + options.seconds * 1_000
  const end = limit()
  const run = async (group: TestGroup, content: string, end: number) => {
    writeFileSync(path, content)
    const failed = await tests.run(group, fault.file, end)
    writeFileSync(path, code)
    return failed
  }
  /** The test file that notices the fault, null for none; undefined where the tests leave it open. */
  const noticedBy = async (group: TestGroup): Promise<string | null | undefined> => {
    for (let attempt = 0; attempt < 2; attempt++) {
      const files = await run(group, changed, end)
      if (files?.length === 0) return null
      if (!files) return undefined
      // A test that fails without the fault too says nothing of it.
      if ((await run({ ...group, files }, code, limit()))?.length !== 0) return undefined
      const again = await run({ ...group, files }, changed, limit())
      if (again?.[0]) return again[0]
      // It failed by chance, and the tests behind it have not run.
    }
    return undefined
  }
  let isUndecided = false
  for (const group of nearestFirst(findTests(fault.file, lineOf(fault, code)))) {
    const by = await noticedBy(group)
    if (by) return { verdict: 'caught', by }
    isUndecided ||= by === undefined
    if (isUndecided && Date.now() > end) break
  }
  return { verdict: isUndecided ? 'undecided' : 'survived' }
}

function nearestFirst(groups: TestGroup[]): TestGroup[] {
  const part = (start: number, end?: number) =>
    groups.map(({ project, files }) => ({ project, files: files.slice(start, end) }))
  return [0, ...NEAREST]
    .flatMap((start, turn) => part(start, NEAREST[turn]))
    .filter(({ files }) => files.length > 0)
}

/** The line of a fault, before and after. */
function describe(fault: Fault): string {
  const code = readFileSync(root + fault.file, 'utf8')
  const number = code.slice(0, fault.start).split('\n').length
  const [before, after] = [code, withFault(code, fault)].map((text) => lineOf(fault, text))
  return `${fault.file}:${number}\n  - ${before}\n  + ${after}`
}

/** The line of a source in which a fault begins. */
function lineOf({ start }: Fault, code: string): string {
  return (
    code
      .slice(code.lastIndexOf('\n', start - 1) + 1)
      .split('\n', 1)[0]
      ?.trim() ?? ''
  )
}
