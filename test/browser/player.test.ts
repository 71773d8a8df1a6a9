import type { Page } from 'playwright'
import { expect, it } from 'vitest'
import { findChromium } from '../../scripts/browsers.js'
import { preparePlayerSite } from './support/playerSite.js'

const startPlayer = preparePlayerSite(findChromium)

const completed = { state: { status: 'completed' } } as const
/** A task cached by an earlier visit, whose URL has expired since. */
const expired = (id: string) => ({
  id,
  status: 'completed',
  video_url: 'https://127.0.0.1:9/files/gone.mp4?Expires=1700000000&Signature=old',
})

const video = (page: Page) => page.locator('video')
const untilLoaded = (page: Page) =>
  page.waitForFunction(() => (document.querySelector('video')?.readyState ?? 0) >= 2)
const untilStatus = (page: Page, status: string) => page.locator(`article[data-status=${status}]`).waitFor()
const sourceOf = (page: Page) => video(page).evaluate((element: HTMLVideoElement) => element.src)
const playbackOf = (page: Page) =>
  video(page).evaluate(({ currentTime, playbackRate, volume, muted, paused }: HTMLVideoElement) => ({
    currentTime,
    playbackRate,
    volume,
    muted,
    paused,
  }))
const retrieves = (requests: string[], id: string) =>
  requests.filter((path) => path === `/v1/videos/${id}`).length
const contents = (requests: string[]) => requests.filter((path) => path.endsWith('/content')).length

it('polls once for a fresh URL when the cached one has expired, and plays it', async () => {
  const { emulator, requests, open } = await startPlayer()
  const { id } = emulator.addTask(completed)
  const page = await open(id, expired(id))
  await untilLoaded(page)
  expect(await sourceOf(page)).toContain(`/files/${id}.mp4`)
  expect(retrieves(requests, id)).toBe(1)
  expect(contents(requests)).toBe(0)
})

it('plays the content route when the fresh URL fails too', async () => {
  const { emulator, requests, intercept, open } = await startPlayer()
  const { id } = emulator.addTask(completed)
  intercept((request) => (request.url.includes('/files/') ? new Response('', { status: 403 }) : undefined))
  const page = await open(id, expired(id))
  await untilLoaded(page)
  expect(await sourceOf(page)).toContain(`/v1/videos/${id}/content`)
  expect(retrieves(requests, id)).toBe(1)
})

it('shows an expired link when no source plays, sends no further request, and plays after a press of Refresh link', async () => {
  const { emulator, requests, intercept, fakeClock, pass, open } = await startPlayer()
  await fakeClock()
  const { id } = emulator.addTask(completed)
  const broken = (request: Request) =>
    /files|content/.test(request.url) ? new Response('<Error/>', { status: 403 }) : undefined
  intercept(broken)
  const page = await open(id)
  await untilStatus(page, 'expired')
  const before = requests.length
  await pass(page, 60_000)
  // A request that the page has sent by now arrives before this one has been answered.
  await page.evaluate(async () => (await fetch('/v1/videos/none')).text())
  expect(requests.slice(before)).toEqual(['/v1/videos/none'])
  expect(retrieves(requests, id)).toBe(2)

  intercept(() => undefined)
  await page.getByRole('button', { name: 'Refresh link' }).click()
  await untilLoaded(page)
  await untilStatus(page, 'completed')
  expect(retrieves(requests, id)).toBe(3)
})

it('shows that the service is unavailable when polling for a fresh URL fails', async () => {
  const { emulator, intercept, open } = await startPlayer()
  const { id } = emulator.addTask(completed)
  intercept(() => new Response('', { status: 503 }))
  const page = await open(id, expired(id))
  await page.getByText('The video service is busy.').waitFor()
})

it('shows a completed task without a URL as running while its content route has no video', async () => {
  const { emulator, requests, intercept, open } = await startPlayer()
  const { id } = emulator.addTask({ state: { status: 'completed', url: 'none' } })
  let hasContent = false
  intercept((request) =>
    request.url.includes('/content') && !hasContent ? new Response('', { status: 404 }) : undefined,
  )
  const page = await open(id)
  await page.locator('article[data-status=in_progress]').waitFor()
  expect(await page.locator('video').count()).toBe(0)
  expect(contents(requests)).toBe(1)
  hasContent = true
  await page.locator('article[data-status=completed] video').waitFor({ timeout: 30_000 })
})

it.each([
  ['it plays', true],
  ['it is paused', false],
])('keeps position, rate, volume and muted when the URL fails while %s', async (_, playing) => {
  const { emulator, requests, open } = await startPlayer()
  const { id } = emulator.addTask(completed)
  const page = await open(id)
  await untilLoaded(page)
  const before = await sourceOf(page)
  await video(page).evaluate(async (element: HTMLVideoElement, play) => {
    element.currentTime = 1.2
    element.playbackRate = 0.25
    element.volume = 0.3
    element.muted = true
    if (play) await element.play()
  }, playing)
  emulator.addTask({ id, ...completed, age: 9_999_999 })
  // A clip of this size is loaded at once and cannot fail midway, so the test dispatches the error.
  await video(page).evaluate((element: HTMLVideoElement) => element.dispatchEvent(new Event('error')))
  await page.waitForFunction((old) => document.querySelector('video')?.src !== old, before)
  await page.waitForFunction(() => (document.querySelector('video')?.currentTime ?? 0) > 1)
  await untilLoaded(page)
  const playback = await playbackOf(page)
  expect(playback).toMatchObject({ playbackRate: 0.25, muted: true, paused: !playing })
  expect(playback.volume).toBeCloseTo(0.3)
  expect(playback.currentTime).toBeGreaterThanOrEqual(1.2)
  expect(retrieves(requests, id)).toBe(2)
})

it('gets a fresh URL before a known expiry, but not while the video plays', async () => {
  const { emulator, requests, fakeClock, pass, open } = await startPlayer({ urlLifetime: 20_000 })
  await fakeClock()
  const { id } = emulator.addTask({ ...completed, age: 2_000 })
  const page = await open(id)
  await untilLoaded(page)
  const first = await sourceOf(page)
  await video(page).evaluate(async (element: HTMLVideoElement) => {
    element.muted = true
    element.loop = true
    await element.play()
  })
  // Past the expiry of the first URL.
  await pass(page, 21_500)
  expect(await sourceOf(page)).toBe(first)
  await video(page).evaluate((element: HTMLVideoElement) => {
    element.pause()
    element.currentTime = 1
  })
  await page.waitForFunction((old) => document.querySelector('video')?.src !== old, first)
  await untilLoaded(page)
  expect((await playbackOf(page)).currentTime).toBeCloseTo(1, 1)
  expect(retrieves(requests, id)).toBe(2)
})

it('plays after a press of play that comes before a fresh URL has loaded', async () => {
  const { emulator, intercept, fakeClock, pass, open } = await startPlayer({ urlLifetime: 20_000 })
  await fakeClock()
  const { id } = emulator.addTask({ ...completed, age: 2_000 })
  const page = await open(id)
  await untilLoaded(page)
  const first = await sourceOf(page)
  const play = () =>
    video(page).evaluate((element: HTMLVideoElement) => {
      element.muted = true
      element.loop = true
      void element.play()
    })
  await play()
  // Past the expiry of the first URL.
  await pass(page, 20_500)
  let release = () => {}
  const held = new Promise<undefined>((resolve) => (release = () => resolve(undefined)))
  intercept((request) => (request.url.includes('/files/') ? held : undefined))
  await video(page).evaluate((element: HTMLVideoElement) => element.pause())
  await page.waitForFunction((old) => document.querySelector('video')?.src !== old, first)
  await play()
  release()
  await untilLoaded(page)
  const { currentTime } = await playbackOf(page)
  await page.waitForFunction((from) => document.querySelector('video')?.currentTime !== from, currentTime)
  expect((await playbackOf(page)).paused).toBe(false)
})

it('shifts no layout from queue to player', async () => {
  const { emulator, open } = await startPlayer({ duration: 6_000 })
  const { id } = emulator.addTask({})
  const page = await open(id)
  await page.evaluate(() => {
    const shifts: unknown[] = []
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries())
        shifts.push(
          'sources' in entry && Array.isArray(entry.sources)
            ? entry.sources.map(({ node }) => node?.outerHTML)
            : entry,
        )
    }).observe({ type: 'layout-shift', buffered: true })
    Object.assign(window, { shifts })
  })
  for (const status of ['in_progress', 'completed']) await untilStatus(page, status)
  await untilLoaded(page)
  const shifts = await page.evaluate(async () => {
    await Promise.allSettled(document.getAnimations().map(({ finished }) => finished))
    // The shifts of a frame are reported after it.
    for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame)
    return 'shifts' in window ? window.shifts : undefined
  })
  expect(shifts).toEqual([])
})
