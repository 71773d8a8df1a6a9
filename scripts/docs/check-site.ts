// Crawls the built site, served under a path as GitHub Pages serves it: `npm run docs`, then `npm run check:site`. Fails on
// a link, a picture or a file that is not there, and on a page that shows an error.
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import type { BrowserContext } from 'playwright'
import sirv from 'sirv'
import * as z from 'zod/mini'
import { launchChromium } from '../browsers.js'

/** The path of a repository's site on GitHub Pages. */
const BASE = '/react-video-task/'
/** What the site has beside its pages: for agents, for readers of the API, for Storybook's own tools. */
const FILES = [
  'index.json',
  'project.json',
  'manifests/components.html',
  'r/registry.json',
  'llms.txt',
  'llms-full.txt',
  'README.md',
  'favicon.svg',
  'mockServiceWorker.js',
]
/** Pages open at the same time. */
const MAX_PAGES = 3
/** How long a page may take on a busy machine, in ms. */
const TIMEOUT_MS = 60_000

const folder = fileURLToPath(new URL('../../storybook-static/', import.meta.url))
if (!existsSync(`${folder}index.json`))
  throw new Error('There is no storybook-static: run `npm run docs` first.')

const indexSchema = z.object({
  entries: z.record(z.string(), z.object({ id: z.string(), type: z.enum(['docs', 'story']) })),
})
const componentsSchema = z.object({
  components: z.record(
    z.string(),
    z.object({ id: z.string(), error: z.optional(z.object({ name: z.string() })) }),
  ),
})
const docsSchema = z.object({
  docs: z.record(z.string(), z.object({ id: z.string(), content: z.string() })),
})
const { entries } = indexSchema.parse(JSON.parse(readFileSync(`${folder}index.json`, 'utf8')))
const docs = Object.values(entries).filter(({ type }) => type === 'docs')

/** What is wrong, each once. */
const flaws = new Set<string>()
const server = serveSite()
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

const browser = await launchChromium()
const context = await browser.newContext({ viewport: { width: 1280, height: 900 } })
/** The links of each page, and the ids of its elements, to which links of other pages lead. */
const crawled = new Map<string, Awaited<ReturnType<typeof crawlPage>>>()
const queue = [...docs]
await Promise.all(
  Array.from({ length: MAX_PAGES }, async () => {
    for (let entry = queue.pop(); entry; entry = queue.pop())
      crawled.set(entry.id, await crawlPage(context, entry.id))
  }),
)
await openManager(context)
const links = [...crawled].flatMap(([id, { addresses }]) => addresses.map((address) => ({ id, address })))
for (const { id, address } of links) checkAddress(id, new URL(address))
const files = new Set(links.flatMap(({ address }) => fileOf(new URL(address)) ?? []))
for (const path of [...files, ...FILES.map((name) => `${BASE}${name}`)]) {
  const { ok, status } = await fetch(`${origin}${path}`)
  if (!ok) flaws.add(`${path} is answered with ${status}`)
}
await browser.close()
server.close()
checkManifests()

for (const flaw of flaws) console.error(`WRONG  ${flaw}`)
console.log(
  `${docs.length} pages, ${links.length} links and pictures, ${files.size + FILES.length} files: ${flaws.size} wrong.`,
)
process.exitCode = flaws.size > 0 ? 1 : 0

/** Serves the site under its path, and notes each request for what is not there. */
function serveSite() {
  const site = sirv(folder, { etag: true })
  return createServer((request, response) => {
    const { url = '/', headers } = request
    const refuse = () => {
      flaws.add(`${url} does not exist, requested by ${headers.referer ?? 'a link'}`)
      response.writeHead(404).end()
    }
    if (!url.startsWith(BASE)) return refuse()
    request.url = url.slice(BASE.length - 1)
    site(request, response, refuse)
  })
}

/** Opens a page of the documentation, and reads where it leads. */
async function crawlPage(context: BrowserContext, id: string) {
  const page = await context.newPage()
  page.on('pageerror', ({ message }) => flaws.add(`${id} throws: ${message}`))
  await page.goto(`${origin}${BASE}iframe.html?viewMode=docs&id=${id}`)
  await page.locator('#storybook-docs h1, .sb-errordisplay:visible').first().waitFor({ timeout: TIMEOUT_MS })
  await page.waitForLoadState('networkidle')
  const read = await page.evaluate(() => {
    const pictures = [...document.querySelectorAll<HTMLSourceElement>('#storybook-docs picture source')]
    const anchors = [...document.querySelectorAll<HTMLAnchorElement>('#storybook-docs a[href]')]
    const broken = [...document.querySelectorAll<HTMLImageElement>('#storybook-docs img')].filter(
      ({ complete, naturalWidth }) => complete && naturalWidth === 0,
    )
    return {
      links: anchors.map(({ href }) => href),
      pictures: pictures.map(({ srcset }) => srcset),
      ids: Array.from(document.querySelectorAll('[id]'), (element) => element.id),
      broken: broken.map(({ src }) => src),
      error: document.querySelector<HTMLElement>('.sb-show-errordisplay #error-message')?.innerText,
    }
  })
  if (read.error) flaws.add(`${id} shows an error: ${read.error}`)
  for (const src of read.broken) flaws.add(`${id} has a broken picture: ${src}`)
  await page.close()
  const pictures = read.pictures.map((srcset) => new URL(srcset.split(' ')[0] ?? '', page.url()).href)
  return { addresses: [...read.links, ...pictures], ids: read.ids }
}

/** Opens the site as a visitor does, with its sidebar, and follows a link. */
async function openManager(context: BrowserContext): Promise<void> {
  const page = await context.newPage()
  page.on('pageerror', ({ message }) => flaws.add(`the sidebar throws: ${message}`))
  await page.goto(`${origin}${BASE}`)
  const preview = page.frameLocator('#storybook-preview-iframe')
  await preview.getByRole('link', { name: 'Quick start' }).first().click({ timeout: TIMEOUT_MS })
  await preview.getByRole('heading', { name: 'Quick start', level: 1 }).waitFor({ timeout: TIMEOUT_MS })
  const { pathname, searchParams } = new URL(page.url())
  if (pathname !== BASE || searchParams.get('path') !== '/docs/getting-started-quick-start--docs')
    flaws.add(`a link of the first page leads to ${page.url()}`)
  await page.close()
}

/** Notes a link to a page, or to a heading of one, that does not exist. */
function checkAddress(from: string, { origin: host, pathname, searchParams, hash }: URL): void {
  if (host !== origin || fileOf(new URL(pathname, host))) return
  const path = searchParams.get('path') ?? `/docs/${searchParams.get('id') ?? ''}`
  const to = path.replace(/^\/(docs|story)\//, '')
  const isManager = pathname === BASE
  if (!Object.hasOwn(entries, to)) flaws.add(`${from} links to the page ${to}, which does not exist`)
  else if (searchParams.has('path') && !isManager)
    flaws.add(`${from} has a link to ${to} that opens ${pathname} in a new tab`)
  const ids = crawled.get(to)?.ids
  if (hash && ids && !ids.includes(decodeURIComponent(hash.slice(1))))
    flaws.add(`${from} links to ${hash} of ${to}, which has no such heading`)
}

/** Notes what agents could not read: components without docgen, and pages without their text. */
function checkManifests(): void {
  const read = (name: string): unknown => JSON.parse(readFileSync(`${folder}manifests/${name}.json`, 'utf8'))
  const { components } = componentsSchema.parse(read('components'))
  for (const { id, error } of Object.values(components))
    if (error) flaws.add(`manifests/components.json has an error for ${id}: ${error.name}`)
  const { docs: texts } = docsSchema.parse(read('docs'))
  for (const { id, content } of Object.values(texts))
    if (!/^#+ /m.test(content)) flaws.add(`manifests/docs.json has no text for ${id}`)
}

/** The path of an address of the site that is no page; undefined of one that is, and of other sites. */
function fileOf({ origin: host, pathname }: URL): string | undefined {
  const isPage = pathname === BASE || pathname === `${BASE}iframe.html`
  return host === origin && !isPage ? pathname : undefined
}
