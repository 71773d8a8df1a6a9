import { fileURLToPath } from 'node:url'
import { type BrowserContext, chromium, type Page } from 'playwright'
import { createServer } from 'vite'
import { onTestFinished } from 'vitest'
import { createVideoEmulator, type VideoEmulator } from 'react-video-task/testing'
import { faces } from '../../../scripts/faces.js'
import { CHROMIUM_ARGS, findChromium } from '../../../scripts/find-chromium.js'
import { serve } from '../../support/serve.js'

/** Real Chromium, an app whose tabs share, and the emulator over HTTP, until the test ends. */
export interface Tabs {
  emulator: VideoEmulator
  context: BrowserContext
  /** Tabs that asked, one entry a request. */
  asked: string[]
  /** Opens a tab of the app; each test names its tabs. */
  open: (tab: string, id: string) => Promise<Page>
}

/** Starts all that; a task takes as long as is said, in ms. */
export async function startTabs({ duration = 20_000 } = {}): Promise<Tabs> {
  const emulator = createVideoEmulator({ apiKey: 'sk-emulator', duration })
  const asked: string[] = []
  const api = await serve((request) => {
    asked.push(request.headers.get('x-tab') ?? '')
    const headers = new Headers(request.headers)
    headers.set('authorization', 'Bearer sk-emulator')
    return emulator.fetch(new Request(request, { headers }))
  })
  const vite = await createServer({
    configFile: false,
    root: fileURLToPath(new URL('../page/', import.meta.url)),
    cacheDir: fileURLToPath(new URL('../../../node_modules/.vite/test-browser/', import.meta.url)),
    logLevel: 'error',
    resolve: { alias: faces },
    server: { port: 0, host: '127.0.0.1', proxy: { '/v1': api }, watch: null, hmr: false },
  })
  await vite.listen()
  const executablePath = findChromium()
  const browser = await chromium.launch({
    args: CHROMIUM_ARGS,
    ...(executablePath ? { executablePath } : {}),
  })
  const context = await browser.newContext()
  const errors: Error[] = []
  context.on('weberror', (error) => errors.push(error.error()))
  onTestFinished(async () => {
    await browser.close()
    await vite.close()
    if (errors.length > 0) throw new AggregateError(errors, 'A page threw')
  })
  const origin = vite.resolvedUrls?.local[0] ?? ''
  const open = async (tab: string, id: string) => {
    const page = await context.newPage()
    await page.goto(`${origin}?${new URLSearchParams({ tab, id })}`)
    return page
  }
  return { emulator, context, asked, open }
}
