import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { entryPoints } from '../../scripts/entry-points.js'
import { makeFull } from '../../scripts/docs/make.js'
import { pages } from '../../scripts/docs/pages.js'
import { deadLinks, read, root } from './support/pages.js'

const folder = mkdtempSync(join(tmpdir(), 'api-'))
const textAt = (path: string) =>
  path.startsWith('docs/api/') ? readFileSync(path.replace('docs/api', folder), 'utf8') : read(path)

beforeAll(async () => {
  // Warnings are errors: a link that leads nowhere or a type that is not exported ends it with 1.
  await promisify(execFile)(process.execPath, ['node_modules/typedoc/bin/typedoc', '--out', folder], {
    cwd: root,
  })
}, 120_000)
afterAll(() => rmSync(folder, { recursive: true }))

/** Every name that an entry point exports, types included. */
const namesOf = (entry: string) =>
  [...read(`src/${entry}.ts`).matchAll(/export (?:type )?\{([^}]*)\}/g)].flatMap(([, list = '']) =>
    list
      .split(',')
      .map((name) => name.replace('type ', '').trim())
      .filter((name) => name !== ''),
  )

describe.each(entryPoints)('the API reference of %s', (entry) => {
  const path = `docs/api/${entry}.md`

  it('has every exported name', () => {
    const titles = [...textAt(path).matchAll(/^### (\w+)/gm)].flatMap(([, name]) => name ?? [])
    expect(namesOf(entry).filter((name) => !titles.includes(name))).toEqual([])
  })

  it('describes every function, class and component', () => {
    const sections = textAt(path).split(/^### /m).slice(1)
    const isBare = (section: string) => /^\w+(?:\(\))?\n\n(?:```ts\n[^`]*```\n\n)?#### /.test(section)
    expect(sections.filter(isBare).map((section) => section.split('\n')[0])).toEqual([])
  })

  it('has the name of its import as its title', () => {
    const name = entry === 'index' ? 'react-video-task' : `react-video-task/${entry}`
    expect(textAt(path)).toMatch(new RegExp(`^# ${name}\n`))
  })

  it('links to files and headings that exist', () => {
    expect(deadLinks({ path, text: textAt(path) }, textAt)).toEqual([])
  })
})

it('the full text for language models holds every page', () => {
  const full = makeFull(textAt)
  for (const { path } of pages) expect(full).toContain(textAt(path).trim())
})
