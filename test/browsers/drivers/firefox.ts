import { findFirefox } from '../../../scripts/browsers.js'
import type { BrowserDriver, BrowserOptions } from './BrowserDriver.js'
import { puppeteerDriver } from './puppeteerDriver.js'

/** Firefox as it is sold, over WebDriver BiDi. */
export function firefox({ colorScheme = 'light' }: BrowserOptions = {}): Promise<BrowserDriver> {
  return puppeteerDriver({
    browser: 'firefox',
    executablePath: findFirefox().browser,
    extraPrefsFirefox: { 'ui.systemUsesDarkTheme': colorScheme === 'dark' ? 1 : 0 },
  })
}
