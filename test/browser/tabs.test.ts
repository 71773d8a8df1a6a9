import type { Page } from 'playwright'
import { expect, it } from 'vitest'
import { prepareTabs } from './support/prepareTabs.js'

const startTabs = prepareTabs()
const until = (page: Page, status: string) =>
  page.locator(`body[data-status=${status}]`).waitFor({ state: 'attached' })
const running = { state: { status: 'in_progress', progress: 50 } } as const

/** As a browser tells a page that it is shown or hidden; headless pages are all visible, however many there are. */
function turn(page: Page, state: DocumentVisibilityState): Promise<void> {
  return page.evaluate((visibility) => {
    Object.defineProperty(document, 'visibilityState', { value: visibility, configurable: true })
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))
  }, state)
}

it('three tabs of one app: one asks, all see the task through to its end', async () => {
  const { emulator, asked, open } = await startTabs({ duration: 16_000 })
  const { id } = emulator.addTask({})
  const pages = [await open('a', id), await open('b', id), await open('c', id)]
  await Promise.all(pages.map((page) => until(page, 'in_progress')))
  await Promise.all(pages.map((page) => until(page, 'completed')))
  expect(new Set(asked)).toEqual(new Set(['a']))
  expect(asked.length).toBeGreaterThan(5)
})

it('closing the asking tab loses nothing, and the end leaves no lock', async () => {
  const { emulator, asked, open } = await startTabs({ duration: 12_000 })
  const { id } = emulator.addTask({})
  const [first, second, third] = [await open('a', id), await open('b', id), await open('c', id)]
  await until(third, 'in_progress')
  await first.close()
  await expect.poll(() => asked.at(-1), { timeout: 5_000 }).toBe('b')
  await second.close()
  await until(third, 'completed')
  expect(asked).toContain('c')
  expect(await third.evaluate(() => navigator.locks.query())).toEqual({ held: [], pending: [] })
})

it('a crashed tab loses nothing either', async () => {
  const { emulator, asked, context, open } = await startTabs()
  const { id } = emulator.addTask(running)
  const [first, second] = [await open('a', id), await open('b', id)]
  await until(second, 'in_progress')
  const session = await context.newCDPSession(first)
  void session.send('Page.crash').catch(() => {})
  await expect.poll(() => asked.at(-1), { timeout: 10_000 }).toBe('b')
})

it('a tab that is looked at takes over from a hidden one', async () => {
  const { emulator, asked, open } = await startTabs()
  const { id } = emulator.addTask(running)
  const [first, second] = [await open('a', id), await open('b', id)]
  await until(second, 'in_progress')
  expect(asked).not.toContain('b')
  await turn(first, 'hidden')
  await expect.poll(() => asked.at(-1), { timeout: 5_000 }).toBe('b')
  await turn(second, 'hidden')
  await turn(first, 'visible')
  await expect.poll(() => asked.at(-1), { timeout: 5_000 }).toBe('a')
})

it('a page that the browser is about to freeze hands over', async () => {
  const { emulator, asked, open } = await startTabs()
  const { id } = emulator.addTask(running)
  const [first, second] = [await open('a', id), await open('b', id)]
  await until(second, 'in_progress')
  await first.evaluate(() => document.dispatchEvent(new Event('freeze')))
  await expect.poll(() => asked.at(-1), { timeout: 5_000 }).toBe('b')
})
