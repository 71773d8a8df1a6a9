import { findFirefox } from '../../../scripts/browsers.js'
import type { BrowserDriver, BrowserOptions } from './BrowserDriver.js'
import { puppeteerDriver } from './puppeteerDriver.js'

/** A release of Firefox, over WebDriver BiDi. */
export function firefox({ colorScheme = 'light' }: BrowserOptions = {}): Promise<BrowserDriver> {
  return puppeteerDriver({
    browser: 'firefox',
    executablePath: findFirefox().browser,
    extraPrefsFirefox: { 'ui.systemUsesDarkTheme': colorScheme === 'dark' ? 1 : 0 },
  })
}
