import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright'
import { afterAll, beforeAll, onTestFinished } from 'vitest'
import { launchChromium } from '../../../scripts/browsers.js'
import { buildPage } from '../../support/buildPage.js'
import { serve } from '../../support/serve.js'

type Handler = (request: Request) => Response | Promise<Response>

/** A page and its API over HTTP, in a browser context of its own, until the test ends. */
export interface Site {
  context: BrowserContext
  /** The API on an origin other than the page's; `/v1` and `/files` of the page's origin answer the same. */
  apiOrigin: string
  /** Opens the page; it reads its settings from the query. An error in the page fails the test. */
  open: (settings: Record<string, string> | string[][]) => Promise<Page>
}

interface PrepareSiteOptions {
  /** Finds the browser. @default the headless shell */
  find?: Parameters<typeof launchChromium>[0]
  /** Headers of the page's files. */
  headers?: Record<string, string>
}

/**
 * Starts one browser and builds a page of `test/browser` for all tests of a file.
 *
 * @returns starts the site of one test
 */
export function prepareSite(
  name: 'app' | 'bars' | 'cards' | 'covers' | 'crowd' | 'documents' | 'history' | 'lists' | 'page' | 'player',
  { find, headers }: PrepareSiteOptions = {},
): (api: Handler, options?: BrowserContextOptions) => Promise<Site> {
  let page: (request: Request) => Response
  let browser: Browser
  beforeAll(async () => {
    browser = await launchChromium(find)
    page = await buildPage(new URL(`../${name}/`, import.meta.url), { headers })
  })
  afterAll(() => browser.close())

  return async (api, options) => {
    const isApi = (request: Request) => /^\/(v1|files)\//.test(new URL(request.url).pathname)
    const apiOrigin = await serve(api)
    const origin = await serve((request) => (isApi(request) ? api(request) : page(request)))
    const context = await browser.newContext(options)
    const errors: Error[] = []
    context.on('weberror', (error) => errors.push(error.error()))
    onTestFinished(async () => {
      await context.close()
      if (errors.length > 0) throw new AggregateError(errors, 'A page threw')
    })
    return {
      context,
      apiOrigin,
      open: async (settings) => {
        const page = await context.newPage()
        await page.goto(`${origin}/?${new URLSearchParams(settings)}`)
        return page
      },
    }
  }
}

/** Sets a page's visibility and dispatches `visibilitychange`: headless pages are always visible. */
export function setVisibility(page: Page, state: DocumentVisibilityState): Promise<void> {
  return page.evaluate((visibility) => {
    Object.defineProperty(document, 'visibilityState', { value: visibility, configurable: true })
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))
  }, state)
}
