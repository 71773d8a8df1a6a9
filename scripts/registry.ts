// Writes the shadcn registry into the site's static files, as `npx shadcn build` does: `npm run registry:build`. The site
// then serves each item at `r/<name>.json`.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** An item as `registry.json` lists it; in a built one each file has its content. */
export interface RegistryItem {
  name: string
  type: string
  dependencies?: string[]
  registryDependencies?: string[]
  files: RegistryFile[]
  [field: string]: unknown
}

/** A file of an item, which the command copies into the app. */
interface RegistryFile {
  /** Path in this repository. */
  path: string
  type: string
  /** Path in the app. @default the app's folder for the type */
  target?: string
  content?: string
}

const root = fileURLToPath(new URL('../', import.meta.url))
const ITEM_SCHEMA = 'https://ui.shadcn.com/schema/registry-item.json'

/** The list of items, which is written by hand. */
export function readRegistry(): { name: string; homepage: string; items: RegistryItem[] } {
  return JSON.parse(readFileSync(`${root}registry.json`, 'utf8'))
}

/** An item with the content of its files. */
export function buildItem(item: RegistryItem): RegistryItem {
  const files = item.files.map((file) => ({ ...file, content: readFileSync(`${root}${file.path}`, 'utf8') }))
  return { $schema: ITEM_SCHEMA, ...item, files }
}

/** Writes the list and its items into a folder that holds nothing else. */
export function writeRegistry(folder: string): void {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const registry = readRegistry()
  const write = (name: string, content: unknown) =>
    writeFileSync(`${folder}/${name}.json`, `${JSON.stringify(content, undefined, 2)}\n`)
  write('registry', registry)
  for (const item of registry.items) write(item.name, buildItem(item))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeRegistry(`${root}stories/public/r`)
