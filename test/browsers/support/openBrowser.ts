import type { BrowserName } from '../../../scripts/browsers.js'
import type { BrowserDriver, BrowserOptions } from '../drivers/BrowserDriver.js'
import { chromium } from '../drivers/chromium.js'
import { firefox } from '../drivers/firefox.js'
import { webkit } from '../drivers/webkit.js'

const drivers = { chromium, firefox, webkit }

/** Starts a browser by its name. */
export function openBrowser(name: BrowserName, options?: BrowserOptions): Promise<BrowserDriver> {
  return drivers[name](options)
}
