import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import { describe, expect, it, onTestFinished } from 'vitest'
import { buildItem, readRegistry, writeRegistry } from '../../scripts/registry.js'
import { filesIn, read } from './support/pages.js'

const registry = readRegistry()
const { items } = registry

/** The one file of the registry that is not an item's: each app with shadcn has it. */
const OF_THE_APP = 'registry/lib/utils.ts'
const NAMESPACE = '@react-video-task/'

// As https://ui.shadcn.com/schema serves them. Their `$schema` is another spelling of draft 7, which ajv does not know.
const schemaOf = (name: string) => ({
  ...JSON.parse(read(`test/project/support/shadcn/${name}.json`)),
  $schema: undefined,
})
const ajv = new Ajv({ strict: false, allErrors: true })
ajv.addSchema(schemaOf('registry-item'), 'https://ui.shadcn.com/schema/registry-item.json')
const problemsOf = (schema: string, value: unknown) => {
  ajv.validate(
    schema === 'registry' ? schemaOf(schema) : `https://ui.shadcn.com/schema/${schema}.json`,
    value,
  )
  return ajv.errors ?? []
}

/** The path in this repository of a module that a block imports from the app's folders. */
const pathOf = (specifier: string) =>
  specifier
    .replace(/^@\/components\/(.+)$/, 'registry/components/$1.tsx')
    .replace(/^@\/lib\/(.+)$/, 'registry/lib/$1.ts')

const importsOf = (path: string) =>
  [...read(path).matchAll(/^(?:import|export) [^'"]*?from '([^']+)'/gm)].flatMap(([, name]) => name ?? [])

const nameOfPackage = (specifier: string) => /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier

it('registry.json is valid by the schema of shadcn', () => {
  expect(problemsOf('registry', registry)).toEqual([])
  expect(
    problemsOf('registry', { ...registry, items: [{ name: 'a', type: 'registry:nothing' }] }),
  ).not.toEqual([])
})

it('each source of a block belongs to exactly one item', () => {
  const sources = ['.ts', '.tsx'].flatMap((suffix) => filesIn('registry', suffix))
  const listed = items.flatMap(({ files }) => files.map(({ path }) => path))
  expect(listed.sort()).toEqual(sources.filter((path) => path !== OF_THE_APP).sort())
  expect(new Set(items.map(({ name }) => name)).size).toBe(items.length)
})

it('npm run registry:build writes the list and each item, and nothing else', () => {
  const folder = mkdtempSync(join(tmpdir(), 'registry-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  writeRegistry(folder)
  const names = ['registry', ...items.map(({ name }) => name)]
  expect(readdirSync(folder).sort()).toEqual(names.map((name) => `${name}.json`).sort())
  const built = JSON.parse(readFileSync(join(folder, 'video-studio.json'), 'utf8'))
  expect(built.files[0].content).toBe(read('registry/components/video-studio.tsx'))
  expect(read('package.json')).toMatch(/"docs:pages": ".*npm run registry:build"/)
})

describe.each(items)('the item $name', (item) => {
  const { dependencies = [], registryDependencies = [], files } = item
  const imports = files.flatMap(({ path }) => importsOf(path))

  it('is valid by the schema of shadcn, with the content of its files', () => {
    const built = buildItem(item)
    expect(problemsOf('registry-item', built)).toEqual([])
    expect(built.files.map(({ content }) => content)).toEqual(files.map(({ path }) => read(path)))
    expect(item['title']).toBeTruthy()
    expect(item['description']).toMatch(/\.$/)
  })

  it('depends on the items whose files it imports, and on no others', () => {
    const imported = imports.filter((name) => name.startsWith('@/')).map(pathOf)
    const needed = items
      .filter(
        ({ name, files: others }) => name !== item.name && others.some(({ path }) => imported.includes(path)),
      )
      .map(({ name }) => `${NAMESPACE}${name}`)
    expect(
      imported.filter(
        (path) =>
          path !== OF_THE_APP && !items.some(({ files: own }) => own.some((file) => file.path === path)),
      ),
    ).toEqual([])
    // A block for one server adds the studio, which it does not import itself.
    const studio = files.some(({ target }) => target !== undefined) ? [`${NAMESPACE}video-studio`] : []
    expect([...registryDependencies].sort()).toEqual([...new Set([...needed, ...studio])].sort())
  })

  it('depends on the packages that it imports', () => {
    // Apps have these.
    const own = ['react', 'vite']
    const packages = imports.filter((name) => !name.startsWith('@/')).map(nameOfPackage)
    expect(packages.filter((name) => !own.includes(name) && !dependencies.includes(name))).toEqual([])
    // Without a version: the command keeps what an app has already.
    expect(dependencies.filter((name) => name !== nameOfPackage(name))).toEqual([])
    if (dependencies.includes('react-video-task')) expect(dependencies).toContain('@tanstack/react-query')
  })

  it('has short files, and those with hooks run on the client', () => {
    for (const { path } of files) {
      expect(read(path).split('\n').length).toBeLessThanOrEqual(150)
      if (path.startsWith('registry/components/')) expect(read(path)).toMatch(/^'use client'\n/)
    }
  })
})
