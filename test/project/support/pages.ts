import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The repository's folder, with a trailing slash. */
export const root = fileURLToPath(new URL('../../../', import.meta.url))

/** The text of a file of the repository. */
export const read = (path: string) => readFileSync(`${root}${path}`, 'utf8')

/** The files under a folder that end in a suffix, as paths of the repository. */
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

/** The pages written by hand: README, guides, skills, and the pages for contributors. */
export const writtenPages: Page[] = [
  'README.md',
  'AGENTS.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'llms.txt',
  ...filesIn('skills', '.md'),
  ...filesIn('docs', '.md').filter((path) => !path.startsWith('docs/api/')),
].map((path) => ({ path, text: read(path) }))

/** GitHub's and Storybook's id of a heading. */
const slugOf = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\w\s-]/g, '')
    .trim()
    .replace(/\s/g, '-')

/**
 * The links of a page whose file or heading does not exist.
 *
 * @param page the page
 * @param textAt reads a page by its path, or gives undefined where there is none
 */
export function deadLinks(
  { path, text }: Page,
  textAt = (file: string) => (file.endsWith('.md') && existsSync(`${root}${file}`) ? read(file) : undefined),
): string[] {
  const links = [...text.matchAll(/\]\((?!https?:|\?path=)([^)#\s]*)(?:#([^)]+))?\)/g)]
  return links.flatMap(([link, to = '', anchor]) => {
    const file = to === '' ? path : join(dirname(path), to)
    const target = to === '' ? text : textAt(file)
    if (target === undefined && !existsSync(`${root}${file}`)) return link
    if (anchor === undefined) return []
    const slugs = [...(target ?? '').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => slugOf(heading))
    const isThere = slugs.includes(anchor) || target?.includes(`id="${anchor}"`)
    return isThere ? [] : link
  })
}
