import ts from 'typescript'
import { type Page, read, root } from './pages.js'

/** A TypeScript fence of a page or of a docstring. */
export interface Snippet {
  /** The page, or the module and line of the docstring. */
  page: string
  /** The path under which the compiler sees it. */
  path: string
  /** The name of its file in test/guides, or the path of one in examples, if it has one. */
  title: string | undefined
  /** The code. */
  shown: string
}

/** The TypeScript fences of a page. */
export const snippetsOf = ({ path, text }: Page): Snippet[] =>
  [...text.matchAll(/^```(tsx?)(?: title="([^"]+)")?\n([\s\S]*?)^```/gm)].map(
    ([, language, title, shown = ''], index) => ({
      page: path,
      path: title?.startsWith('examples/')
        ? `${root}${title}`
        : `${root}${path.replace(/\W/g, '-')}-snippet-${index}.${language}`,
      title,
      shown,
    }),
  )

/** Compiles snippets as modules next to the README, under the project's own strict settings, and returns the errors. */
export function diagnose(snippets: Snippet[]): string[] {
  const config = ts.parseConfigFileTextToJson('tsconfig.json', read('tsconfig.json'))
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, root)
  const host = ts.createCompilerHost(options)
  const { getSourceFile, fileExists } = host
  const find = (path: string) => snippets.find((snippet) => snippet.path === path)
  host.fileExists = (path) => find(path) !== undefined || fileExists(path)
  host.getSourceFile = (path, target, ...rest) => {
    const snippet = find(path)
    return snippet
      ? ts.createSourceFile(path, `${snippet.shown}\nexport {}\n`, target, true)
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
      const page = file && find(file.fileName)?.page
      return `${page}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}\n  in: ${code}`
    })
}
