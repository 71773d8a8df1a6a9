import ts from 'typescript'
import { entryPoints } from '../../../scripts/entry-points.js'
import { filesIn, read, root } from './pages.js'
import type { Snippet } from './snippets.js'

/** The `@example` tags of all docstrings in `src`, each with its fences of TypeScript. */
export const examples = filesIn('src', '')
  .filter((path) => /\.tsx?$/.test(path))
  .flatMap((path) => {
    const text = read(path)
    return [...text.matchAll(/^( *)\/\*\*\n[\s\S]*?^\1 \*\//gm)].flatMap(({ index, 0: comment }) => {
      const line = text.slice(0, index).split('\n').length
      const plain = comment.replace(/^ *\* ?/gm, '')
      return [...plain.matchAll(/^@example\n([\s\S]*?)(?=^@\w+\b|^\/|(?![\s\S]))/gm)].map(
        ([, body = '']) => ({
          place: `${path}:${line}`,
          snippets: fencesOf(body, `${path}:${line}`),
        }),
      )
    })
  })

function fencesOf(text: string, page: string): Snippet[] {
  return [...text.matchAll(/^```(tsx?)\n([\s\S]*?\n)```$/gm)].map(([, language, shown = ''], index) => ({
    page,
    path: `${root}${page.replace(/\W/g, '-')}-example-${index}.${language}`,
    title: undefined,
    shown,
  }))
}

/** A value that an entry point exports. */
export interface Export {
  name: string
  /** The module that declares it. */
  path: string
  hasExample: boolean
}

/** The top-level declaration of a value in a module. */
function declarationOf(name: string, file: ts.SourceFile): ts.Node | undefined {
  return file.statements
    .flatMap((statement): ts.Node[] =>
      ts.isVariableStatement(statement) ? [...statement.declarationList.declarations] : [statement],
    )
    .find(
      (node) =>
        (ts.isVariableDeclaration(node) || ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node)) &&
        node.name?.getText(file) === name,
    )
}

/** Reads an export of a module such as `./core/task/videoTask.js` from its source. */
function readExport(name: string, module: string): Export {
  const source = `src/${module.replace('./', '').replace(/\.js$/, '')}`
  const path = [`${source}.ts`, `${source}.tsx`].find((each) => ts.sys.fileExists(`${root}${each}`)) ?? source
  const file = ts.createSourceFile(path, read(path), ts.ScriptTarget.Latest, true)
  const declaration = declarationOf(name, file)
  if (!declaration) throw new Error(`${path} declares no ${name}.`)
  return {
    name,
    path,
    hasExample: ts.getJSDocTags(declaration).some(({ tagName }) => tagName.text === 'example'),
  }
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
