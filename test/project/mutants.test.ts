import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { expect, it, onTestFinished } from 'vitest'
import { createTestRunner } from '../../scripts/mutants/createTestRunner.js'
import { listFaults, withFault } from '../../scripts/mutants/faults.js'
import { createTestFinder } from '../../scripts/mutants/relatedTests.js'
import { root } from './support/pages.js'

it('npm run test:mutants changes operators, constants, conditions, statements, returns and strings, and no types', () => {
  const folder = `${mkdtempSync(`${tmpdir()}/faults-`)}/`
  onTestFinished(() => rmSync(folder, { recursive: true }))
  mkdirSync(`${folder}src`)
  const code = [
    "'use client'",
    "import type { A } from './a.js'",
    "export type Kind = 'a' | 'b'",
    'export function f(a: number, list: A[]): boolean {',
    "  if (a < 2) log('small', '')",
    '  wait(5_000)',
    '  stop()',
    '  log(a.toString(), a.constructor)',
    '  return !list.some((one) => one.is)',
    '}',
    'export const nothing = () => { return undefined }',
  ].join('\n')
  writeFileSync(`${folder}src/f.ts`, code)
  const changed = listFaults(folder, 'src/f.ts').map((fault) => {
    const lines = withFault(code, fault).split('\n')
    return lines.filter((line) => !code.split('\n').includes(line)).map((line) => line.trim())
  })
  expect(changed).toEqual([
    ["if (!(a < 2)) log('small', '')"],
    ['{}'],
    ["if (a <= 2) log('small', '')"],
    ["if (a < 3) log('small', '')"],
    ['if (a < 2) {}'],
    ["if (a < 2) log('', '')"],
    ['{}'],
    ['wait(10000)'],
    ['{}'],
    ['{}'],
    ['return undefined'],
    ['return list.some((one) => one.is)'],
    ['return !list.every((one) => one.is)'],
  ])
})

it('npm run test:mutants tries a fault first on the test of the same name, and on stories of a component', () => {
  const find = createTestFinder(root)
  const [node] = find('src/core/polling/nextPoll.ts', '')
  expect(node).toMatchObject({
    project: 'node',
    files: expect.arrayContaining(['test/core/polling/nextPoll.test.ts']),
  })
  expect(node?.files[0]).toBe('test/core/polling/nextPoll.test.ts')
  const stories = find('src/components/list/Viewer.tsx', '').find(({ project }) => project === 'stories')
  expect(stories?.files).toContain('stories/VideoTaskList.stories.tsx')
  expect(find('src/schemas/callSchemas.ts', '').map(({ project }) => project)).toEqual(['node'])
  const [ofRoutes] = find('src/server/routes.ts', "if (variant === 'thumbnail') return { action: 'still' }")
  expect(ofRoutes?.files.slice(0, 9)).toContain('test/server/archive/sentStills.test.ts')
  const [ofDevtools] = find('src/devtools/log/pollLog.ts', '')
  expect(ofDevtools?.files[0]).toMatch(/^test\/devtools\//)
  const [ofFlags] = find('src/testing/cli/emulatorFlags.ts', 'if (name) return name')
  expect(ofFlags?.files).toContain('test/testing/cli/video-task-emulator.test.ts')
  const [ofLimits] = find('src/server/create/readLimits.ts', '')
  expect(ofLimits?.files).not.toContain('test/server/create/refusalCost.test.ts')
})

it('npm run test:mutants starts a Vitest that has every test and story, and runs some of them', async () => {
  const { run, stop } = createTestRunner(root)
  onTestFinished(stop)
  const group = { project: 'node', files: ['test/core/listeners.test.ts'] }
  expect(await run(group, 'src/core/listeners.ts', Date.now() + 200_000)).toEqual([])
}, 240_000)
