import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import ts from 'typescript'

/**
 * Where tests are, and the project of `vitest.config.ts` that runs them; a fault is tried on one after the other. The cost of
 * refusals is left out: it is measured alone.
 */
const PROJECTS = [
  {
    name: 'node',
    tests: /^test\/(ai-sdk|core|guides|schemas|server|testing)\/.*(?<!\/refusalCost)\.test\.ts$/,
  },
  {
    name: 'hooks',
    tests: /^test\/((query|hooks|components|devtools)\/.*\.test\.tsx?|guides\/.*\.test\.tsx)$/,
  },
  { name: 'stories', tests: /^stories\/.*\.stories\.tsx$/ },
  { name: 'demo*', tests: /^test\/(demo|browser)\/.*\.test\.ts$/ },
]

/** Where the pages of the tests in Chromium are. */
const PAGES = 'test/browser/'

/** Test files of one project. */
export interface TestGroup {
  project: string
  files: string[]
}

/** Lists all tests that may notice a fault, by project. */
export function listTests(root: string): TestGroup[] {
  const files = ['test', 'stories'].flatMap((folder) =>
    readdirSync(root + folder, { recursive: true, encoding: 'utf8' }).map((path) => `${folder}/${path}`),
  )
  return PROJECTS.map(({ name, tests }) => ({
    project: name,
    files: files.filter((file) => tests.test(file)),
  }))
}

/**
 * Reads which modules each test loads. An import by the name of the package leads to the modules that declare the imported
 * names, not to all that the entry point exports. A test of the source's own folder counts too: it may start a process.
 *
 * @returns lists the tests that load a source file, by project: the nearest ones first, and those with words of a line
 */
export function createTestFinder(root: string): (source: string, line: string) => TestGroup[] {
  const imports = new Map<string, string[]>()
  const importsOf = (file: string) => {
    const known = imports.get(file) ?? readImports(root, file)
    imports.set(file, known)
    return known
  }
  const distances = new Map(
    listTests(root)
      .flatMap(({ files }) => files)
      .map((file) => [file, reach(file)]),
  )

  /** The modules that a file loads, each with the number of imports on the way. */
  function reach(file: string): Map<string, number> {
    const found = new Map([[file, 0]])
    for (const [module, distance] of found)
      for (const next of importsOf(module)) if (!found.has(next)) found.set(next, distance + 1)
    return found
  }

  return (source, line) => {
    const words = new Set(line.match(/[a-z]\w{4,}/gi))
    return PROJECTS.map(({ name, tests }) => {
      const found = [...distances].flatMap(([file, reached]) => {
        const isOfFolder = dirname(file).replace('test', 'src') === dirname(source)
        const distance = tests.test(file) ? (reached.get(source) ?? (isOfFolder ? 0 : undefined)) : undefined
        if (distance === undefined) return []
        const text = readFileSync(root + file, 'utf8')
        const common = [...words].filter((word) => text.includes(word)).length
        return [{ file, far: distance - 10 * nearness(source, file) - 5 * common }]
      })
      return { project: name, files: found.toSorted((a, b) => a.far - b.far).map(({ file }) => file) }
    }).filter(({ files }) => files.length > 0)
  }
}

/** Folders that a source and its test have in common, since `test` mirrors `src`; one of its name is the nearest. */
function nearness(source: string, test: string): number {
  const [folders, testFolders] = [source, test].map((file) => dirname(file).split('/').slice(1))
  const common = folders?.filter((folder, index) => testFolders?.[index] === folder).length ?? 0
  return common + (basename(test).startsWith(`${basename(source).replace(/\.tsx?$/, '')}.`) ? 5 : 0)
}

/** The modules of the repository that a module imports, types aside. */
function readImports(root: string, file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(root + file, 'utf8'), ts.ScriptTarget.Latest, true)
  const found: string[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) && node.importClause?.isTypeOnly) return
    const specifier =
      ts.isImportDeclaration(node) || ts.isExportDeclaration(node)
        ? node.moduleSpecifier
        : ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword
          ? node.arguments[0]
          : undefined
    if (specifier && ts.isStringLiteralLike(specifier)) found.push(...resolve(specifier.text, namesOf(node)))
    // The page that a test in Chromium builds, which it names by its folder.
    if (ts.isStringLiteral(node) && file.startsWith(PAGES))
      found.push(...moduleAt(root, join(PAGES, node.text, 'main.js')))
    ts.forEachChild(node, visit)
  }
  const resolve = (path: string, names: string[]): string[] => {
    if (path.startsWith('.')) return moduleAt(root, join(dirname(file), path))
    const [, entry = 'index'] = /^react-video-task(?:\/([\w-]+))?$/.exec(path) ?? []
    if (!path.startsWith('react-video-task') || !existsSync(`${root}src/${entry}.ts`)) return []
    return [...declarations(root, `src/${entry}.ts`)].flatMap(([name, module]) =>
      names.length === 0 || names.includes(name) ? [module] : [],
    )
  }
  visit(source)
  return found
}

/** The names that an import takes; none for all of them. */
function namesOf(node: ts.Node): string[] {
  const bindings = ts.isImportDeclaration(node) ? node.importClause?.namedBindings : undefined
  if (!bindings || !ts.isNamedImports(bindings)) return []
  return bindings.elements.map(({ propertyName, name }) => (propertyName ?? name).text)
}

const entries = new Map<string, Map<string, string>>()

/** The names that an entry point exports, each with the module that it comes from. */
function declarations(root: string, entry: string): Map<string, string> {
  const known = entries.get(entry)
  if (known) return known
  const found = new Map<string, string>()
  entries.set(entry, found)
  const source = ts.createSourceFile(entry, readFileSync(root + entry, 'utf8'), ts.ScriptTarget.Latest, true)
  for (const node of source.statements) {
    if (!ts.isExportDeclaration(node) || !node.moduleSpecifier || !ts.isStringLiteral(node.moduleSpecifier))
      continue
    const [module = ''] = moduleAt(root, join('src', node.moduleSpecifier.text))
    if (!node.exportClause) for (const [name, origin] of declarations(root, module)) found.set(name, origin)
    else if (ts.isNamedExports(node.exportClause))
      for (const { name } of node.exportClause.elements) found.set(name.text, module)
  }
  return found
}

/** The source of a module by the path of its output. */
const moduleAt = (root: string, path: string) =>
  [path.replace(/\.js$/, '.ts'), path.replace(/\.js$/, '.tsx'), path].filter(
    (file) => /\.tsx?$/.test(file) && existsSync(root + file),
  )
