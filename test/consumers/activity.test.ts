import type { Page, Route } from 'playwright'
import { createVideoEmulator, type VideoEmulator } from 'react-video-task/testing'
import { expect, it } from 'vitest'
import { openPage } from '../support/openPage.js'
import { peerVersions, prepareConsumer } from './support/consumer.js'
import { previewPage } from './support/previewPage.js'

const react = peerVersions('react').newest
const app = prepareConsumer({
  from: {
    'test/consumers/activity': '.',
    'test/consumers/vite/tsconfig.json': 'tsconfig.json',
    'examples/page/index.html': 'page/index.html',
  },
  packages: [
    '@tanstack/react-query',
    ...['react', 'react-dom', '@types/react', '@types/react-dom'].map((name) => `${name}@${react}`),
  ],
  isBuilt: true,
})

/** Opens the page with a clock that can be moved on. */
async function openVideos(emulator: VideoEmulator, id?: string) {
  const origin = await previewPage(app.folder, emulator)
  const page = await openPage('about:blank')
  const polls: string[] = []
  page.on('request', (request) => {
    const { pathname } = new URL(request.url())
    if (request.method() === 'GET' && /^\/v1\/videos\/[^/]+$/.test(pathname)) polls.push(pathname)
  })
  await page.clock.install()
  await page.goto(`${origin}/${id === undefined ? '' : `?id=${id}`}`)
  return { page, polls }
}

async function hide(page: Page) {
  await page.getByRole('button', { name: 'Hide videos' }).click()
  await page.locator('form').waitFor({ state: 'hidden' })
}

async function show(page: Page) {
  await page.getByRole('button', { name: 'Show videos' }).click()
  await page.locator('form').waitFor()
}

it('a hidden Activity polls nothing; shown, it polls at once and shows the current state', async () => {
  const emulator = createVideoEmulator({ apiKey: false })
  const { id } = emulator.addTask({ state: { status: 'in_progress', progress: 40 } })
  const { page, polls } = await openVideos(emulator, id)
  await page.locator('article[data-status=in_progress]').waitFor()
  await page.clock.runFor(30_000)
  expect(polls.length).toBeGreaterThan(1)

  await hide(page)
  const before = polls.length
  await page.clock.runFor(600_000)
  // A request that the page had sent by now would have arrived before this one.
  await page.evaluate(async () => (await fetch('/v1/none')).status)
  expect(polls).toHaveLength(before)

  emulator.addTask({ id, state: { status: 'completed' } })
  await show(page)
  await page.locator('article[data-status=completed] video').waitFor()
  expect(polls).toHaveLength(before + 1)
})

it('a video that plays in an Activity pauses when hidden; shown, the same element plays on', async () => {
  const emulator = createVideoEmulator({ apiKey: false })
  const { id } = emulator.addTask({ state: { status: 'completed' } })
  const { page } = await openVideos(emulator, id)
  const video = page.locator('video')
  const isPaused = () => video.evaluate((element: HTMLVideoElement) => element.paused)
  const position = () => video.evaluate((element: HTMLVideoElement) => element.currentTime)
  await page.getByRole('button', { name: /^Play/ }).click()
  await expect.poll(position).toBeGreaterThan(0)
  const element = await video.elementHandle()

  await hide(page)
  expect(await isPaused()).toBe(true)
  const reached = await position()
  await show(page)
  expect(await isPaused()).toBe(true)
  expect(await video.evaluate((now, then) => now === then, element)).toBe(true)
  expect(await position()).toBe(reached)
  await video.press('Space')
  await expect.poll(position).toBeGreaterThan(reached)
})

it('a form and a list in an Activity keep their state while hidden', async () => {
  const emulator = createVideoEmulator({ apiKey: false, scenario: 'stuck' })
  const { id } = emulator.addTask({ state: { status: 'completed' } })
  const { page } = await openVideos(emulator, id)
  const prompt = page.getByRole('textbox', { name: 'Prompt' })
  await page.locator('article[data-status=completed]').waitFor()
  await page.getByRole('button', { name: 'Edit' }).click()
  await expect.poll(() => prompt.inputValue()).toBe('an earlier fox')
  await prompt.fill('a fox in the snow')
  const picture = { name: 'fox.png', mimeType: 'image/png', buffer: await page.screenshot() }
  await page.locator('input[type=file]').setInputFiles(picture)
  const tile = page.locator('form img')
  await tile.waitFor()

  await hide(page)
  await show(page)
  expect(await prompt.inputValue()).toBe('a fox in the snow')
  expect(
    await page.getByRole('button', { name: 'Hide videos' }).evaluate((button) => button.matches(':focus')),
  ).toBe(true)
  await expect.poll(() => tile.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0)
  await page.getByRole('button', { name: 'Create video' }).click()
  await page.getByRole('article').nth(1).waitFor()

  await hide(page)
  await show(page)
  expect(await page.getByRole('article').count()).toBe(2)
  expect(emulator.tasks.map(({ model }) => model)).toEqual(['wan2.6', 'sora-2'])
})

it('a video that is created while an Activity hides its form is listed when shown', async () => {
  const emulator = createVideoEmulator({ apiKey: false, scenario: 'stuck' })
  const { page } = await openVideos(emulator)
  const create = new Promise<Route>((resolve) => void page.route('**/v1/videos', resolve))
  await page.getByRole('textbox', { name: 'Prompt' }).fill('a fox in the snow')
  await page.getByRole('button', { name: 'Create video' }).click()
  const sent = await create
  await hide(page)
  const answer = page.waitForResponse('**/v1/videos')
  await sent.continue()
  await (await answer).finished()
  await page.clock.runFor(1_000)
  await show(page)
  await page.getByRole('article').waitFor()
  await page.getByText('The video is being made.').waitFor()
  expect(emulator.tasks).toHaveLength(1)
})
