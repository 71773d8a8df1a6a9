import type { Page } from 'playwright'
import { expect, it } from 'vitest'
import { createVideoEmulator, type TaskSeed } from 'react-video-task/testing'
import { findChromium } from '../../scripts/browsers.js'
import { dialog, untilCaption, untilClosed } from './support/largeView.js'
import { prepareSite } from './support/site.js'

const startList = prepareSite('lists', { find: findChromium })
const startCards = prepareSite('cards', { find: findChromium })

const completed = { status: 'completed' } as const
const SEEDS: TaskSeed[] = [
  { id: 'fox', state: completed, fields: { prompt: 'A fox', size: '1280x720' } },
  { id: 'queued', state: { status: 'queued' }, fields: { prompt: 'Rain', size: '720x1280' } },
  { id: 'boats', state: completed, fields: { prompt: 'Boats', size: '720x1280' } },
  { id: 'failed', state: { status: 'failed', error: { message: 'No' } }, fields: { size: '1024x1024' } },
  { id: 'hills', state: completed, fields: { prompt: 'Hills', size: '1280x720' } },
]

interface ListOptions {
  settings?: Record<string, string>
  seeds?: TaskSeed[]
  width?: number
  isTouch?: boolean
}

/** Opens a list of tasks in several states; a gallery, unless the settings say otherwise. */
async function openList({ settings, seeds = SEEDS, width = 1000, isTouch = false }: ListOptions = {}) {
  const emulator = createVideoEmulator({ apiKey: false })
  const ids = seeds.map((seed) => ['id', emulator.addTask(seed).id])
  const { open } = await startList((request) => emulator.fetch(request), {
    viewport: { width, height: 500 },
    hasTouch: isTouch,
    isMobile: isTouch,
  })
  const page = await open([...Object.entries({ layout: 'gallery', ...settings }), ...ids])
  await page.locator('article[data-status=completed]').first().waitFor()
  // The large view passes the videos that are known.
  await expect.poll(() => page.locator('article[data-status=loading]').count(), { timeout: 10_000 }).toBe(0)
  return page
}

const play = (page: Page, title: string) => page.getByRole('button', { name: `Play: ${title}` })
const isPaused = (page: Page) =>
  dialog(page)
    .locator('video')
    .evaluate((video: HTMLVideoElement) => video.paused)
const untilPlaying = (page: Page) => expect.poll(async () => isPaused(page), { timeout: 10_000 }).toBe(false)

async function openLarge(page: Page, title: string) {
  await play(page, title).focus()
  await page.keyboard.press('Enter')
  await dialog(page).waitFor()
}

it.each([320, 390, 640, 1280])('rows are 72 px high in every state at %i px', async (width) => {
  const emulator = createVideoEmulator({ apiKey: false })
  const isTouch = width === 390
  const { open } = await startCards((request) => emulator.fetch(request), {
    viewport: { width, height: 800 },
    hasTouch: isTouch,
    isMobile: isTouch,
  })
  const page = await open({ layout: 'rows' })
  await page.locator('article[data-status=unreachable]').waitFor()
  await page.evaluate(() => scrollTo(0, 400))
  await expect.poll(() => page.locator('article').count()).toBe(10)
  const heights = await page
    .locator('article')
    .evaluateAll((cards) => cards.map((card) => card.getBoundingClientRect().height))
  expect(new Set(heights)).toEqual(new Set([72]))
  const lines = await page
    .locator('.video-task-facts, .video-task-row > .video-task-notice')
    .evaluateAll((all) => all.map((line) => line.textContent))
  expect(lines).toHaveLength(10)
  for (const line of lines) expect(line).not.toBe('')
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
  if (isTouch) {
    const small = await page
      .locator('button:visible, a:visible')
      .evaluateAll(
        (all) =>
          all.filter(
            (one) => Math.min(one.getBoundingClientRect().width, one.getBoundingClientRect().height) < 44,
          ).length,
      )
    expect(small).toBe(0)
    expect(await overlappingTargets(page)).toEqual([])
  }
})

it('writes the size of a video from left to right in a page from right to left', async () => {
  const emulator = createVideoEmulator({ apiKey: false })
  const { open } = await startCards((request) => emulator.fetch(request))
  const page = await open({ direction: 'rtl', variant: 'compact' })
  const text = page.locator('[data-status=completed] .video-task-facts bdi')
  const [width, height] = await text.evaluate((element) =>
    ['1280', '720'].map((number) => {
      const range = document.createRange()
      const node = element.firstChild ?? element
      const start = (node.textContent ?? '').indexOf(number)
      range.setStart(node, start)
      range.setEnd(node, start + number.length)
      return range.getBoundingClientRect().left
    }),
  )
  expect(width).toBeLessThan(height ?? 0)
})

it.each(['queued', 'stalled'])('centres title and menu of a %s video in a gallery', async (status) => {
  const emulator = createVideoEmulator({ apiKey: false })
  const { open } = await startCards((request) => emulator.fetch(request), {
    viewport: { width: 1000, height: 800 },
  })
  const page = await open({ layout: 'gallery' })
  const row = page.locator(`article[data-status=${status}] > .video-task-row`)
  const centre = async (part: string) => {
    const box = await row.locator(part).boundingBox()
    return (box?.y ?? 0) + (box?.height ?? 0) / 2
  }
  expect(Math.abs((await centre('.video-task-title')) - (await centre('[aria-haspopup=menu]')))).toBeLessThan(
    2,
  )
})

/** The pairs of actions whose areas overlap. */
const overlappingTargets = (page: Page) =>
  page.locator('.video-task-action:visible').evaluateAll((all) => {
    const boxes = all.map((one) => ({ name: one.outerHTML.slice(0, 120), box: one.getBoundingClientRect() }))
    return boxes.flatMap(({ name, box }, index) =>
      boxes
        .slice(index + 1)
        .filter(
          ({ box: other }) =>
            Math.min(box.right, other.right) - Math.max(box.left, other.left) > 0.5 &&
            Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top) > 0.5,
        )
        .map((other) => [name, other.name]),
    )
  })

it.each([{}, { labels: 'text' }, { variant: 'compact' }, { layout: 'gallery' }])(
  'keeps the targets of touch apart at 390 px, with %j',
  async (look) => {
    const emulator = createVideoEmulator({ apiKey: false })
    const { open } = await startCards((request) => emulator.fetch(request), {
      viewport: { width: 390, height: 800 },
      hasTouch: true,
      isMobile: true,
    })
    const page = await open(Object.entries(look))
    await page.locator('article[data-status=unreachable]').waitFor()
    expect(await overlappingTargets(page)).toEqual([])
  },
)

it.each(['grid', 'rows', 'gallery'])('shifts no layout from queue to player in %s', async (layout) => {
  const emulator = createVideoEmulator({ apiKey: false, duration: 4_000 })
  const ids = ['one', 'two', 'three'].map((id) => [
    'id',
    emulator.addTask({ id, fields: { prompt: id, size: '1280x720' } }).id,
  ])
  const { open } = await startList((request) => emulator.fetch(request), {
    viewport: { width: 1000, height: 900 },
  })
  const page = await open([['layout', layout], ...ids])
  const shifts = page.evaluate(
    () =>
      new Promise<string[]>((resolve) => {
        const seen: string[] = []
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries())
            if ('sources' in entry && Array.isArray(entry.sources))
              seen.push(...entry.sources.map(({ node }) => String(node?.outerHTML ?? node?.data)))
        }).observe({ type: 'layout-shift', buffered: true })
        const untilPlayable = setInterval(() => {
          if (document.querySelectorAll('.video-task-play').length < 3) return
          clearInterval(untilPlayable)
          setTimeout(() => resolve(seen), 1_000)
        }, 100)
      }),
  )
  expect(await shifts).toEqual([])
})

it('plays a compact card over the whole screen, where no list shows it large', async () => {
  const emulator = createVideoEmulator({ apiKey: false })
  const { id } = emulator.addTask({ state: completed })
  const { open, apiOrigin } = await startCards((request) => emulator.fetch(request))
  const page = await open({ variant: 'compact', video: `${apiOrigin}/v1/videos/${id}/content` })
  await page.locator('article[data-status=completed] .video-task-play').click()
  await page.waitForFunction(() => document.fullscreenElement?.matches('video[controls]:not([playsinline])'))
  await page.waitForFunction(() => (document.querySelector('video')?.currentTime ?? 0) > 0.1)
})

const SHAPES = ['1280x720', '720x1280', '720x1280', '1024x1024', '1280x720', '1280x720', '1680x720']
const many: TaskSeed[] = Array.from({ length: 23 }, (_, index) => ({
  id: `task_${index}`,
  state: index % 3 === 0 ? { status: 'queued' } : completed,
  fields: { size: SHAPES[index % SHAPES.length] ?? '' },
}))

it.each([320, 390, 800, 1280])('fills each row of a gallery but the last at %i px', async (width) => {
  const page = await openList({ seeds: many, width })
  const rows = await page.locator('ul').evaluate((list) => {
    const rows = new Map<number, DOMRect[]>()
    for (const entry of list.children) {
      const box = entry.getBoundingClientRect()
      rows.set(Math.round(box.top), [...(rows.get(Math.round(box.top)) ?? []), box])
    }
    const { left, right } = list.getBoundingClientRect()
    return [...rows.values()].map((boxes) => ({
      start: (boxes[0]?.left ?? 0) - left,
      rest: right - (boxes.at(-1)?.right ?? 0),
      gaps: boxes.slice(1).map((box, index) => Math.round(box.left - (boxes[index]?.right ?? 0))),
      heights: boxes.map(({ height }) => Math.round(height)),
    }))
  })
  expect(rows.flatMap(({ heights }) => heights)).toHaveLength(many.length)
  for (const { start, gaps, heights } of rows) {
    expect(start).toBe(0)
    expect(new Set(gaps.concat(8))).toEqual(new Set([8]))
    expect(Math.max(...heights) - Math.min(...heights)).toBeLessThanOrEqual(1)
    expect(Math.max(...heights)).toBeLessThanOrEqual(330)
  }
  for (const { rest } of rows.slice(0, -1)) expect(Math.abs(rest)).toBeLessThan(1)
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
})

it('draws the title and the buttons over a picture on a ground of their own under forced-colors', async () => {
  const page = await openList()
  await page.emulateMedia({ forcedColors: 'active' })
  await play(page, 'A fox').focus()
  const row = page.locator('article[data-status=completed] > .video-task-row').first()
  const ground = await row.evaluate((element) => getComputedStyle(element).backgroundColor)
  // `Canvas`
  expect(ground).toBe('rgb(255, 255, 255)')
})

it('shows title and buttons over the pictures of a gallery where no pointer hovers', async () => {
  const seeds = ['1280x720', '720x1280', '1280x720'].map((size) => ({ state: completed, fields: { size } }))
  const page = await openList({ seeds, width: 390, isTouch: true })
  const row = page.locator('article[data-status=completed] > .video-task-row').first()
  expect(await row.evaluate((element) => getComputedStyle(element).opacity)).toBe('1')
  await row.getByRole('link', { name: 'Download' }).tap({ trial: true, timeout: 5_000 })
  // Also in the entry of an upright video, which is narrower than its buttons side by side.
  const outside = await page.locator('article').evaluateAll((cards) =>
    cards.flatMap((card) => {
      const { left, right, top, bottom } = card.getBoundingClientRect()
      return [...card.querySelectorAll('.video-task-action')].filter((action) => {
        const box = action.getBoundingClientRect()
        return box.left < left || box.right > right || box.top < top || box.bottom > bottom
      })
    }),
  )
  expect(outside).toHaveLength(0)
})

it('keeps the place of each entry of a gallery while the list scrolls', async () => {
  const page = await openList({
    seeds: Array.from({ length: 4 }, () => many).flatMap((seeds, copy) =>
      seeds.map((seed) => ({ ...seed, id: `${seed.id}_${copy}` })),
    ),
  })
  const heightOf = () => page.evaluate(() => document.documentElement.scrollHeight)
  // Tasks answer in any order, and each of them changes the height.
  const shapes = () =>
    page
      .locator('li')
      .evaluateAll((entries) =>
        entries.map(({ style }) => style.getPropertyValue('--video-task-ratio').replace(' / ', 'x')),
      )
  const sizes = many.map((_, index) => SHAPES[index % SHAPES.length])
  await expect.poll(shapes, { timeout: 20_000 }).toEqual([...sizes, ...sizes, ...sizes, ...sizes])
  const height = await heightOf()
  await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight))
  await expect.poll(() => page.locator('li').last().locator('article').count()).toBe(1)
  expect(await page.locator('article').count()).toBeLessThan(60)
  expect(await heightOf()).toBe(height)
})

it('opens the large view with a key, plays, and passes the videos that can play', async () => {
  const page = await openList()
  await openLarge(page, 'A fox')
  await untilCaption(page, 'A fox 1 of 3')
  expect(await dialog(page).getAttribute('aria-labelledby')).toBe(
    await dialog(page).locator('p[role=status]').getAttribute('id'),
  )
  await untilPlaying(page)
  await page.keyboard.press('ArrowRight')
  await untilCaption(page, 'Boats 2 of 3')
  await untilPlaying(page)
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await untilCaption(page, 'Hills 3 of 3')
  await page.keyboard.press('ArrowLeft')
  await untilCaption(page, 'Boats 2 of 3')
})

it('moves the arrows with the direction of the text', async () => {
  const page = await openList({ settings: { direction: 'rtl' } })
  await openLarge(page, 'Boats')
  await untilCaption(page, 'Boats 2 of 3')
  await page.keyboard.press('ArrowLeft')
  await untilCaption(page, 'Hills 3 of 3')
  await page.keyboard.press('ArrowRight')
  await untilCaption(page, 'Boats 2 of 3')
})

it('plays and pauses with Space, and leaves the next video paused after a pause', async () => {
  const page = await openList()
  await openLarge(page, 'A fox')
  await untilPlaying(page)
  await page.keyboard.press('Space')
  await expect.poll(() => isPaused(page)).toBe(true)
  await page.keyboard.press('ArrowRight')
  await untilCaption(page, 'Boats 2 of 3')
  await page.waitForFunction(
    () => (document.querySelector<HTMLVideoElement>('dialog video')?.readyState ?? 0) > 1,
  )
  expect(await isPaused(page)).toBe(true)
  await page.keyboard.press('Space')
  await untilPlaying(page)
})

it('fills the screen with F, and keeps it over the next video', async () => {
  const page = await openList()
  await openLarge(page, 'A fox')
  const isFull = () => page.evaluate(() => document.fullscreenElement !== null)
  await page.keyboard.press('f')
  await expect.poll(isFull).toBe(true)
  await page.keyboard.press('ArrowRight')
  await untilCaption(page, 'Boats 2 of 3')
  expect(await isFull()).toBe(true)
  await page.keyboard.press('f')
  await expect.poll(isFull).toBe(false)
  expect(await dialog(page).count()).toBe(1)
})

it.each<Record<string, string>>([{}, { shadow: '' }])(
  'closes with Escape, stops, and returns the focus, with %j',
  async (settings) => {
    const page = await openList({ settings })
    await openLarge(page, 'Boats')
    await untilPlaying(page)
    const video = await dialog(page).locator('video').elementHandle()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Escape')
    await untilClosed(page)
    await expect.poll(() => video?.evaluate((element: HTMLVideoElement) => element.paused)).toBe(true)
    expect(await play(page, 'Boats').evaluate((button) => button.matches(':focus'))).toBe(true)
  },
)

it('keeps the focus inside while it is open, and tells its buttons by name', async () => {
  const page = await openList()
  await openLarge(page, 'Boats')
  const names = new Set<string>()
  for (let press = 0; press < 24; press++) {
    await page.keyboard.press('Tab')
    const name = await page.evaluate(() => {
      const { activeElement } = document
      if (!activeElement || activeElement === document.body) return ''
      if (!activeElement.closest('dialog')) return 'outside'
      return activeElement.ariaLabel ?? activeElement.textContent?.trim() ?? ''
    })
    names.add(name)
  }
  for (const name of ['Copy link', 'Download', 'Close', 'Boats', 'Previous video', 'Next video'])
    expect(names).toContain(name)
  expect(names).not.toContain('outside')
})

it('shows the next video when the shown one is taken out, and closes after the last', async () => {
  const page = await openList()
  await openLarge(page, 'Boats')
  await untilCaption(page, 'Boats 2 of 3')
  await page.evaluate(() => window.removeTask('boats'))
  await untilCaption(page, 'Hills 2 of 2')
  await page.evaluate(() => window.removeTask('hills'))
  await untilCaption(page, 'A fox')
  await page.evaluate(() => window.removeTask('fox'))
  await untilClosed(page)
  // The entry it came from is gone: its list keeps the focus.
  expect(await page.evaluate(() => document.activeElement?.closest('.video-task-list') !== null)).toBe(true)
})

it('returns the focus to the entry in its place when the one it came from is gone', async () => {
  const page = await openList()
  await openLarge(page, 'A fox')
  await untilCaption(page, 'A fox 1 of 3')
  await page.keyboard.press('ArrowRight')
  await untilCaption(page, 'Boats 2 of 3')
  await page.evaluate(() => ['fox', 'queued'].forEach((id) => window.removeTask(id)))
  await untilCaption(page, 'Boats 1 of 2')
  await page.keyboard.press('Escape')
  await untilClosed(page)
  expect(await play(page, 'Boats').evaluate((button) => button.matches(':focus'))).toBe(true)
})

it('keeps the page behind still, and does not move it', async () => {
  const page = await openList({ seeds: many })
  const play = page.locator('.video-task-play').first()
  const left = () =>
    page
      .locator('li')
      .first()
      .evaluate((entry) => entry.getBoundingClientRect().right)
  const before = await left()
  await play.press('Enter')
  await dialog(page).waitFor()
  await page.mouse.move(500, 250)
  await page.mouse.wheel(0, 300)
  await page.waitForTimeout(200)
  expect(await page.evaluate(() => scrollY)).toBe(0)
  expect(await left()).toBe(before)
  await page.keyboard.press('Escape')
  await page.mouse.wheel(0, 300)
  await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(0)
  expect(await page.evaluate(() => document.documentElement.style.cssText)).toBe('')
})

it('shows the next video after a swipe, and none after a scroll', async () => {
  const page = await openList({ width: 390, isTouch: true })
  await play(page, 'A fox').tap()
  await dialog(page).waitFor()
  const devtools = await page.context().newCDPSession(page)
  const swipe = async (from: [number, number], to: [number, number]) => {
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', points: [number, number][]) =>
      devtools.send('Input.dispatchTouchEvent', { type, touchPoints: points.map(([x, y]) => ({ x, y })) })
    await touch('touchStart', [from])
    for (const share of [0.25, 0.5, 0.75, 1])
      await touch('touchMove', [[from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share]])
    await touch('touchEnd', [])
  }
  await swipe([300, 250], [100, 255])
  await untilCaption(page, 'Boats 2 of 3')
  await swipe([200, 150], [190, 350])
  await untilCaption(page, 'Boats 2 of 3')
  await swipe([100, 250], [300, 255])
  await untilCaption(page, 'A fox 1 of 3')
  const small = await dialog(page)
    .locator('button')
    .evaluateAll(
      (all) =>
        all.filter(
          (one) => Math.min(one.getBoundingClientRect().width, one.getBoundingClientRect().height) < 44,
        ).length,
    )
  expect(small).toBe(0)
})

it('fits the large view into 320 px', async () => {
  const page = await openList({ width: 320 })
  await openLarge(page, 'Boats')
  await untilPlaying(page)
  const outside = await dialog(page).evaluate(
    (element) =>
      [...element.querySelectorAll('button, video, p')].filter((one) => {
        const { left, right, top, bottom, width } = one.getBoundingClientRect()
        return left < 0 || right > innerWidth || top < 0 || bottom > innerHeight || width === 0
      }).length,
  )
  expect(outside).toBe(0)
})

it("shows the app's own element in the large view", async () => {
  const page = await openList({ settings: { viewer: '' } })
  await openLarge(page, 'Boats')
  await expect.poll(() => dialog(page).locator('.own').innerText()).toBe('Own: Boats')
  expect(await dialog(page).locator('video').count()).toBe(0)
  await page.keyboard.press('ArrowRight')
  await expect.poll(() => dialog(page).locator('.own').innerText()).toBe('Own: Hills')
})

it('plays in place in a grid, and opens the large view there on request', async () => {
  const page = await openList({ settings: { layout: 'grid' } })
  await play(page, 'Boats').click()
  expect(await dialog(page).count()).toBe(0)
  const other = await openList({ settings: { layout: 'grid', lightbox: '' } })
  await play(other, 'Boats').click()
  await dialog(other).waitFor()
})

/** The heights of all entries of a list, in px. */
const entryHeights = async (page: Page) =>
  new Set(
    await page
      .locator('li')
      .evaluateAll((all) => all.map((entry) => Math.round(entry.getBoundingClientRect().height))),
  )

const SIXTY: TaskSeed[] = Array.from({ length: 60 }, (_, index) => ({
  id: `task_${index}`,
  state: completed,
}))

/** Opens a grid of sixty videos, scrolled to one that is so far down that the first is not mounted any more. */
async function openGridAt(index: number) {
  const page = await openList({ seeds: SIXTY, settings: { layout: 'grid' }, width: 600 })
  const article = (place: number) => page.locator('li').nth(place).locator('article')
  await page
    .locator('li')
    .nth(index)
    .evaluate((entry) => entry.scrollIntoView())
  await article(index).waitFor()
  await expect.poll(() => article(0).count()).toBe(0)
  return page
}

it('gives entries that were never mounted the height of styles that load late', async () => {
  const page = await openList({ seeds: SIXTY, settings: { layout: 'grid' } })
  await page.addStyleTag({ content: '.video-task-row { min-height: 200px }' })
  await expect.poll(async () => (await entryHeights(page)).size).toBe(1)
})

it('gives entries out of view the height of their column after a resize, mounted before or never', async () => {
  const page = await openGridAt(19)
  const before = await entryHeights(page)
  expect(before.size).toBe(1)
  await page.setViewportSize({ width: 320, height: 500 })
  await expect.poll(async () => (await entryHeights(page)).size).toBe(1)
  expect(await entryHeights(page)).not.toEqual(before)
})

it('keeps no height of its layout before', async () => {
  const page = await openGridAt(39)
  await page.evaluate(() => window.setLayout('rows'))
  // 72 px and the line above each but the first.
  await expect.poll(() => entryHeights(page)).toEqual(new Set([72, 73]))
})
