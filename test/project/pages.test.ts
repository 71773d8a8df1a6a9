import { existsSync, readdirSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { read, referencePages, root, writtenPages } from './support/pages.js'
import { diagnose, snippetsOf } from './support/snippets.js'

const snippets = writtenPages.flatMap(snippetsOf)

it('every TypeScript snippet of the README, the guides and the site compiles', { timeout: 180_000 }, () => {
  expect(snippets.length).toBeGreaterThan(40)
  expect(diagnose(snippets)).toEqual([])
})

it('no TypeScript snippet of a page goes unseen', () => {
  const fence = /^ *(?:```|~~~)(?:tsx?|typescript|jsx?)\b/gm
  const fences = writtenPages.flatMap(({ text }) => text.match(fence) ?? [])
  expect(fences).toHaveLength(snippets.length)
})

it('every snippet with a title is the file of that name, which the tests run', () => {
  const titled = snippets.filter(({ title }) => title !== undefined)
  for (const { title, shown } of titled) expect(shown).toBe(read(`test/guides/${title}`))
  expect(titled.map(({ title }) => title).sort()).toEqual(readdirSync(`${root}test/guides`).sort())
})

describe.each(writtenPages)('$path', ({ text }) => {
  it('names only npm scripts and programs that exist', () => {
    const { scripts, bin } = JSON.parse(read('package.json'))
    // Prose may say what npm does.
    const code = text.match(/^```[\s\S]*?^```$|`[^`\n]+`/gm)?.join('\n') ?? ''
    const named = [...code.matchAll(/npm (?:run )?(test|[a-z]+[a-z:-]*)\b/g)].flatMap(
      ([, name]) => name ?? [],
    )
    // `dev` and `create` are the reader's own.
    const builtIn = ['ci', 'install', 'i', 'dev', 'create', 'publish']
    expect(named.filter((name) => !builtIn.includes(name) && !(name in scripts))).toEqual([])
    const programs = [...text.matchAll(/npx ([a-z-]+)/g)].flatMap(([, name]) => name ?? [])
    const tools = ['playwright', 'changeset', 'vitest', 'eslint', 'tsc']
    expect(programs.filter((name) => !(name in bin) && !tools.includes(name))).toEqual([])
  })

  it('names only files of this repository that exist', () => {
    const named = [
      ...text.matchAll(/`((?:src|test|stories|scripts|docs|bench|demo|examples|\.storybook)\/[\w./-]+)`/g),
    ]
    expect(named.flatMap(([, path = '']) => path).filter((path) => !existsSync(`${root}${path}`))).toEqual([])
  })
})

describe.each([...writtenPages, ...referencePages])('$path', ({ path, text }) => {
  it('links to files that are there', () => {
    const targets = [...text.matchAll(/\]\((?!https?:|\?path=)([^)#\s]+)(?:#[^)]*)?\)/g)].flatMap(
      ([, to]) => to ?? [],
    )
    const missing = targets.filter((to) => !existsSync(resolve(root, dirname(path), to)))
    expect(missing).toEqual([])
  })

  it('links to headings that are there', () => {
    const inPage = [...text.matchAll(/\]\(([^)#:\s]*)#([^)]+)\)/g)]
    const missing = inPage.filter(([, to = '', anchor = '']) => {
      const target = to === '' ? text : read(resolve('/', dirname(path), to).slice(1))
      const slugs = [...target.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
        heading
          .toLowerCase()
          .replace(/[^\w\s-]/g, '')
          .trim()
          .replace(/\s/g, '-'),
      )
      const [base = ''] = anchor.split(/-\d+$/)
      return !slugs.includes(anchor) && !slugs.includes(base) && !target.includes(`id="${anchor}"`)
    })
    expect(missing.map(([link]) => link)).toEqual([])
  })
})
