import type { BrowserContextOptions, Page } from 'playwright'
import { expect, it } from 'vitest'
import { prepareSite, setVisibility } from './support/site.js'

const startBars = prepareSite('bars')

/** Opens the bars of a task at 40 %, and returns what changes the progress that the API reports. */
async function openBars(options?: BrowserContextOptions) {
  let progress = 40
  const api = () => Response.json({ id: 'fox', object: 'video', status: 'in_progress', progress })
  const { open } = await startBars(api, options)
  const page = await open({})
  // It has moved by itself, so it is known to be in view.
  await expect.poll(() => shownBy(page, 'Wide'), { timeout: 10_000 }).toBeGreaterThan(40)
  return { page, report: (next: number) => (progress = next) }
}

const barOf = (page: Page, name: string) => page.getByRole('progressbar', { name })
const shownBy = (page: Page, name: string) =>
  barOf(page, name).evaluate((bar) => Number(bar.style.getPropertyValue('--video-task-progress')))

/** Watches the page's frames until a bar has changed so many times, and counts changes by bar and animations. */
const watchBars = (page: Page, name: string, changes: number) =>
  page.evaluate(
    async ([name, changes]) => {
      const bars = [...document.querySelectorAll<HTMLElement>('[role=progressbar]')]
      const read = (bar: HTMLElement) => bar.style.getPropertyValue('--video-task-progress')
      const counts: Record<string, number> = {}
      const last = new Map(bars.map((bar) => [bar, read(bar)]))
      let animations = 0
      while ((counts[name] ?? 0) < changes) {
        await new Promise(requestAnimationFrame)
        animations = Math.max(animations, document.getAnimations().length)
        for (const bar of bars) {
          if (read(bar) === last.get(bar)) continue
          last.set(bar, read(bar))
          const label = bar.getAttribute('aria-label') ?? ''
          counts[label] = (counts[label] ?? 0) + 1
        }
      }
      // One more frame, in which what was changed last would move.
      await new Promise(requestAnimationFrame)
      return { counts, animations: Math.max(animations, document.getAnimations().length) }
    },
    [name, changes] as const,
  )

it('bars move between polls without an animation, and not by less than a pixel', async () => {
  const { page } = await openBars()
  const { counts, animations } = await watchBars(page, 'Wide', 4)
  expect(animations).toBe(0)
  expect(counts['Narrow'] ?? 0).toBeLessThan(3)
})

it('bars out of view do not move, and show the present as they come into view', async () => {
  const { page } = await openBars()
  const before = await shownBy(page, 'Below')
  const { counts } = await watchBars(page, 'Wide', 3)
  expect(counts).not.toHaveProperty('Below')
  await barOf(page, 'Below').scrollIntoViewIfNeeded()
  await expect.poll(() => shownBy(page, 'Below')).toBeGreaterThan(before)
  expect(await page.evaluate(() => document.getAnimations().length)).toBe(0)
  await watchBars(page, 'Below', 2)
})

it('bars out of view wait for it after a poll too, and are printed with the present', async () => {
  const { page, report } = await openBars()
  const before = await shownBy(page, 'Below')
  report(75)
  await expect.poll(() => shownBy(page, 'Wide'), { timeout: 20_000 }).toBeGreaterThanOrEqual(75)
  expect(await shownBy(page, 'Below')).toBe(before)
  expect(await barOf(page, 'Below').getAttribute('aria-valuetext')).toBe('75%')
  await page.pdf()
  expect(await shownBy(page, 'Below')).toBeGreaterThanOrEqual(75)
})

it('bars of a hidden tab do not move', async () => {
  const { page } = await openBars()
  await setVisibility(page, 'hidden')
  const before = await shownBy(page, 'Wide')
  await page.waitForTimeout(2_500)
  expect(await shownBy(page, 'Wide')).toBe(before)
  await setVisibility(page, 'visible')
  await expect.poll(() => shownBy(page, 'Wide'), { timeout: 5_000 }).toBeGreaterThan(before)
})

it('bars ease a jump, and then rest', async () => {
  const { page, report } = await openBars()
  const animations = () => page.evaluate(() => document.getAnimations().length)
  const untilShown = (progress: number) =>
    expect
      .poll(() => shownBy(page, 'Wide'), { timeout: 10_000, interval: 20 })
      .toBeGreaterThanOrEqual(progress)
  // Counted in the page: on a busy machine an easing is over between two questions.
  await page.evaluate(() => {
    const { dataset } = document.body
    addEventListener('transitionrun', () => (dataset['eased'] = `${Number(dataset['eased'] ?? 0) + 1}`))
  })
  const eased = () =>
    page.evaluate(async () => {
      // Such events come with the next frame.
      for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame)
      return Number(document.body.dataset['eased'] ?? 0)
    })
  report(98)
  await untilShown(98)
  const before = await eased()
  expect(before).toBeGreaterThanOrEqual(2)
  await expect.poll(animations, { timeout: 5_000 }).toBe(0)

  report(99)
  await untilShown(99)
  expect(await eased()).toBe(before)
})

it('bars jump without easing where motion is to be reduced', async () => {
  const { page, report } = await openBars({ reducedMotion: 'reduce' })
  report(75)
  await expect.poll(() => shownBy(page, 'Wide'), { timeout: 20_000, interval: 20 }).toBeGreaterThanOrEqual(75)
  expect(await page.evaluate(() => document.getAnimations().length)).toBe(0)
})
