import type { Page } from 'playwright'
import { expect, it } from 'vitest'
import { createVideoEmulator } from 'react-video-task/testing'
import { prepareSite } from './support/site.js'

const startSite = prepareSite('cards')

/** Opens a card in every state, as wide as the list makes them. */
async function openCards(width: number, settings: Record<string, string> = {}): Promise<Page> {
  const emulator = createVideoEmulator({ apiKey: false })
  const isTouch = width === 390
  const { open } = await startSite((request) => emulator.fetch(request), {
    viewport: { width, height: 800 },
    hasTouch: isTouch,
    isMobile: isTouch,
  })
  const page = await open(settings)
  await page.locator('article[data-status=unreachable]').waitFor()
  await page.locator('article[data-status=completed]').waitFor()
  return page
}

const WIDTHS = [280, 344, 390, 640]
const LOOKS: Record<string, string>[] = [
  {},
  { longer: '' },
  { labels: 'text' },
  { labels: 'text', longer: '' },
  { variant: 'compact' },
  { variant: 'compact', longer: '' },
]
const cases = LOOKS.flatMap((look) => WIDTHS.map((width) => [width, look] as const))

it.each(cases)('has one height in every state at %i px, with %j', async (width, look) => {
  const page = await openCards(width, look)
  const heights = await page
    .locator('article')
    .evaluateAll((cards) => cards.map((card) => card.getBoundingClientRect().height))
  expect(heights).toHaveLength(11)
  expect(new Set(heights).size).toBe(1)
  if ('variant' in look) expect(heights[0]).toBe(72)
})

it.each(cases)('shows enough of each title at %i px, with %j', async (width, look) => {
  const page = await openCards(width, look)
  const titles = await page
    .locator('.video-task-title')
    .evaluateAll((all) => all.map((title) => ({ width: title.clientWidth, height: title.clientHeight })))
  for (const title of titles) {
    // At least 16 letters.
    expect(title.width).toBeGreaterThanOrEqual('variant' in look ? 92 : 120)
    expect(title.height).toBe(20)
  }
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  expect(overflow).toBeLessThanOrEqual(0)
})

it('has every item of its menu in view at 400 %, by keyboard and in whole, and no scroll bar where there is space', async () => {
  const page = await openCards(320, { longer: '' })
  const menu = page.getByRole('menu')
  const hasAllInView = async () =>
    (await menu.evaluate((element) => element.scrollHeight - element.clientHeight)) === 0
  const open = async (key: string) => {
    const button = page.locator('article[data-status=completed] [aria-haspopup=menu]')
    await button.scrollIntoViewIfNeeded()
    // The event of that scroll, which would close the menu, comes with the next frame.
    await page.evaluate(
      () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
    )
    await button.press(key)
    await menu.waitFor()
  }
  await open('Enter')
  expect(await hasAllInView()).toBe(true)
  await page.keyboard.press('Escape')
  await page.setViewportSize({ width: 320, height: 200 })
  const isFocusedInView = () =>
    page.locator(':focus').evaluate((item) => {
      const { left, top, right, bottom } = item.getBoundingClientRect()
      return item.role === 'menuitem' && left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight
    })
  await open('ArrowUp')
  expect(await hasAllInView()).toBe(false)
  const count = await page.getByRole('menuitem').count()
  expect(count).toBeGreaterThan(4)
  for (let item = 0; item < count; item++) {
    expect(await isFocusedInView()).toBe(true)
    await page.keyboard.press('ArrowUp')
  }
})
