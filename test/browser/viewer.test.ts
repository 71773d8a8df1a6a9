import type { Page } from 'playwright'
import { expect, it } from 'vitest'
import { createVideoEmulator, type TaskSeed } from 'react-video-task/testing'
import { findChromium } from '../../scripts/browsers.js'
import { dialog, untilCaption, untilClosed } from './support/largeView.js'
import { prepareSite } from './support/site.js'

const startList = prepareSite('lists', { find: findChromium })

const completed = { status: 'completed' } as const
const SEEDS: TaskSeed[] = [
  { id: 'fox', state: completed, fields: { prompt: 'A fox', size: '1280x720' } },
  { id: 'boats', state: completed, fields: { prompt: 'Boats', size: '720x1280' } },
  { id: 'failed', state: { status: 'failed', error: { message: 'No' } }, fields: { size: '1024x1024' } },
  { id: 'hills', state: completed, fields: { size: '1280x720' } },
]

/** Opens a gallery, and the large view of a video by its place among those that can play. */
async function openLarge(place: number, seeds = SEEDS) {
  const emulator = createVideoEmulator({ apiKey: false })
  const ids = seeds.map((seed) => ['id', emulator.addTask(seed).id])
  const { open } = await startList((request) => emulator.fetch(request), {
    viewport: { width: 1000, height: 500 },
  })
  const page = await open([['layout', 'gallery'], ...ids])
  await expect.poll(() => page.locator('article[data-status=loading]').count(), { timeout: 10_000 }).toBe(0)
  await page.locator('.video-task-play').nth(place).focus()
  await page.keyboard.press('Enter')
  await dialog(page).waitFor()
  return page
}

const video = (page: Page) => dialog(page).locator('video')
const untilPlaying = (page: Page) =>
  expect.poll(() => video(page).evaluate((one: HTMLVideoElement) => one.paused)).toBe(false)
const step = (page: Page, name: string) => dialog(page).getByRole('button', { name, exact: true })

it('has arrows whose end keeps the focus, and none for a single video', async () => {
  const page = await openLarge(0)
  const states = () =>
    Promise.all(
      ['Previous video', 'Next video'].map((name) => step(page, name).getAttribute('aria-disabled')),
    )
  await untilCaption(page, 'A fox 1 of 3')
  expect(await states()).toEqual(['true', null])
  await step(page, 'Next video').click()
  await untilCaption(page, 'Boats 2 of 3')
  expect(await states()).toEqual([null, null])
  await step(page, 'Next video').click()
  await untilCaption(page, 'Untitled video 3 of 3')
  expect(await states()).toEqual([null, 'true'])
  expect(await step(page, 'Next video').evaluate((button) => button.matches(':focus'))).toBe(true)
  await step(page, 'Previous video').click()
  await untilCaption(page, 'Boats 2 of 3')
  // They point to where they lead.
  const [left, right] = await Promise.all(
    ['Previous video', 'Next video'].map((name) => step(page, name).boundingBox()),
  )
  expect(left?.x).toBeLessThan(right?.x ?? 0)
  const paths = await dialog(page)
    .locator('button[data-step] path')
    .evaluateAll((all) => all.map((path) => path.getAttribute('d')))
  expect(new Set(paths).size).toBe(2)
  const steps = await dialog(page)
    .locator('button[data-step]')
    .evaluateAll((all) => all.map((button) => button.getAttribute('data-step')))
  expect(steps).toEqual(['previous', 'next'])
  await page.evaluate(() => ['fox', 'hills'].forEach((id) => window.removeTask(id)))
  await untilCaption(page, 'Boats')
  expect(await dialog(page).locator('button[data-step]').count()).toBe(0)
})

it('names a video without a title, by its dialog and by its player', async () => {
  const page = await openLarge(2)
  await untilCaption(page, 'Untitled video 3 of 3')
  expect(await video(page).getAttribute('aria-label')).toBe('Untitled video')
})

it('plays the next video after one that has ended', async () => {
  const page = await openLarge(0)
  await untilPlaying(page)
  await video(page).evaluate((one: HTMLVideoElement) => {
    one.loop = false
    one.currentTime = one.duration
  })
  await expect.poll(() => video(page).evaluate((one: HTMLVideoElement) => one.ended)).toBe(true)
  await page.keyboard.press('ArrowRight')
  await untilCaption(page, 'Boats 2 of 3')
  await untilPlaying(page)
})

it('closes by a press beside the video, and not by one on it', async () => {
  const page = await openLarge(1)
  await untilPlaying(page)
  await video(page).click({ position: { x: 20, y: 40 } })
  expect(await dialog(page).count()).toBe(1)
  const box = await dialog(page).locator('.video-task-lightbox-stage').boundingBox()
  await page.mouse.click((box?.x ?? 0) + 4, (box?.y ?? 0) + 10)
  await untilClosed(page)
})

it('has icons for its actions, and loads no more of a video than it needs', async () => {
  const page = await openLarge(0)
  const widths = await dialog(page)
    .locator('.video-task-row button:visible')
    .evaluateAll((all) => all.map((button) => button.getBoundingClientRect().width))
  expect(widths.length).toBeGreaterThan(1)
  expect(Math.max(...widths)).toBeLessThanOrEqual(48)
  expect(await video(page).getAttribute('preload')).toBe('metadata')
})

it('returns the focus to the last entry where the last one, from which it was opened, is gone', async () => {
  const page = await openLarge(2)
  await untilCaption(page, 'Untitled video 3 of 3')
  await page.keyboard.press('ArrowLeft')
  await untilCaption(page, 'Boats 2 of 3')
  await page.evaluate(() => ['hills', 'failed'].forEach((id) => window.removeTask(id)))
  await untilCaption(page, 'Boats 2 of 2')
  await page.keyboard.press('Escape')
  await untilClosed(page)
  expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Play: Boats')
})

it('closes where its video is taken out of the list with all others', async () => {
  const page = await openLarge(1)
  await untilPlaying(page)
  await page.evaluate(() => ['fox', 'boats', 'hills'].forEach((id) => window.removeTask(id)))
  await untilClosed(page)
  expect(await page.evaluate(() => document.documentElement.style.overflow)).toBe('')
})
