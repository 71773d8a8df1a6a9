// Takes the pictures of README and docs from a running Storybook: `npm run storybook`, then `npm run take-screenshots`, or
// with the Storybook's address and the names of some pictures, such as `-- http://localhost:6006 devtools`.
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { findChromium, launchChromium } from './browsers.js'

/** @import { Page } from 'playwright' */

/**
 * A picture of one story.
 *
 * @typedef {object} Picture
 * @property {string} name of its file, before the colour scheme
 * @property {string} story its id
 * @property {{ width: number; height: number }} viewport
 * @property {string} of selector of what is shown
 * @property {(page: Page) => Promise<void>} prepare waits until the story shows what the picture is of
 */

/** @type {Picture[]} */
const PICTURES = [
  {
    name: 'cards',
    story: 'components-overview--states',
    viewport: { width: 872, height: 600 },
    of: 'html',
    prepare: async (page) => {
      await page.locator('article[data-status=completed] video').waitFor()
      await page.waitForFunction(() => (document.querySelector('video')?.readyState ?? 0) >= 2)
      // The player paints its first frame, and hides its spinner, some time after it is ready.
      await page.waitForTimeout(1_500)
    },
  },
  {
    name: 'devtools',
    story: 'components-devtools--panel',
    viewport: { width: 1160, height: 704 },
    of: '.video-task-devtools',
    prepare: async (page) => {
      // The play function of the story makes three polls; then the policy does, and the task is not at its end yet.
      await page.locator('[data-part=polls] > li:nth-of-type(4)').waitFor()
    },
  },
]

const [storybook = 'http://localhost:6006', ...names] = process.argv.slice(2)
const chosen = PICTURES.filter(({ name }) => names.length === 0 || names.includes(name))
const docs = fileURLToPath(new URL('../docs/', import.meta.url))
mkdirSync(docs, { recursive: true })

const browser = await launchChromium(findChromium)
for (const { name, story, viewport, of, prepare } of chosen) {
  for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
    const page = await browser.newPage({ colorScheme, viewport, deviceScaleFactor: 1.5 })
    // Storybook compiles a story at its first visit.
    page.setDefaultTimeout(120_000)
    await page.goto(`${storybook}/iframe.html?id=${story}&viewMode=story`)
    await prepare(page)
    // Pauses every animation at the same time in each screenshot.
    await page.evaluate(() => {
      for (const animation of document.getAnimations()) {
        animation.pause()
        animation.currentTime = 2_200
      }
    })
    await page.locator(of).screenshot({ path: `${docs}${name}-${colorScheme}.png` })
    await page.close()
  }
}
await browser.close()
