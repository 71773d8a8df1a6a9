/**
 * Puts seeded faults of one line into `src`, one at a time, and runs the tests that load the changed file: a fault that no
 * test notices is a missing test. Works in a copy of the last commit, and takes minutes: `npm run test:mutants -- --count 60`.
 */
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { createRandom } from '../../src/testing/random.js'
import { createTypeCheck } from './createTypeCheck.js'
import { type Fault, listFaults, listSources, withFault } from './faults.js'
import { createTestFinder, type TestGroup } from './relatedTests.js'

/** Test files of each project that run first, and those that run next, because they mostly decide. */
const NEAREST = [4, 20]

const options = readOptions()
const repository = fileURLToPath(new URL('../../', import.meta.url))
const root = `${mkdtempSync(join(tmpdir(), 'mutants-'))}/copy/`
process.on('exit', removeCopy)
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
  const end = Date.now() + options.seconds * 1_000
  let isUndecided = false
  for (const group of nearestFirst(findTests(fault.file, lineOf(fault, code)))) {
    writeFileSync(path, changed)
    const failed = await runTests(group, end)
    writeFileSync(path, code)
    if (failed?.length === 0) continue
    // A test that fails without the fault too says nothing of it.
    const again = failed && (await runTests({ ...group, files: failed }, Infinity))
    if (again?.length === 0) return { verdict: 'caught', by: failed?.[0] }
    isUndecided = true
    if (Date.now() > end) break
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

/** Runs test files up to the first failure. @returns the files that failed; undefined where the time was over */
async function runTests({ project, files }: TestGroup, end: number): Promise<string[] | undefined> {
  const report = join(dirname(root), 'report.json')
  rmSync(report, { force: true })
  const args = ['run', '--project', project, '--bail', '1', '--reporter', 'json', '--outputFile', report]
  // Stories have 15 s, which a busy machine exceeds.
  const child = spawn(join(root, 'node_modules/.bin/vitest'), [...args, '--testTimeout', '60000', ...files], {
    cwd: root,
    stdio: 'ignore',
    detached: true,
  })
  const time = Math.max(1_000, Math.min(end - Date.now(), options.seconds * 1_000))
  const timer = setTimeout(() => kill(child.pid), time)
  const stop = () => kill(child.pid)
  process.once('exit', stop)
  await new Promise((resolve) => child.once('close', resolve))
  clearTimeout(timer)
  process.off('exit', stop)
  if (!existsSync(report)) return undefined
  const { testResults }: { testResults: { name: string; status: string }[] } = JSON.parse(
    readFileSync(report, 'utf8'),
  )
  return testResults.filter(({ status }) => status === 'failed').map(({ name }) => name.slice(root.length))
}

/** Ends a run with its workers and browser. */
function kill(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL')
  } catch {
    // It has ended.
  }
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
