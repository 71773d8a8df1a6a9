// Takes the README's screenshots from a running Storybook: `npm run storybook`, then `npm run take-screenshots`.
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { findChromium, launchChromium } from './browsers.js'

const storybook = process.argv[2] ?? 'http://localhost:6006'
const docs = fileURLToPath(new URL('../docs/', import.meta.url))
mkdirSync(docs, { recursive: true })

const browser = await launchChromium(findChromium)
for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
  const page = await browser.newPage({
    colorScheme,
    viewport: { width: 872, height: 600 },
    deviceScaleFactor: 1.5,
  })
  await page.goto(`${storybook}/iframe.html?id=components-overview--states&viewMode=story`)
  await page.locator('article[data-status=completed] video').waitFor()
  await page.waitForFunction(() => (document.querySelector('video')?.readyState ?? 0) >= 2)
  // The player paints its first frame, and hides its spinner, some time after it is ready.
  await page.waitForTimeout(1_500)
  // Pauses every animation at the same time in each screenshot.
  await page.evaluate(() => {
    for (const animation of document.getAnimations()) {
      animation.pause()
      animation.currentTime = 2_200
    }
  })
  await page.screenshot({ path: `${docs}cards-${colorScheme}.png`, fullPage: true })
  await page.close()
}
await browser.close()
