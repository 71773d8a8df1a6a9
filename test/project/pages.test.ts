import { existsSync, readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { deadLinks, filesIn, read, root, writtenPages } from './support/pages.js'
import { snippetsOf } from './support/snippets.js'

const snippets = writtenPages.flatMap(snippetsOf)

it('every TypeScript fence of a page is found as a snippet', () => {
  const fence = /^ *(?:```|~~~)(?:tsx?|typescript|jsx?)\b(?! title="[^"]+\.cjs")/gm
  const fences = writtenPages.flatMap(({ text }) => text.match(fence) ?? [])
  expect(fences).toHaveLength(snippets.length)
})

it('every titled snippet equals the file of that name in test/guides', () => {
  const titled = snippets.filter(({ title }) => title !== undefined && !title.startsWith('examples/'))
  for (const { title, shown } of titled) expect(shown).toBe(read(`test/guides/${title}`))
  expect(titled.map(({ title }) => title).sort()).toEqual(readdirSync(`${root}test/guides`).sort())
})

it('every titled snippet of JavaScript equals the file of that name in the CommonJS app that the consumer tests run', () => {
  const titled = writtenPages.flatMap(({ text }) => [
    ...text.matchAll(/^```js title="([^"]+)"\n([\s\S]*?)^```/gm),
  ])
  for (const [, title, shown] of titled) expect(shown).toBe(read(`test/consumers/commonjs/${title}`))
  expect(titled).toHaveLength(6)
})

it('every snippet titled as a file of examples equals that file, and the studio is shown whole', () => {
  const titled = snippets.filter(({ title }) => title?.startsWith('examples/'))
  for (const { title = '', shown } of titled) expect(shown).toBe(read(title))
  const studio = ['.ts', '.tsx'].flatMap((suffix) => filesIn('examples/studio', suffix))
  expect(titled.map(({ title }) => title).sort()).toEqual(
    studio.filter((path) => !path.includes('/dist/')).sort(),
  )
})

it('the README has at most 120 lines, the pages for contributors at most 90 each', () => {
  const lines = (path: string) => read(path).trimEnd().split('\n').length
  expect(lines('README.md')).toBeLessThanOrEqual(120)
  expect(lines('CONTRIBUTING.md')).toBeLessThanOrEqual(90)
  expect(lines('AGENTS.md')).toBeLessThanOrEqual(90)
})

describe.each(writtenPages)('$path', (page) => {
  const { text } = page

  it('names only npm scripts and programs that exist', () => {
    const { scripts, bin } = JSON.parse(read('package.json'))
    // In prose a verb can follow the word npm.
    const code = text.match(/^```[\s\S]*?^```|`[^`\n]+`/gm)?.join('\n') ?? ''
    const named = [...code.matchAll(/npm (?:run )?(test|[a-z]+[a-z:-]*)\b/g)].flatMap(
      ([, name]) => name ?? [],
    )
    // `dev` and `create` are the reader's own.
    const builtIn = ['ci', 'install', 'i', 'dev', 'create', 'publish']
    expect(named.filter((name) => !builtIn.includes(name) && !(name in scripts))).toEqual([])
    const programs = [...text.matchAll(/npx ([a-z-]+)/g)].flatMap(([, name]) => name ?? [])
    const tools = ['playwright', 'changeset', 'intent', 'shadcn', 'vitest', 'eslint', 'tsc']
    expect(programs.filter((name) => !(name in bin) && !tools.includes(name))).toEqual([])
  })

  it('names only files of this repository that exist', () => {
    const named = [
      ...text.matchAll(/`((?:src|test|stories|scripts|docs|bench|demo|examples|\.storybook)\/[\w./-]+)`/g),
    ]
    expect(named.flatMap(([, path = '']) => path).filter((path) => !existsSync(`${root}${path}`))).toEqual([])
  })

  it('links to files and headings that exist', () => {
    expect(deadLinks(page)).toEqual([])
  })
})
