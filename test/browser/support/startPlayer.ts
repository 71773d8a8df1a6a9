import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { type Browser, chromium, type Page } from 'playwright'
import { createServer, type ViteDevServer } from 'vite'
import { afterAll, beforeAll, onTestFinished } from 'vitest'
import { createVideoEmulator, type VideoEmulator, type VideoEmulatorOptions } from 'react-video-task/testing'
import { faces } from '../../../scripts/faces.js'
import { CHROMIUM_ARGS, findChromium } from '../../../scripts/find-chromium.js'
import { serve } from '../../support/serve.js'

/** Answers instead of the emulator what it does not leave undefined. */
export type Answer = (request: Request) => Response | Promise<Response> | undefined

/** A page with one card in real Chromium, and the API it asks over HTTP, until the test ends. */
export interface PlayerWorld {
  emulator: VideoEmulator
  /** Paths that were asked, in their order. */
  asked: string[]
  intercept: (answer: Answer) => void
  /** Opens the page on a task; `cached` is what an earlier visit knew of it. */
  open: (id: string, cached?: object) => Promise<Page>
}

/** One browser and one page server for all tests of a file; gives what starts a world in them. */
export function preparePlayerPage(): (options?: VideoEmulatorOptions) => Promise<PlayerWorld> {
  let vite: ViteDevServer
  let browser: Browser
  beforeAll(async () => {
    const executablePath = findChromium()
    browser = await chromium.launch({ args: CHROMIUM_ARGS, ...(executablePath && { executablePath }) })
    vite = await createServer({
      configFile: false,
      root: fileURLToPath(new URL('../player/', import.meta.url)),
      cacheDir: fileURLToPath(new URL('../../../node_modules/.vite/test-player/', import.meta.url)),
      logLevel: 'error',
      plugins: [react()],
      resolve: { alias: faces },
      server: { port: 0, host: '127.0.0.1', watch: null, hmr: false },
    })
    await vite.listen()
  })
  afterAll(async () => {
    await browser.close()
    await vite.close()
  })

  return async (options = {}) => {
    const emulator = createVideoEmulator({ apiKey: false, duration: 2_000, ...options })
    const asked: string[] = []
    let answer: Answer = () => undefined
    const origin = await serve(async (request) => {
      const { pathname } = new URL(request.url)
      // The page itself comes from Vite, under the API's origin.
      if (!/^\/(v1|files)\//.test(pathname)) return fetchFrom(vite, request)
      asked.push(pathname)
      return (await answer(request)) ?? emulator.fetch(request)
    })
    return {
      emulator,
      asked,
      intercept: (next) => void (answer = next),
      open: async (id, cached) => {
        const page = await browser.newPage({ viewport: { width: 480, height: 600 } })
        const errors: Error[] = []
        page.on('pageerror', (error) => errors.push(error))
        onTestFinished(async () => {
          await page.close()
          if (errors.length > 0) throw new AggregateError(errors, 'The page threw')
        })
        const query = new URLSearchParams({ id, ...(cached && { cached: JSON.stringify(cached) }) })
        await page.goto(`${origin}/?${query}`)
        return page
      },
    }
  }
}

async function fetchFrom(vite: ViteDevServer, request: Request): Promise<Response> {
  const { pathname, search } = new URL(request.url)
  const answer = await fetch(new URL(pathname + search, vite.resolvedUrls?.local[0]), {
    headers: { accept: request.headers.get('accept') ?? '*/*' },
  })
  const headers = new Headers(answer.headers)
  for (const name of ['content-encoding', 'content-length', 'transfer-encoding', 'connection', 'keep-alive'])
    headers.delete(name)
  return new Response(answer.body, { status: answer.status, headers })
}
