import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { chooseBrowsers } from '../../scripts/browsers.js'
import { buildPage } from '../support/buildPage.js'
import type { BrowserDriver } from './drivers/BrowserDriver.js'
import { openChromium, openFirefox } from './drivers/puppeteer.js'
import { openWebKit } from './drivers/webkit.js'
import { can } from './limits.js'
import { readCard, readVideo, watchFrames } from './support/pageState.js'
import { startSite } from './support/site.js'

const openers = { chromium: openChromium, firefox: openFirefox, webkit: openWebKit }

const LONG = { timeout: 100_000, interval: 50 }
const completed = { state: { status: 'completed' } } as const
const running = { state: { status: 'in_progress', progress: 40 } } as const

describe.each(chooseBrowsers())('%s', (name) => {
  let browser: BrowserDriver
  let page: (request: Request) => Response
  beforeAll(async () => {
    page = await buildPage(new URL('page/', import.meta.url))
    browser = await openers[name]()
    console.log(`${name} is ${browser.version}`)
  })
  afterEach(async () => {
    expect(await browser.evaluate(() => ('thrown' in window ? window.thrown : 'nothing was loaded'))).toEqual(
      [],
    )
    await browser.goto('about:blank')
  })
  afterAll(() => browser.close())

  const status = async () => (await readCard(browser)).status
  const untilStatus = (wanted: string) => expect.poll(status, LONG).toBe(wanted)
  const untilFrame = () => expect.poll(() => readVideo(browser), LONG).toMatchObject({ hasFrame: true })
  const hasButton = () => browser.evaluate(() => document.querySelector('.video-task-notice button') !== null)
  const focused = () => browser.evaluate(() => document.activeElement?.textContent)
  // Not muted: WebKitGTK pauses a muted video that it takes to be out of view, as while its controls appear.
  const loop = () =>
    browser.evaluate(() => document.querySelectorAll('video').forEach((video) => (video.loop = true)))
  const untilPlaying = async () => {
    const { time: start = 0 } = (await readVideo(browser)) ?? {}
    await expect.poll(async () => (await readVideo(browser))?.time, LONG).toBeGreaterThan(start + 0.2)
    expect(await readVideo(browser)).toMatchObject({ paused: false, hasFrame: true, error: null })
  }

  it('creates a video on click, shows queue and progress on screen and in ARIA, and plays it on click', async () => {
    const site = await startSite(page, { duration: 6_000 })
    await browser.goto(site.origin)
    await untilStatus('idle')
    await browser.click('#create')
    await untilStatus('queued')
    expect(await readCard(browser)).toMatchObject({ value: null, words: 'In line' })
    await untilStatus('in_progress')

    const values: number[] = []
    await expect
      .poll(async () => {
        const card = await readCard(browser)
        if (card.value) values.push(Number(card.value))
        if (card.value) expect(card.words).toBe(`${card.value}%`)
        return card.status
      }, LONG)
      .toBe('completed')
    expect(values.length).toBeGreaterThan(2)
    expect(values).toEqual(values.toSorted((one, other) => one - other))
    expect(new Set(values).size).toBeGreaterThan(1)

    await untilFrame()
    await loop()
    await browser.click('.video-task-play')
    await untilPlaying()
    expect(await readVideo(browser)).toMatchObject({ width: 640 })
    expect(site.requests.filter((request) => request.startsWith('POST'))).toEqual(['POST /videos'])
  })

  it('fills the bar to the percentage beside it', async () => {
    const site = await startSite(page)
    const { id } = site.emulator.addTask(running)
    await browser.goto(`${site.origin}/?id=${id}`)
    await expect.poll(async () => (await readCard(browser)).filled, LONG).toBeGreaterThan(39)
    const { shown, filled } = await readCard(browser)
    expect(Math.abs(filled - Number.parseInt(shown ?? ''))).toBeLessThan(2)
  })

  it('polls once for a fresh URL when the cached one has expired, and plays it', async () => {
    const site = await startSite(page)
    const { id } = site.emulator.addTask(completed)
    const cached = await site.retrieve(id)
    site.passTime(86_400_000)
    await browser.goto(`${site.origin}/?${new URLSearchParams({ id, cached: JSON.stringify(cached) })}`)
    await untilFrame()
    await loop()
    await browser.click('.video-task-play')
    await untilPlaying()
    expect(site.requests).toEqual([`GET /videos/${id}`])
    expect(site.played.filter((answer) => answer === 403).length).toBeGreaterThan(0)
    expect((await readVideo(browser))?.src).not.toContain(cached.video_url)
  })

  it('works by keyboard: refreshes an expired link, keeps the focus, and plays', async () => {
    const site = await startSite(page)
    const { id } = site.emulator.addTask(completed)
    site.breakVideos(true)
    await browser.goto(`${site.origin}/?id=${id}`)
    await untilStatus('expired')
    // The part with the button loads at the first error, a moment after the state is shown.
    await expect.poll(hasButton, LONG).toBe(true)
    await browser.press('Tab')
    await expect.poll(focused, LONG).toBe('Refresh link')
    site.breakVideos(false)
    await browser.press('Enter')
    await untilFrame()
    await untilStatus('completed')
    expect(await browser.evaluate(() => document.activeElement?.closest('article') !== null)).toBe(true)
    await loop()
    await browser.press('Tab')
    await expect.poll(() => browser.evaluate(() => document.activeElement?.tagName), LONG).toBe('BUTTON')
    await browser.press('Space')
    await untilPlaying()
  })

  it('polls rarely while hidden, and at once when shown again', async () => {
    const site = await startSite(page)
    const [hidden, shown] = [site.emulator.addTask(running), site.emulator.addTask(running)]
    const polls = (id: string) => site.requests.filter((request) => request === `GET /videos/${id}`).length
    const visibility = () => browser.evaluate(() => document.visibilityState)
    await browser.goto(`${site.origin}/?id=${hidden.id}`)
    await expect.poll(() => polls(hidden.id), LONG).toBeGreaterThan(5)

    const uncover = await browser.cover(`${site.origin}/?id=${shown.id}`)
    await expect.poll(visibility, LONG).toBe('hidden')
    const [before, start] = [polls(hidden.id), polls(shown.id)]
    site.emulator.addTask({ ...completed, id: hidden.id })
    // The page in front serves as the clock: a visible page polls every 300 ms.
    await expect.poll(() => polls(shown.id) - start, LONG).toBeGreaterThan(30)
    expect(polls(hidden.id) - before).toBeLessThanOrEqual(1)

    await uncover()
    await expect.poll(visibility, LONG).toBe('visible')
    await untilStatus('completed')
  })

  it('lists a thousand cards: mounts those in view, asks for many at once, in four requests at a time, and scrolls to the end', async () => {
    const site = await startSite(page, { latency: 10 })
    for (let index = 0; index < 1_000; index += 1) {
      // Few videos: decoding them without a GPU would use up the machine.
      const state = index % 100 ? ({ status: 'failed' } as const) : completed.state
      site.emulator.addTask({ id: `task-${index}`, state })
    }
    await browser.goto(`${site.origin}/?count=1000`)
    const seen = () =>
      browser.evaluate(() => ({
        entries: document.querySelectorAll('.video-task-list li').length,
        isFew: document.querySelectorAll('.video-task-list article').length < 100,
        first: document.querySelector<HTMLElement>('li:first-child article')?.dataset['status'] ?? null,
        hasLast: document.querySelector('li:last-child article') !== null,
        words: document.querySelector('[role=progressbar]')?.getAttribute('aria-valuetext') ?? '',
      }))
    await expect.poll(seen, LONG).toMatchObject({ entries: 1_000, isFew: true, first: 'completed' })
    expect(await seen()).toMatchObject({ hasLast: false })
    await expect.poll(seen, LONG).toMatchObject({ words: '100%, 10 ready, 990 not made' })

    const readTimes = await watchFrames(browser)
    await browser.evaluate(() => scrollTo(0, document.documentElement.scrollHeight))
    await expect.poll(seen, LONG).toMatchObject({ isFew: true, first: null, hasLast: true })
    expect(site.maxConcurrent()).toBeLessThanOrEqual(4)
    const polls = site.requests.filter((request) => !request.endsWith('/content'))
    const asked = polls.flatMap((request) => request.replace(/^.*[/=]/, '').split(','))
    expect(new Set(asked).size).toBe(1_000)
    expect(polls.length).toBeLessThan(50)
    const { longestFrame, longTasks } = await readTimes()
    const tasks = can(name, 'longTasks') ? `, long tasks ${longTasks.join(', ') || 'none'} ms` : ''
    console.log(`${name}: a thousand cards, scrolled to their end: longest frame ${longestFrame} ms${tasks}.`)
  })
})
