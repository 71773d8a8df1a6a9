import puppeteer, { type LaunchOptions } from 'puppeteer-core'
import { CHROMIUM_ARGS, findChromium, findFirefox } from '../../../scripts/browsers.js'
import { type BrowserDriver, type BrowserOptions, VIEWPORT } from './BrowserDriver.js'

/** Starts Chromium, over its DevTools protocol. */
export function openChromium({ colorScheme = 'light' }: BrowserOptions = {}): Promise<BrowserDriver> {
  return launch({
    browser: 'chrome',
    executablePath: findChromium(),
    args: [...CHROMIUM_ARGS, ...(colorScheme === 'dark' ? ['--force-dark-mode'] : [])],
  })
}

/** Starts a release of Firefox, over WebDriver BiDi. */
export function openFirefox({ colorScheme = 'light' }: BrowserOptions = {}): Promise<BrowserDriver> {
  return launch({
    browser: 'firefox',
    executablePath: findFirefox().browser,
    extraPrefsFirefox: { 'ui.systemUsesDarkTheme': colorScheme === 'dark' ? 1 : 0 },
  })
}

/** Starts a browser through Puppeteer: a headless tab is hidden when another one is brought to the front. */
async function launch(options: LaunchOptions): Promise<BrowserDriver> {
  const browser = await puppeteer.launch({ ...options, headless: true, defaultViewport: VIEWPORT })
  const page = await browser.newPage()
  return {
    version: await browser.version(),
    goto: async (address) => void (await page.goto(address)),
    evaluate: (run) => page.evaluate(run),
    click: (selector) => page.click(selector),
    // By its character: WebDriver BiDi does not know the name `Space`.
    press: (key) => page.keyboard.press(key === 'Space' ? ' ' : key),
    screenshot: () => page.screenshot(),
    cover: async (address) => {
      const front = await browser.newPage()
      await front.goto(address)
      await front.bringToFront()
      return async () => {
        await front.close()
        await page.bringToFront()
      }
    },
    close: () => browser.close(),
  }
}
