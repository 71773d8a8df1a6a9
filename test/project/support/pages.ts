import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Where the repository lies, with a slash at the end. */
export const root = fileURLToPath(new URL('../../../', import.meta.url))

/** The text of a file of the repository. */
export const read = (path: string) => readFileSync(`${root}${path}`, 'utf8')

/** The files of a folder and of those in it that end in a suffix, as paths of the repository. */
export const filesIn = (folder: string, suffix: string): string[] =>
  readdirSync(`${root}${folder}`, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(suffix) && !name.includes('node_modules'))
    .map((name) => `${folder}/${name}`)
    .sort()

/** One page that people read. */
export interface Page {
  path: string
  text: string
}

const pageAt = (path: string): Page => ({ path, text: read(path) })

/** What TypeDoc wrote: signatures, not code to copy. */
export const referencePages = filesIn('docs/api', '.md').map(pageAt)

/** What we wrote: README, guides, the site's own pages, and what those who work here read. */
export const writtenPages = [
  'README.md',
  'AGENTS.md',
  'CONTRIBUTING.md',
  'llms.txt',
  ...filesIn('docs', '.md').filter((path) => !path.startsWith('docs/api/')),
  ...filesIn('stories', '.mdx').filter((path) => !path.startsWith('stories/docs/')),
].map(pageAt)
