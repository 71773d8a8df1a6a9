import type { Page } from 'playwright'
import { expect, it } from 'vitest'
import { createVideoEmulator } from 'react-video-task/testing'
import { findChromium } from '../../scripts/browsers.js'
import { prepareSite } from './support/site.js'

const startList = prepareSite('lists', { find: findChromium })

/** Opens a list of forty finished videos below each other. */
async function openList() {
  const emulator = createVideoEmulator({ apiKey: false })
  const ids = Array.from({ length: 40 }, () => [
    'id',
    emulator.addTask({ state: { status: 'completed' } }).id,
  ])
  const { open } = await startList((request) => emulator.fetch(request), {
    viewport: { width: 400, height: 500 },
  })
  const page = await open([['layout', 'grid'], ...ids])
  await page.locator('article[data-status=completed]').first().waitFor()
  return page
}

const entry = (page: Page, index: number) => page.locator('li').nth(index)
const scrollTo = (page: Page, index: number) =>
  entry(page, index).evaluate((element) => element.scrollIntoView({ block: 'start' }))
const untilUnmounted = (page: Page, index: number) =>
  expect.poll(() => entry(page, index).locator('article').count(), { timeout: 10_000 }).toBe(0)

it('keeps a video mounted that plays out of view, without the focus', async () => {
  const page = await openList()
  const video = entry(page, 0).locator('video')
  await page.locator('.video-task-play').first().click()
  await page.waitForFunction(() => document.querySelector('video')?.paused === false)
  await video.evaluate((element: HTMLVideoElement) => {
    element.loop = true
    element.blur()
  })
  await scrollTo(page, 20)
  await untilUnmounted(page, 1)
  expect(await video.evaluate((element: HTMLVideoElement) => element.paused)).toBe(false)
})

it('keeps the height that an entry had, until the list has another width', async () => {
  const page = await openList()
  // Only the content of an entry is that high.
  await page.addStyleTag({ content: 'article { min-height: 450px }' })
  const height = async () => Math.round((await entry(page, 0).boundingBox())?.height ?? 0)
  await expect.poll(height).toBeGreaterThan(440)
  const before = await height()
  await scrollTo(page, 12)
  await untilUnmounted(page, 0)
  expect(await height()).toBe(before)
  // Others are mounted, and the list is higher for them.
  await scrollTo(page, 39)
  await untilUnmounted(page, 12)
  expect(await height()).toBe(before)
  await page.setViewportSize({ width: 380, height: 500 })
  await expect.poll(height).toBeLessThan(440)
})
