// Writes `llms.txt`, the map of the documentation for language models (llmstxt.org), and `llms-full.txt`, all of it in one file.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = new URL('../', import.meta.url)
/** @param {string} path */
const read = (path) => readFileSync(new URL(path, root), 'utf8')

/**
 * Each page and what it answers, in the order they are best read in.
 *
 * @type {Record<string, [path: string, note: string][]>}
 */
export const SECTIONS = {
  'Start here': [
    ['README.md', 'what it is, the shortest code for page and server, the entries, requirements'],
    ['docs/quick-start.md', 'from an empty app to a video that plays, without a key, then on the real API'],
    ['docs/polling.md', 'when it asks, when it stops, what each failure leads to, and how that is measured'],
    [
      'docs/features.md',
      'every hook and component with an example, registry, tabs, downloads, languages, errors',
    ],
  ],
  Recipes: [
    [
      'docs/recipes/nextjs.md',
      'App Router: the proxy as route handlers, the provider, a page prefetched on the server',
    ],
    ['docs/recipes/vite-express.md', 'the proxy in Express, Vite passing `/api` on'],
    ['docs/recipes/tanstack-router.md', 'a loader with `ensureQueryData(videoTaskOptions(client, id))`'],
    ['docs/recipes/ssr.md', 'prefetch, dehydrate, hydrate; Suspense'],
    ['docs/recipes/testing.md', 'a test app around components, and which test is for what'],
    ['docs/recipes/theming.md', 'colours, states as attributes, a design system'],
    [
      'docs/recipes/other-apis.md',
      'other gateways of the same routes, and a `VideoClient` of your own for any other API',
    ],
    [
      'docs/recipes/migrate-from-openai.md',
      'from `openai.videos`, which was shut down: call by call, field by field',
    ],
    [
      'docs/recipes/migrate-from-setinterval.md',
      'what a hand-written loop misses, and how to replace it in steps',
    ],
  ],
  Guides: [
    [
      'docs/keep-your-key-safe.md',
      'who attacks the route, and what each option of `createVideoProxy` prevents and does not',
    ],
    ['docs/many-users.md', 'shared polls, several instances, stores, CDNs, what to watch in production'],
    [
      'docs/test-without-spending.md',
      'the emulator: clocks, scenarios, scripts; Vitest, Playwright, the command line',
    ],
  ],
  'API reference': [
    ['docs/api/index.md', 'every name of the entry with provider, hooks and option factories'],
    ['docs/api/client.md', 'every name of the entry without a framework: client, task, errors, policy'],
    ['docs/api/components.md', 'every component, its props and the element it renders'],
    ['docs/api/messages.md', 'what people read of errors and states, in English and Chinese'],
    ['docs/api/server.md', 'every option of the proxy'],
    ['docs/api/tabs.md', 'several tabs of an app share their polling'],
    ['docs/api/testing.md', 'every option of the emulator, scenarios, MSW handlers, the check of a proxy'],
  ],
  Optional: [['docs/compare.md', 'other libraries, claim by claim, and where they are better']],
}

const RULES = `- Import from the entries only: \`react-video-task\`, \`/client\`, \`/components\`, \`/messages\`, \`/server\`, \`/tabs\`, \`/testing\`, and \`/styles.css\`.
- An API key never reaches a browser. The page's client has \`baseURL: '/api/v1'\`; \`createVideoProxy\` adds the key on the server and needs an \`authorize\` that asks the app's session.
- A failed task is data: read \`data.status\`. \`error\` means that the state could not be learnt, and polling may go on.
- Polling ends by itself. Set no \`refetchInterval\`, no \`retry\` and no \`setInterval\` around it.
- A create is billed: never repeat one, and never put it into an effect.
- Videos cost money: try and test with \`createVideoEmulator\` or \`npx video-task-emulator\`.`

/** @param {string} text */
const titleOf = (text) => /^# (.*)$/m.exec(text)?.[1] ?? ''

/** The map: a title, what this is, what to heed, and a list of pages for each section. */
export function makeMap() {
  const { description } = JSON.parse(read('package.json'))
  const sections = Object.entries(SECTIONS).map(([name, pages]) => {
    const items = pages.map(([path, note]) => `- [${titleOf(read(path))}](${path}): ${note}`)
    return `## ${name}\n\n${items.join('\n')}\n`
  })
  return `# react-video-task\n\n> ${description}\n\n${RULES}\n\n${sections.join('\n')}`
}

/** All pages in one text, each under its path. */
export function makeFull() {
  const paths = Object.values(SECTIONS).flatMap((pages) => pages.map(([path]) => path))
  return `${makeMap()}\n${paths.map((path) => `<!-- ${path} -->\n\n${read(path).trim()}\n`).join('\n')}`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(new URL('llms.txt', root), makeMap())
  // Served by the site beside its pages; not kept in the repository, which has the pages.
  writeFileSync(new URL('stories/public/llms.txt', root), makeMap())
  writeFileSync(new URL('stories/public/llms-full.txt', root), makeFull())
  writeFileSync(new URL('stories/public/README.md', root), read('README.md'))
}
