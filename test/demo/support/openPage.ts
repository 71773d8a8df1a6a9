import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright'
import { afterAll, onTestFinished } from 'vitest'
import { CHROMIUM_ARGS, findHeadlessShell } from '../../../scripts/find-chromium.js'

// One for all tests of a file, since it takes seconds to start; each page has a profile of its own.
let browser: Promise<Browser> | undefined
afterAll(async () => (await browser)?.close())

function launch(): Promise<Browser> {
  const executablePath = findHeadlessShell()
  return chromium.launch({ args: CHROMIUM_ARGS, ...(executablePath ? { executablePath } : {}) })
}

/** Opens an address in real Chromium until the test ends; fails the test on an error in the page. */
export async function openPage(address: string, options: BrowserContextOptions = {}): Promise<Page> {
  browser ??= launch()
  const page = await (await browser).newPage(options)
  const errors: Error[] = []
  page.on('pageerror', (error) => errors.push(error))
  onTestFinished(async () => {
    await page.close()
    if (errors.length > 0) throw new AggregateError(errors, 'The page threw')
  })
  await page.goto(address)
  return page
}
