import type { Page } from 'playwright'
import { expect, it } from 'vitest'
import { preparePlayerSite } from './support/playerSite.js'

const startPlayer = preparePlayerSite()
const running = { state: { status: 'in_progress', progress: 45 } } as const
const untilStatus = (page: Page, status: string) => page.locator(`article[data-status=${status}]`).waitFor()

it('animates nothing under prefers-reduced-motion, and shows the same progress', async () => {
  const { emulator, fakeClock, pass, open } = await startPlayer()
  await fakeClock()
  const { id } = emulator.addTask(running)
  const page = await open(id)
  await untilStatus(page, 'in_progress')
  await page.emulateMedia({ reducedMotion: 'reduce' })
  const animations = () =>
    page.evaluate(() =>
      document
        .getAnimations()
        .map(({ effect }) => effect instanceof KeyframeEffect && effect.target?.className),
    )
  await page.evaluate(() => {
    const bar = document.querySelector<HTMLElement>('.video-task-progress')
    // As a jump does.
    bar?.toggleAttribute('data-jump', true)
    bar?.style.setProperty('--video-task-progress', '10')
  })
  expect(await animations()).toEqual([])
  await pass(page, 2_500)
  expect(await animations()).toEqual([])
  const [text, fill, track] = await page.evaluate(() => [
    document.querySelector('.video-task-progress-value')?.textContent,
    document.querySelector('.video-task-progress-fill')?.getBoundingClientRect().width,
    document.querySelector('.video-task-progress-track')?.getBoundingClientRect().width,
  ])
  expect(text).toMatch(/^4\d%$/)
  expect(Number(fill) / Number(track)).toBeCloseTo(0.45, 1)
})

it('draws states, bar and buttons in system colours under forced-colors', async () => {
  const { emulator, open } = await startPlayer()
  const page = await open(emulator.addTask(running).id)
  await page.emulateMedia({ forcedColors: 'active' })
  await untilStatus(page, 'in_progress')
  const seen = await page.evaluate(() => {
    const style = (selector: string, pseudo?: string) => {
      const element = document.querySelector(selector)
      if (!element) throw new Error(`There is no ${selector}.`)
      return getComputedStyle(element, pseudo)
    }
    const probe = document.body.appendChild(document.createElement('i'))
    probe.style.color = 'CanvasText'
    return {
      text: getComputedStyle(probe).color,
      fill: style('.video-task-progress-fill').backgroundColor,
      track: style('.video-task-progress-track').outlineColor,
      well: style('.video-task-well').outlineColor,
    }
  })
  expect(seen).toEqual({ text: seen.text, fill: seen.text, track: seen.text, well: seen.text })
})

it.each([
  ['360 px, a phone', 360],
  ['240 px, a desktop at 200 % zoom', 240],
  ['150 px, the narrowest column', 150],
])('fits %s without horizontal scrolling', async (_, width) => {
  const { emulator, open } = await startPlayer()
  const states = [running, { state: { status: 'completed' } }, { state: { status: 'failed' } }] as const
  for (const state of states) {
    const page = await open(emulator.addTask(state).id)
    await page.setViewportSize({ width, height: 640 })
    await untilStatus(page, state.state.status)
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    expect(overflow).toBeLessThanOrEqual(0)
  }
})

it('works by keyboard alone, and keeps the focus in the card when its button disappears', async () => {
  const { emulator, intercept, open } = await startPlayer()
  const { id } = emulator.addTask({ state: { status: 'completed' } })
  intercept((request) => (/files|content/.test(request.url) ? new Response('', { status: 403 }) : undefined))
  const page = await open(id)
  await untilStatus(page, 'expired')
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('BODY')
  intercept(() => undefined)
  await page.keyboard.press('Tab')
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Refresh link')
  await page.keyboard.press('Enter')
  await untilStatus(page, 'completed')
  expect(await page.evaluate(() => document.activeElement?.closest('article') !== null)).toBe(true)
  await page.keyboard.press('Tab')
  expect(await page.evaluate(() => document.activeElement?.closest('article') !== null)).toBe(true)
})
