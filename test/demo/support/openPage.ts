import { type BrowserContextOptions, chromium, type Page } from 'playwright'
import { onTestFinished } from 'vitest'
import { CHROMIUM_ARGS, findChromium } from '../../../scripts/find-chromium.js'

/** Opens an address in real Chromium until the test ends; fails the test on an error in the page. */
export async function openPage(address: string, options: BrowserContextOptions = {}): Promise<Page> {
  const executablePath = findChromium()
  const browser = await chromium.launch({
    args: CHROMIUM_ARGS,
    ...(executablePath ? { executablePath } : {}),
  })
  const page = await browser.newPage(options)
  const errors: Error[] = []
  page.on('pageerror', (error) => errors.push(error))
  onTestFinished(async () => {
    await browser.close()
    if (errors.length > 0) throw new AggregateError(errors, 'The page threw')
  })
  await page.goto(address)
  return page
}
