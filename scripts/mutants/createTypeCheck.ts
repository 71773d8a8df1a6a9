import { readFileSync } from 'node:fs'
import ts from 'typescript'

/** Creates a check whether a source file still compiles with other code; the program of the other files is kept. */
export function createTypeCheck(root: string): (file: string, code: string) => boolean {
  const { options, fileNames } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(`${root}tsconfig.build.json`, (path) => readFileSync(path, 'utf8')).config,
    ts.sys,
    root,
  )
  const changed = new Map<string, { code: string; version: number }>()
  let versions = 0
  const service = ts.createLanguageService({
    getCompilationSettings: () => ({ ...options, noEmit: true }),
    getScriptFileNames: () => fileNames,
    getScriptVersion: (path) => String(changed.get(path)?.version ?? 0),
    getScriptSnapshot: (path) => {
      const code = changed.get(path)?.code ?? ts.sys.readFile(path)
      return code === undefined ? undefined : ts.ScriptSnapshot.fromString(code)
    },
    getCurrentDirectory: () => root,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: (path) => ts.sys.fileExists(path),
    readFile: (path) => ts.sys.readFile(path),
    readDirectory: ts.sys.readDirectory,
    directoryExists: (path) => ts.sys.directoryExists(path),
  })
  return (file, code) => {
    const path = root + file
    changed.set(path, { code, version: ++versions })
    const problems = [...service.getSyntacticDiagnostics(path), ...service.getSemanticDiagnostics(path)]
    changed.set(path, { code: ts.sys.readFile(path) ?? '', version: ++versions })
    return problems.length === 0
  }
}
