import { Builder, By, Key, type WebDriver } from 'selenium-webdriver'
import { DriverService } from 'selenium-webdriver/remote/index.js'
import { findWebKit } from '../../../scripts/browsers.js'
import { type BrowserDriver, type BrowserOptions, VIEWPORT } from './BrowserDriver.js'
import { startDisplay } from './startDisplay.js'

const KEYS = { Tab: Key.TAB, Enter: Key.ENTER, Space: Key.SPACE }

/** Sets the size of the page, which is the window's without frame and bars. Also restores a minimised window. */
async function resize(driver: WebDriver): Promise<void> {
  const bars = () =>
    driver.executeScript<[number, number]>(() => [outerWidth - innerWidth, outerHeight - innerHeight])
  const [width, height] = await bars()
  const size = { width: VIEWPORT.width + width, height: VIEWPORT.height + height }
  await driver
    .manage()
    .window()
    .setRect({ x: 0, y: 0, ...size })
}

/** WebKitGTK's MiniBrowser, over WebDriver, on a display of its own. */
export async function webkit({ colorScheme = 'light' }: BrowserOptions = {}): Promise<BrowserDriver> {
  const found = findWebKit()
  const display = await startDisplay(found.display ?? 'Xvfb')
  const service = new DriverService.Builder(found.driver ?? 'WebKitWebDriver')
    .setLoopback(true)
    .setEnvironment({
      ...process.env,
      DISPLAY: display.name,
      GDK_BACKEND: 'x11',
      GTK_THEME: colorScheme === 'dark' ? 'Adwaita:dark' : 'Adwaita',
      // WebKit's sandbox does not work for root.
      ...(process.getuid?.() === 0 && { WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1' }),
    })
    .build()
  const driver = await new Builder()
    .usingServer(await service.start())
    .withCapabilities({
      browserName: 'MiniBrowser',
      'webkitgtk:browserOptions': { binary: found.browser, args: ['--automation'] },
    })
    .build()
  await resize(driver)
  const page = await driver.getWindowHandle()
  const capabilities = await driver.getCapabilities()
  return {
    version: `WebKitGTK ${capabilities.getBrowserVersion()}`,
    goto: (address) => driver.get(address),
    evaluate: (run) => driver.executeScript(run),
    click: (selector) => driver.findElement(By.css(selector)).click(),
    press: (key) => driver.actions().sendKeys(KEYS[key]).perform(),
    screenshot: async () => Buffer.from(await driver.takeScreenshot(), 'base64'),
    // A new tab opens in the background and cannot be brought to the front; a minimised window is hidden.
    cover: async (address) => {
      await driver.manage().window().minimize()
      await driver.switchTo().newWindow('window')
      await driver.get(address)
      const front = await driver.getWindowHandle()
      await driver.switchTo().window(page)
      return async () => {
        await driver.switchTo().window(front)
        await driver.close()
        await driver.switchTo().window(page)
        await resize(driver)
      }
    },
    close: async () => {
      await driver.quit()
      await service.kill()
      display.stop()
    },
  }
}
