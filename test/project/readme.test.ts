import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../../', import.meta.url))
const read = (path: string) => readFileSync(`${root}${path}`, 'utf8')
const guides = readdirSync(`${root}docs`).filter((name) => name.endsWith('.md'))
const pages = ['README.md', ...guides.map((name) => `docs/${name}`)].map((path) => ({
  path,
  text: read(path),
}))

const snippetsOf = ({ path, text }: { path: string; text: string }) =>
  [...text.matchAll(/^```(tsx?)(?: title="([^"]+)")?\n([\s\S]*?)^```/gm)].map(
    ([, language, title, code = ''], index) => ({
      page: path,
      path: `${root}${path.replace(/\W/g, '-')}-snippet-${index}.${language}`,
      title,
      shown: code,
      code: `${code}\nexport {}\n`,
    }),
  )
const snippets = pages.flatMap(snippetsOf)

/** Compiles the snippets as modules that stand beside the README, under the project's own strict settings. */
function diagnose(): string[] {
  const config = ts.readConfigFile(`${root}tsconfig.json`, (path) => ts.sys.readFile(path))
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, root)
  const host = ts.createCompilerHost(options)
  const { getSourceFile, fileExists } = host
  const find = (path: string) => snippets.find((snippet) => snippet.path === path)
  host.fileExists = (path) => find(path) !== undefined || fileExists(path)
  host.getSourceFile = (path, target, ...rest) => {
    const snippet = find(path)
    return snippet
      ? ts.createSourceFile(path, snippet.code, target, true)
      : getSourceFile(path, target, ...rest)
  }
  const program = ts.createProgram({ rootNames: snippets.map(({ path }) => path), options, host })
  return snippets
    .flatMap(({ path }) => {
      const file = program.getSourceFile(path)
      return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]
    })
    .map(({ file, start = 0, messageText }) => {
      const line = file?.text.slice(0, start).split('\n').length
      const code = file?.text.split('\n')[(line ?? 1) - 1]
      const page = snippets.find(({ path }) => path === file?.fileName)?.page
      return `${page}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}\n  in: ${code}`
    })
}

it('every TypeScript snippet of the README and the guides compiles', { timeout: 120_000 }, () => {
  expect([...new Set(snippets.map(({ page }) => page))]).toEqual(pages.map(({ path }) => path))
  expect(snippets.length).toBeGreaterThan(20)
  expect(diagnose()).toEqual([])
})

it('no TypeScript snippet of a page goes unseen', () => {
  const fences = pages.flatMap(({ text }) => text.match(/^ *(?:```|~~~)(?:tsx?|typescript|jsx?)\b/gm) ?? [])
  expect(fences).toHaveLength(snippets.length)
})

it('every snippet with a title is the file of that name, which the tests run', () => {
  const titled = snippets.filter(({ title }) => title !== undefined)
  for (const { title, shown } of titled) expect(shown).toBe(read(`test/guides/${title}`))
  expect(titled.map(({ title }) => title).sort()).toEqual(readdirSync(`${root}test/guides`).sort())
})

describe.each(pages)('$path', ({ path, text }) => {
  it('names only npm scripts and programs that exist', () => {
    const { scripts, bin } = JSON.parse(read('package.json'))
    const named = [...text.matchAll(/npm (?:run )?(test|[a-z]+[a-z:-]*)\b/g)].flatMap(
      ([, name]) => name ?? [],
    )
    // `dev` is the reader's own.
    const builtIn = ['ci', 'install', 'i', 'dev']
    expect(named.filter((name) => !builtIn.includes(name) && !(name in scripts))).toEqual([])
    const programs = [...text.matchAll(/npx ([a-z-]+)/g)].flatMap(([, name]) => name ?? [])
    expect(programs.filter((name) => !(name in bin) && name !== 'playwright')).toEqual([])
  })

  it('links to files that are there', () => {
    const targets = [...text.matchAll(/\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)/g)].flatMap(([, to]) => to ?? [])
    const missing = targets.filter((to) => !existsSync(resolve(root, dirname(path), to)))
    expect(missing).toEqual([])
  })
})
