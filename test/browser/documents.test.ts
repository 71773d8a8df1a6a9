import type { Frame, Page } from 'playwright'
import { expect, it } from 'vitest'
import { createVideoEmulator, type TaskState } from 'react-video-task/testing'
import { findChromium } from '../../scripts/browsers.js'
import { prepareSite } from './support/site.js'

const startSite = prepareSite('documents', { find: findChromium })
const PLACES = ['shadow', 'frame', 'popup'] as const

interface OpenOptions {
  /** @default the page's own document */
  place?: (typeof PLACES)[number]
  count?: number
  title?: string
  state?: TaskState
  /** Answers requests for the video. */
  video?: (request: Request) => Response | undefined
}

/** Opens a card, or a list of several, in another tree. */
async function openIn({ place, count = 1, title, state, video }: OpenOptions = {}) {
  const emulator = createVideoEmulator({ apiKey: false })
  const tasks = Array.from({ length: count }, () =>
    emulator.addTask({ state: state ?? { status: 'completed' } }),
  )
  const answer = { video }
  const { context, open } = await startSite(
    (request) => (/files|content/.test(request.url) && answer.video?.(request)) || emulator.fetch(request),
    { viewport: { width: 480, height: 500 } },
  )
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const page = await open([
    ...(place ? [['place', place]] : []),
    ...(title === undefined ? [] : [['title', title]]),
    ...tasks.map(({ id }) => ['id', id]),
  ])
  let view: Page | Frame = page
  if (place === 'popup') {
    const popup = page.waitForEvent('popup')
    await page.getByRole('button', { name: 'Open' }).click()
    view = await popup
  }
  if (place === 'frame') {
    await page.locator('iframe').waitFor()
    view = page.frames()[1] ?? page
  }
  await view.locator('article').first().waitFor()
  return { page, view, answer }
}

/** Whether the focus of a view is in an element that the selector matches, in a shadow tree as well. */
const hasFocusIn = (view: Page | Frame, selector: string) =>
  view.evaluate((wanted) => {
    let focused = document.activeElement
    while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement
    return focused?.closest(wanted) != null
  }, selector)

it.each(PLACES)('keeps the focus in the card when its button disappears, in a %s', async (place) => {
  const { view, answer } = await openIn({ place, video: () => new Response('', { status: 403 }) })
  const refresh = view.getByRole('button', { name: 'Refresh link' })
  await refresh.focus()
  answer.video = () => undefined
  await refresh.press('Enter')
  await view.locator('article[data-status=completed]').waitFor()
  await expect.poll(() => hasFocusIn(view, 'article')).toBe(true)
})

it.each(PLACES)('moves the focus to the button before one that disappears, in a %s', async (place) => {
  const { view, answer } = await openIn({ place })
  await view.locator('video[src]').waitFor()
  answer.video = () => new Response(new ReadableStream(), { headers: { 'content-type': 'video/mp4' } })
  await view.getByRole('button', { name: 'Download' }).press('Enter')
  await view.getByRole('button', { name: 'Cancel' }).press('Enter')
  await expect.poll(() => hasFocusIn(view, 'article button[data-phase=idle]')).toBe(true)
})

it.each(PLACES)(
  'mounts what a scroll brings near, and keeps an entry with the focus, in a %s',
  async (place) => {
    const { page, view } = await openIn({ place, count: 30 })
    const scroll = (top: number) =>
      (place === 'shadow' ? page : view).evaluate((to) => document.scrollingElement?.scrollTo(0, to), top)
    const articles = view.locator('article')
    const first = view.locator('li').first()
    expect(await articles.count()).toBeLessThan(15)
    await first.getByRole('button', { name: 'Copy link' }).focus()
    await scroll(99_999)
    await view.locator('li').last().locator('article').waitFor()
    // The entry after it has neither focus nor video.
    await expect.poll(() => view.locator('li').nth(1).locator('article').count()).toBe(0)
    expect(await first.locator('article').count()).toBe(1)
    expect(await hasFocusIn(view, 'li')).toBe(true)
  },
)

it('keeps a paused video in Picture-in-Picture mounted, in a list that scrolls', async () => {
  const { page } = await openIn({ count: 30 })
  const video = page.locator('video').first()
  await page.getByRole('button', { name: /^Play/ }).first().click()
  await video.evaluate((element: HTMLVideoElement) => element.requestPictureInPicture())
  await video.evaluate((element: HTMLVideoElement) => {
    element.pause()
    element.blur()
  })
  await page.evaluate(() => scrollTo(0, 99_999))
  await expect.poll(() => page.locator('li').nth(1).locator('article').count()).toBe(0)
  expect(await page.evaluate(() => document.pictureInPictureElement?.isConnected)).toBe(true)
})

it('keeps a paused video in fullscreen mounted, in a list that scrolls', async () => {
  const { page } = await openIn({ count: 30 })
  const video = page.locator('video').first()
  await page.getByRole('button', { name: /^Play/ }).first().click()
  await video.evaluate((element: HTMLVideoElement) => element.requestFullscreen())
  await video.evaluate((element: HTMLVideoElement) => {
    element.pause()
    element.blur()
  })
  await page.evaluate(() => scrollTo(0, 99_999))
  await expect.poll(() => page.locator('li').nth(1).locator('article').count(), { timeout: 20_000 }).toBe(0)
  expect(await page.evaluate(() => document.fullscreenElement?.isConnected)).toBe(true)
})

it('copies the link in a popup, whose window has the focus', async () => {
  const { page, view } = await openIn({ place: 'popup' })
  // As it refuses where its window has no focus, which a driven browser gives to all of them.
  await page.evaluate(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }))
  await view.getByRole('button', { name: 'Copy link' }).click()
  await view.getByRole('button', { name: 'Copied' }).waitFor()
  expect(await view.evaluate(() => navigator.clipboard.readText())).toMatch(/^http.*mp4/)
})

it('draws a bar without a value as an empty one, in a shadow root, where no property is registered', async () => {
  const { view } = await openIn({ place: 'shadow' })
  const width = () =>
    view
      .locator('.video-task-progress-fill')
      .first()
      .evaluate((fill) => fill.getBoundingClientRect().width)
  await expect.poll(width).toBe(0)
})

it('writes a title from right to left in a page from left to right, at the edge of the facts', async () => {
  const { view } = await openIn({ title: 'שועל בשלג, 4K!' })
  const seen = await view.locator('.video-task-title').evaluate((title) => {
    const text = title.firstChild
    if (!text) throw new Error('The title is empty.')
    const left = (from: number) => {
      const range = document.createRange()
      range.setStart(text, from)
      range.setEnd(text, from + 1)
      return range.getBoundingClientRect().left
    }
    const { length } = title.textContent
    return { first: left(0), last: left(length - 1), start: title.getBoundingClientRect().left }
  })
  expect(seen.last).toBeLessThan(seen.first)
  expect(seen.last).toBeCloseTo(seen.start, 0)
})

it('pauses a video that an `<Activity>` hides, and plays it from there', async () => {
  const { page } = await openIn()
  const isPlaying = () =>
    page.locator('video').evaluate((video: HTMLVideoElement) => !video.paused && video.currentTime > 0)
  await page.getByRole('button', { name: /^Play/ }).click()
  await expect.poll(isPlaying).toBe(true)
  await page.getByRole('button', { name: 'Hide' }).click()
  await expect.poll(isPlaying).toBe(false)
  await page.getByRole('button', { name: 'Show' }).click()
  await page.locator('video').evaluate((video: HTMLVideoElement) => video.play())
  await expect.poll(isPlaying).toBe(true)
})
