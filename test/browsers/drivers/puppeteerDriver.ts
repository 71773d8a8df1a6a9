import puppeteer, { type LaunchOptions } from 'puppeteer-core'
import { type BrowserDriver, VIEWPORT } from './BrowserDriver.js'

/** Chromium or Firefox through Puppeteer: a headless tab is hidden when another one is brought to the front. */
export async function puppeteerDriver(options: LaunchOptions): Promise<BrowserDriver> {
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
