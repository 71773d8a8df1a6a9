import { expect, it } from 'vitest'
import { createVideoEmulator } from 'react-video-task/testing'
import { findChromium } from '../../scripts/browsers.js'
import { prepareSite } from './support/site.js'

const startSite = prepareSite('covers', { find: findChromium })

it('videos that leave the page before they came near the view leave the memory too', async () => {
  const emulator = createVideoEmulator({ apiKey: false })
  const { id } = emulator.addTask({ state: { status: 'completed' } })
  const { context, open } = await startSite((request) => emulator.fetch(request))
  const page = await open({ video: `/v1/videos/${id}/content`, count: '10', top: '3000px' })
  const lengths = page.locator('.video-task-length')
  await expect.poll(() => lengths.count(), { timeout: 20_000 }).toBe(10)
  // The first frames have loaded, so what draws them waits for the view.
  await page.waitForTimeout(500)
  const videos = await page.evaluateHandle(() =>
    [...document.querySelectorAll('video')].map((video) => new WeakRef(video)),
  )
  await page.evaluate(() => document.dispatchEvent(new Event('unmount')))
  await expect.poll(() => lengths.count()).toBe(0)
  const cdp = await context.newCDPSession(page)
  const countLeft = async () => {
    await cdp.send('HeapProfiler.collectGarbage')
    return videos.evaluate((all) => all.filter((video) => video.deref()).length)
  }
  // React or the browser may keep the last one.
  await expect.poll(countLeft, { timeout: 10_000 }).toBeLessThan(2)
})

it('videos that come back show the frames of before, of which a page keeps 32', async () => {
  const emulator = createVideoEmulator({ apiKey: false })
  const { id } = emulator.addTask({ state: { status: 'completed' } })
  const { open } = await startSite((request) => emulator.fetch(request), {
    viewport: { width: 1200, height: 900 },
  })
  const page = await open({ video: `/v1/videos/${id}/content`, count: '33', top: '0' })
  const countDrawn = () =>
    page
      .locator('canvas.video-task-poster')
      .evaluateAll(
        (all) => all.filter((canvas) => canvas instanceof HTMLCanvasElement && canvas.width > 0).length,
      )
  await expect.poll(countDrawn, { timeout: 30_000 }).toBe(33)
  await page.evaluate(() => document.dispatchEvent(new Event('unmount')))
  await expect.poll(() => page.locator('video').count()).toBe(0)
  await page.evaluate(() => document.dispatchEvent(new Event('mount')))
  await page.locator('video').nth(32).waitFor()
  expect(await page.locator('video[preload=none]').count()).toBe(32)
  expect(await page.locator('video[preload=metadata]').count()).toBe(1)
  await expect.poll(countDrawn).toBe(33)
  expect(new Set(await page.locator('.video-task-length').allTextContents())).toEqual(new Set(['0:04']))
})
