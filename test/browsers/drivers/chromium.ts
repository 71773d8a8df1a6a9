import { CHROMIUM_ARGS, findChromium } from '../../../scripts/browsers.js'
import type { BrowserDriver, BrowserOptions } from './BrowserDriver.js'
import { puppeteerDriver } from './puppeteerDriver.js'

/** Chromium, over its DevTools protocol. */
export function chromium({ colorScheme = 'light' }: BrowserOptions = {}): Promise<BrowserDriver> {
  return puppeteerDriver({
    browser: 'chrome',
    executablePath: findChromium(),
    args: [...CHROMIUM_ARGS, ...(colorScheme === 'dark' ? ['--force-dark-mode'] : [])],
  })
}
