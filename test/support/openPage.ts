import type { Browser, BrowserContextOptions, Page } from 'playwright'
import { afterAll, onTestFinished } from 'vitest'
import { launchChromium } from '../../scripts/browsers.js'

// One browser for all tests of a file, since it takes seconds to start; each page has its own profile.
let browser: Promise<Browser> | undefined
afterAll(async () => (await browser)?.close())

/** Opens an address in real Chromium until the test ends; fails the test on an error in the page. */
export async function openPage(address: string, options: BrowserContextOptions = {}): Promise<Page> {
  browser ??= launchChromium()
  const page = await (await browser).newPage(options)
  const errors: Error[] = []
  page.on('pageerror', (error) => errors.push(error))
  onTestFinished(async () => {
    await page.close()
    if (errors.length > 0) throw new AggregateError(errors, 'The page threw')
  })
  // Next.js compiles a page when it is first asked for it.
  await page.goto(address, { timeout: 120_000 })
  return page
}
