/**
 * Runs test files whenever its parent asks, in one Vitest that stays: starting it, and Chromium for the stories, takes
 * longer than most tests. A process of its own, since a fault may never end.
 */
import { join } from 'node:path'
import { createVitest, type TestSpecification } from 'vitest/node'
import { listTests, type TestGroup } from './relatedTests.js'

/** What the parent asks for. */
export interface TestRun extends TestGroup {
  /** The source that has changed since the last run. */
  changed: string
}

const root = process.cwd()
const failed = new Set<string>()
/** The source that had a fault in the run before, which is in place again. */
let restored: string | undefined
const vitest = await createVitest('test', {
  root,
  watch: false,
  project: ['node', 'hooks', 'stories', 'demo*'],
  bail: 1,
  // Stories have 15 s, which a busy machine exceeds.
  testTimeout: 60_000,
  reporters: [{ onTestModuleEnd: (module) => void (module.ok() || failed.add(module.moduleId)) }],
})
const specifications = await vitest.globTestSpecifications()
for (const group of listTests(`${root}/`)) {
  const missing = group.files.length - specificationsOf(group).length
  if (missing > 0)
    throw new Error(`Vitest lacks ${missing} of the ${group.files.length} files of '${group.project}'.`)
}

process.on('message', (run: TestRun) => void runTests(run).then((files) => process.send?.(files)))
// The parent has ended, or has stopped this run.
process.on('disconnect', () => process.exit())
process.send?.('ready')

/** @returns the files that failed, as paths in the repository */
async function runTests({ project, files, changed }: TestRun): Promise<string[]> {
  failed.clear()
  for (const source of [restored, changed])
    if (source !== undefined) vitest.invalidateFile(join(root, source))
  restored = changed
  const { unhandledErrors } = await vitest.runTestSpecifications(specificationsOf({ project, files }))
  const names = [...failed].map((file) => file.slice(root.length + 1))
  // An error outside of any test fails a run as well.
  return names.length === 0 && unhandledErrors.length > 0 ? files : names
}

function specificationsOf({ project, files }: TestGroup): TestSpecification[] {
  const wanted = new Set(files.map((file) => join(root, file)))
  const isOf = ({ project: { name } }: TestSpecification) =>
    project.endsWith('*') ? name.startsWith(project.slice(0, -1)) : name.split(' (')[0] === project
  return specifications.filter((one) => wanted.has(one.moduleId) && isOf(one))
}
