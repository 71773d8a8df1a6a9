import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { expect, it } from 'vitest'

const root = fileURLToPath(new URL('../../', import.meta.url))
const readme = readFileSync(`${root}README.md`, 'utf8')
const snippets = [...readme.matchAll(/^```(tsx?)\n([\s\S]*?)^```/gm)].map(([, language, code], index) => ({
  path: `${root}readme-snippet-${index}.${language}`,
  code: `${code}\nexport {}\n`,
}))

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
      return `${ts.flattenDiagnosticMessageText(messageText, '\n')}\n  in: ${code}`
    })
}

it('every TypeScript snippet of the README compiles', { timeout: 60_000 }, () => {
  expect(snippets.length).toBeGreaterThan(3)
  expect(diagnose()).toEqual([])
})

it('every npm script the README names exists', () => {
  const { scripts } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'))
  const named = [...readme.matchAll(/npm (?:run )?(test|[a-z]+[a-z:-]*)\b/g)].flatMap(
    ([, name]) => name ?? [],
  )
  const builtIn = ['ci', 'install', 'i']
  expect(named.filter((name) => !builtIn.includes(name) && !(name in scripts))).toEqual([])
})
