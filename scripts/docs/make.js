// Writes what is made from the list of pages: `llms.txt` (llmstxt.org), the README's table, and the pages of the site.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { format, resolveConfig } from 'prettier'
import { pages, SECTIONS, storybookTitle } from './pages.js'

/** @import { Page } from './pages.js' */

const root = fileURLToPath(new URL('../../', import.meta.url))
/** @param {string} path */
const read = (path) => readFileSync(`${root}${path}`, 'utf8')

const RULES = `- Import from the entry points only: \`react-video-task\`, \`/ai-sdk\`, \`/client\`, \`/components\`, \`/devtools\`, \`/messages\`, \`/schemas\`, \`/server\`, \`/tabs\`, \`/testing\`, and \`/styles.css\`.
- Never send an API key to a browser. The page's client has \`baseURL: '/api/v1'\`; \`createVideoProxy\` adds the key on the server and requires an \`authorize\` that checks the app's session.
- A failed task is data: read \`data.status\`. \`error\` means that the task could not be refreshed; polling may continue.
- Polling ends by itself. Do not set \`refetchInterval\`, \`retry\` or a \`setInterval\` around it.
- A create is billed: never repeat one, and never run one in an effect.
- Videos cost money: develop and test with \`createVideoEmulator\` or \`npx video-task-emulator\`.`

/**
 * The map of the documentation: a title, a summary, rules, and a list of pages for each section.
 *
 * @param {(page: Page) => string} [linkOf] where a page is; by default in the repository, which has the entry points
 *   instead of the generated reference
 */
export function makeMap(linkOf = ({ entry, path }) => entry ?? path) {
  const { description } = JSON.parse(read('package.json'))
  const sections = Object.entries(SECTIONS).map(([name, list]) => {
    const items = list.map((page) => `- [${page.title}](${linkOf(page)}): ${page.note}`)
    // llmstxt.org: what a reader short of context may skip.
    return `## ${name === 'About' ? 'Optional' : name}\n\n${items.join('\n')}\n`
  })
  return `# react-video-task\n\n> ${description}\n\n${RULES}\n\n${sections.join('\n')}`
}

/**
 * All pages in one text, each under its path.
 *
 * @param {(path: string) => string} [readPage] reads a page; by default from the repository, where the API reference has
 *   to be generated first
 */
export function makeFull(readPage = read) {
  const texts = pages.map(({ path }) => `<!-- ${path} -->\n\n${readPage(path).trim()}\n`)
  return `${makeMap(({ path }) => path)}\n${texts.join('\n')}`
}

/** The README with its table of pages, which is the one whose first column is `section`. */
export async function makeReadme() {
  const rows = Object.entries(SECTIONS).map(([name, list]) => {
    const links = list
      .filter(({ path }) => path !== 'README.md')
      .map(({ title, entry, path }) => `[${title.replace('react-video-task/', '/')}](${entry ?? path})`)
    return `| ${name} | ${links.join(' · ')} |`
  })
  const table = ['| section | pages |', '| --- | --- |', ...rows].join('\n')
  const text = read('README.md').replace(/^\| section .*(?:\n\|.*)*/m, () => table)
  return format(text, { ...(await resolveConfig(`${root}README.md`)), parser: 'markdown' })
}

/**
 * The MDX file by which Storybook shows a page. The story modules that the page names in comments such as
 * `<!-- story: Theming.Properties -->` are imported, so that its canvases find them.
 *
 * @param {Page} page
 */
export function makeSitePage(page) {
  const modules = [...read(page.path).matchAll(/^<!-- story: (\w+)\.\w+ -->$/gm)].flatMap(
    ([, name]) => name ?? [],
  )
  const imports = [...new Set(modules)].map(
    (name) => `import * as ${name} from '../../${name}.stories.tsx'\n`,
  )
  return `import { Meta } from '@storybook/addon-docs/blocks'
import { Guide } from '../Guide.tsx'
import text from '${posix.relative('stories/docs/pages', page.path)}?raw'
${imports.join('')}
<Meta title="${storybookTitle(page)}" summary="${page.note}" />

<Guide page="${page.path}" text={text} stories={{ ${[...new Set(modules)].join(', ')} }} />
`
}

/** Writes the files of the site that the repository does not keep. */
function writeSite() {
  const folder = `${root}stories/docs/pages`
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder)
  pages.forEach((page, index) => {
    // Storybook lists pages in the order of their files.
    const name = `${String(index + 1).padStart(2, '0')}-${page.path.replace(/\W+/g, '-')}.mdx`
    writeFileSync(`${folder}/${name}`, makeSitePage(page))
  })
  writeFileSync(
    `${root}stories/public/llms.txt`,
    makeMap(({ path }) => path),
  )
  writeFileSync(`${root}stories/public/llms-full.txt`, makeFull())
  writeFileSync(`${root}stories/public/README.md`, read('README.md'))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(`${root}README.md`, await makeReadme())
  writeFileSync(`${root}llms.txt`, makeMap())
  writeSite()
}
