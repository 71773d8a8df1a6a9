import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { entryPoints } from '../entry-points.js'
import { type Finding, ok, wrong } from './findings.js'

const root = fileURLToPath(new URL('../../', import.meta.url))
const oldest = `${root}test/oldest-peers/node_modules`

/**
 * Compiles the built declarations with the lowest TanStack Query that the package allows. What the compiler infers, it writes
 * with the names that the newest one exports.
 */
export function checkDeclarations(): Finding {
  const options: ts.CompilerOptions = {
    ...{ module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler },
    ...{ target: ts.ScriptTarget.ES2022, strict: true, noEmit: true, types: ['node'] },
    paths: { '@tanstack/react-query': [`${oldest}/@tanstack/react-query`] },
  }
  const files = entryPoints.map((name) => `${root}dist/${name}.d.ts`)
  const errors = ts.getPreEmitDiagnostics(ts.createProgram(files, options)).flatMap((diagnostic) => {
    const { file, start = 0, messageText } = diagnostic
    if (!file?.fileName.startsWith(`${root}dist/`)) return []
    const { line } = file.getLineAndCharacterOfPosition(start)
    const text = ts.flattenDiagnosticMessageText(messageText, ' ')
    return `${file.fileName.slice(root.length)}:${line + 1} ${text}`
  })
  if (errors.length === 0) return ok('the declarations compile with the lowest TanStack Query')
  return wrong(`with the lowest TanStack Query, the declarations do not compile:\n${errors.join('\n')}`)
}
