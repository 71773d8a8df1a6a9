import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { Builder, By, Key, type WebDriver } from 'selenium-webdriver'
import { DriverService } from 'selenium-webdriver/remote/index.js'
import { findWebKit } from '../../../scripts/browsers.js'
import { type BrowserDriver, type BrowserOptions, VIEWPORT } from './BrowserDriver.js'

const KEYS = { Tab: Key.TAB, Enter: Key.ENTER, Space: Key.SPACE }

/** Starts WebKitGTK's MiniBrowser, over WebDriver, on a display of its own. */
export async function openWebKit({ colorScheme = 'light' }: BrowserOptions = {}): Promise<BrowserDriver> {
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

/** A virtual display. */
interface Display {
  /** Value of `DISPLAY` for programs that draw on it. */
  name: string
  stop: () => void
}

/**
 * Starts an X server without a screen, on the first free display.
 *
 * @throws {Error} if it does not start
 */
async function startDisplay(xvfb: string): Promise<Display> {
  // Xvfb writes the display's number to this file descriptor.
  const args = ['-displayfd', '3', '-screen', '0', '1280x1000x24', '-nolisten', 'tcp']
  const server = spawn(xvfb, args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] })
  const [number] = await Promise.race([
    once(server.stdio[3] ?? server, 'data'),
    once(server, 'exit').then(([code]) => {
      throw new Error(`${xvfb} exited with ${String(code)} before it reported its display.`)
    }),
  ])
  const stop = () => void server.kill('SIGTERM')
  process.once('exit', stop)
  return { name: `:${String(number).trim()}`, stop }
}
