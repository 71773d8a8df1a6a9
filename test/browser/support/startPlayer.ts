import type { Browser, Page } from 'playwright'
import { afterAll, beforeAll, onTestFinished } from 'vitest'
import { createVideoEmulator, type VideoEmulator, type VideoEmulatorOptions } from 'react-video-task/testing'
import type { findChromium } from '../../../scripts/browsers.js'
import { launchChromium } from '../../../scripts/browsers.js'
import { serve } from '../../support/serve.js'
import { buildPage } from './buildPage.js'

/** Answers a request instead of the emulator, or returns undefined. */
type Answer = (request: Request) => Response | Promise<Response> | undefined

/** A page with one card in real Chromium and its API over HTTP, until the test ends. */
export interface PlayerWorld {
  emulator: VideoEmulator
  /** Paths of the requests to the API, in order. */
  requests: string[]
  intercept: (answer: Answer) => void
  /** Opens the page on a task; `cached` is the task as an earlier visit cached it. */
  open: (id: string, cached?: object) => Promise<Page>
}

/**
 * Starts one browser and builds one page for all tests of a file. Tests of single frames pass `find`, to use the full
 * browser instead of the headless shell.
 *
 * @returns starts a world of one test
 */
export function preparePlayerPage(
  find?: typeof findChromium,
): (options?: VideoEmulatorOptions) => Promise<PlayerWorld> {
  let page: (request: Request) => Response
  let browser: Browser
  beforeAll(async () => {
    browser = await launchChromium(find)
    page = await buildPage('player')
  })
  afterAll(() => browser.close())

  return async (options = {}) => {
    const emulator = createVideoEmulator({ apiKey: false, duration: 2_000, ...options })
    const requests: string[] = []
    let answer: Answer = () => undefined
    const origin = await serve(async (request) => {
      const { pathname } = new URL(request.url)
      if (!/^\/(v1|files)\//.test(pathname)) return page(request)
      requests.push(pathname)
      return (await answer(request)) ?? emulator.fetch(request)
    })
    return {
      emulator,
      requests,
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
