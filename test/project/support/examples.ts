import ts from 'typescript'
import { entryPoints } from '../../../scripts/entry-points.js'
import { read, root } from './pages.js'
import type { Snippet } from './snippets.js'

/** A value that an entry point exports, with the TypeScript fences of the `@example`s in its docstring. */
export interface Export {
  name: string
  /** The module that declares it. */
  path: string
  examples: Snippet[]
}

/** The text of the `@example` tags of a declaration, without the stars of the comment. */
const examplesIn = (declaration: ts.Node) =>
  ts
    .getJSDocTags(declaration)
    .filter((tag) => tag.tagName.text === 'example')
    .map((tag) => ts.getTextOfJSDocComment(tag.comment) ?? '')

/** The top-level declaration of a name in a module. */
function declarationOf(name: string, file: ts.SourceFile): ts.Node | undefined {
  for (const statement of file.statements) {
    const declared = ts.isVariableStatement(statement)
      ? [...statement.declarationList.declarations]
      : [statement]
    const found = declared.find(
      (node) =>
        (ts.isVariableDeclaration(node) || ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node)) &&
        node.name?.getText(file) === name,
    )
    if (found) return found
  }
  return undefined
}

/** Reads an export of `./core/task/videoTask.js` from its source. */
function readExport(name: string, module: string): Export {
  const [path = ''] = ['.ts', '.tsx']
    .map((suffix) => `src/${module.replace('./', '').replace(/\.js$/, suffix)}`)
    .filter((each) => ts.sys.fileExists(`${root}${each}`))
  const file = ts.createSourceFile(path, read(path), ts.ScriptTarget.Latest, true)
  const declaration = declarationOf(name, file)
  if (!declaration) throw new Error(`${path} declares no ${name}.`)
  const fences = examplesIn(declaration).flatMap((text) => [
    ...text.matchAll(/^```(tsx?)\n([\s\S]*?\n)```$/gm),
  ])
  const examples = fences.map(([, language, shown = ''], index) => ({
    page: `${path}, ${name}`,
    path: `${root}${name}-example-${index}.${language}`,
    title: undefined,
    shown,
  }))
  return { name, path, examples }
}

/** The values that the entry points export, each once. */
export function readExports(): Export[] {
  const exports = new Map<string, Export>()
  for (const entry of entryPoints) {
    for (const [, names = '', module = ''] of read(`src/${entry}.ts`).matchAll(
      /export \{([^}]*)\} from '([^']+)'/g,
    )) {
      for (const name of names.split(',').map((each) => each.trim())) {
        if (name !== '' && !name.startsWith('type ') && !exports.has(name))
          exports.set(name, readExport(name, module))
      }
    }
  }
  return [...exports.values()]
}
