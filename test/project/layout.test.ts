import { readdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { expect, it } from 'vitest'
import { read, root } from './support/pages.js'

/** The most modules that `src` may have; the emulator's clips and the translations are data. */
const MAX_MODULES = 343
/** The most files that one folder may have. */
const MAX_FILES_PER_FOLDER = 14

const filesOf = (folder: string) =>
  readdirSync(`${root}${folder}`, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
    .map((entry) => `${entry.parentPath.slice(root.length)}/${entry.name}`)

it(`src has at most ${MAX_MODULES} modules`, () => {
  const modules = filesOf('src').filter(
    (path) => /\.tsx?$/.test(path) && !/\/(clips|translations)\//.test(path),
  )
  expect(modules.length).toBeGreaterThan(50)
  expect(modules.length).toBeLessThanOrEqual(MAX_MODULES)
})

it.each(['src', 'bench', 'scripts', 'demo'])('%s has no folder of more than 14 files', (folder) => {
  const counts = new Map<string, number>()
  for (const path of filesOf(folder)) counts.set(dirname(path), (counts.get(dirname(path)) ?? 0) + 1)
  expect([...counts].filter(([, count]) => count > MAX_FILES_PER_FOLDER)).toEqual([])
})

it('the studio has at most 150 lines of its own, styles aside', () => {
  const files = filesOf('examples/studio').filter(
    (path) => /\.(tsx?|html)$/.test(path) && !path.includes('/dist/'),
  )
  const lines = files.flatMap((path) => read(path).split('\n'))
  // Prettier keeps each at 110 characters. Comments, of one line each, are free.
  const own = lines.filter((line) => !/^\s*($|\/\/|\/\*\*.*\*\/$)/.test(line))
  expect(own.length).toBeGreaterThan(100)
  expect(own.length).toBeLessThanOrEqual(150)
})
