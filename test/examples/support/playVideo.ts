import type { Page } from 'playwright'
import { expect } from 'vitest'

/** Plays the page's video, seeks to its last quarter and plays on from there. */
export async function playVideo(page: Page): Promise<void> {
  const video = page.locator('video')
  await video.evaluate(async (element: HTMLVideoElement) => {
    element.muted = true
    await element.play()
  })
  await expect
    .poll(() => video.evaluate((element: HTMLVideoElement) => element.currentTime), { timeout: 10_000 })
    .toBeGreaterThan(0)
  await video.evaluate(async (element: HTMLVideoElement) => {
    const seeked = new Promise((resolve) => element.addEventListener('seeked', resolve, { once: true }))
    element.currentTime = element.duration * 0.75
    await seeked
  })
  expect(await video.evaluate((element: HTMLVideoElement) => element.error)).toBeNull()
}
