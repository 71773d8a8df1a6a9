import { expect, it } from 'vitest'
import { createVideoEmulator } from 'react-video-task/testing'
import { findChromium } from '../../scripts/browsers.js'
import { prepareSite } from './support/site.js'

const startSite = prepareSite('covers', { find: findChromium })

it('videos that leave the page before they came near the view leave the memory too', async () => {
  const emulator = createVideoEmulator({ apiKey: false })
  const { id } = emulator.addTask({ state: { status: 'completed' } })
  const { context, open } = await startSite((request) => emulator.fetch(request))
  const page = await open({ video: `/v1/videos/${id}/content` })
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
