import type { Browser, BrowserContextOptions, Page } from 'playwright'
import { afterAll, beforeAll, onTestFinished } from 'vitest'
import type { findChromium } from '../../../scripts/browsers.js'
import { launchChromium } from '../../../scripts/browsers.js'
import { serve } from '../../support/serve.js'
import { buildPage } from './buildPage.js'

type Handler = (request: Request) => Response | Promise<Response>

/** Real Chromium and an app, shared by all tests of a file. */
export interface SharedApp {
  /** Origin of the API, another one than the page's; `/v1` of the page's origin answers the same. */
  api: () => string
  /**
   * Creates a browser context for one test, with an API of its own. An error in a page fails the test.
   *
   * @returns opens a page of the app with settings for its query string
   */
  start: (
    answer: Handler,
    options?: BrowserContextOptions,
  ) => Promise<(settings?: Record<string, string>) => Promise<Page>>
}

/** Starts both before the first test and stops them after the last; `find` chooses the Chromium. */
export function shareApp(find?: typeof findChromium): SharedApp {
  const stops: (() => Promise<unknown>)[] = []
  let answer: Handler = () => new Response(null, { status: 404 })
  let api = ''
  let origin = ''
  let browser: Browser | undefined

  beforeAll(async () => {
    const page = await buildPage('app')
    const keep = (stop: () => Promise<void>) => void stops.push(stop)
    const isApi = (request: Request) => new URL(request.url).pathname.startsWith('/v1/')
    api = await serve((request) => answer(request), keep)
    origin = await serve((request) => (isApi(request) ? answer(request) : page(request)), keep)
    const launched = await launchChromium(find)
    stops.push(() => launched.close())
    browser = launched
  })
  afterAll(async () => {
    for (const stop of stops.reverse()) await stop()
  })

  return {
    api: () => api,
    start: async (own, options = {}) => {
      if (!browser) throw new Error('The browser has not started.')
      answer = own
      const context = await browser.newContext(options)
      const errors: Error[] = []
      context.on('weberror', (error) => errors.push(error.error()))
      onTestFinished(async () => {
        await context.close()
        if (errors.length > 0) throw new AggregateError(errors, 'A page threw')
      })
      return async (settings = {}) => {
        const page = await context.newPage()
        await page.goto(`${origin}/?${new URLSearchParams({ id: 'a', ...settings })}`)
        return page
      }
    },
  }
}
