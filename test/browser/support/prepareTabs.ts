import type { Browser, BrowserContext, Page } from 'playwright'
import { afterAll, beforeAll, onTestFinished } from 'vitest'
import { createVideoEmulator, type VideoEmulator } from 'react-video-task/testing'
import { launchChromium } from '../../../scripts/browsers.js'
import { serve } from '../../support/serve.js'
import { buildPage } from './buildPage.js'

/** An app whose tabs share their polling, and the emulator over HTTP, until the test ends. */
export interface Tabs {
  emulator: VideoEmulator
  context: BrowserContext
  /** The tab that sent each request, in order. */
  polls: string[]
  /** Opens a tab of the app under a name. */
  open: (tab: string, id: string) => Promise<Page>
}

/**
 * Starts one browser and builds one page for all tests of a file.
 *
 * @returns starts the app of one test; `duration` of a task in ms
 */
export function prepareTabs(): (options?: { duration?: number }) => Promise<Tabs> {
  let page: (request: Request) => Response
  let browser: Browser
  beforeAll(async () => {
    browser = await launchChromium()
    page = await buildPage('page')
  })
  afterAll(() => browser.close())

  return async ({ duration = 20_000 } = {}) => {
    const emulator = createVideoEmulator({ apiKey: false, duration })
    const polls: string[] = []
    const origin = await serve((request) => {
      if (!new URL(request.url).pathname.startsWith('/v1/')) return page(request)
      polls.push(request.headers.get('x-tab') ?? '')
      return emulator.fetch(request)
    })
    const context = await browser.newContext()
    const errors: Error[] = []
    context.on('weberror', (error) => errors.push(error.error()))
    onTestFinished(async () => {
      await context.close()
      if (errors.length > 0) throw new AggregateError(errors, 'A page threw')
    })
    const open = async (tab: string, id: string) => {
      const page = await context.newPage()
      await page.goto(`${origin}/?${new URLSearchParams({ tab, id })}`)
      return page
    }
    return { emulator, context, polls, open }
  }
}
