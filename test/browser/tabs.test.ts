import type { Page } from 'playwright'
import { expect, it } from 'vitest'
import { createVideoEmulator } from 'react-video-task/testing'
import { prepareSite, setVisibility } from './support/site.js'

const startSite = prepareSite('page')
const until = (page: Page, status: string) =>
  page.locator(`body[data-status=${status}]`).waitFor({ state: 'attached' })
const running = { state: { status: 'in_progress', progress: 50 } } as const

/** Starts an app whose tabs share their polling; `polls` has the name of the polling tab for each request. */
async function startTabs({ duration = 20_000 } = {}) {
  const emulator = createVideoEmulator({ apiKey: false, duration })
  const polls: string[] = []
  const { context, open } = await startSite((request) => {
    polls.push(request.headers.get('x-tab') ?? '')
    return emulator.fetch(request)
  })
  return {
    emulator,
    context,
    polls,
    open: (tab: string, id: string, caches = 1) => open({ tab, id, caches: String(caches) }),
  }
}

it('polls from one of three tabs, and all of them follow the task to its end', async () => {
  const { emulator, polls, open } = await startTabs({ duration: 16_000 })
  const { id } = emulator.addTask({})
  const pages = [await open('a', id), await open('b', id), await open('c', id)]
  await Promise.all(pages.map((page) => until(page, 'in_progress')))
  await Promise.all(pages.map((page) => until(page, 'completed')))
  expect(new Set(polls)).toEqual(new Set(['a']))
  expect(polls.length).toBeGreaterThan(5)
})

it('polls from another tab when the leader closes, and leaves no lock after the task has ended', async () => {
  const { emulator, polls, open } = await startTabs({ duration: 12_000 })
  const { id } = emulator.addTask({})
  const [first, second, third] = [await open('a', id), await open('b', id), await open('c', id)]
  await until(third, 'in_progress')
  await first.close()
  await expect.poll(() => polls.at(-1), { timeout: 5_000 }).toBe('b')
  await second.close()
  await until(third, 'completed')
  expect(polls).toContain('c')
  expect(await third.evaluate(() => navigator.locks.query())).toEqual({ held: [], pending: [] })
})

it('polls from another tab when the leader crashes', async () => {
  const { emulator, polls, context, open } = await startTabs()
  const { id } = emulator.addTask(running)
  const [first, second] = [await open('a', id), await open('b', id)]
  await until(second, 'in_progress')
  const session = await context.newCDPSession(first)
  void session.send('Page.crash').catch(() => {})
  await expect.poll(() => polls.at(-1), { timeout: 10_000 }).toBe('b')
})

it('moves the polling from a hidden tab to a visible one', async () => {
  const { emulator, polls, open } = await startTabs()
  const { id } = emulator.addTask(running)
  const [first, second] = [await open('a', id), await open('b', id)]
  await until(second, 'in_progress')
  expect(polls).not.toContain('b')
  await setVisibility(first, 'hidden')
  await expect.poll(() => polls.at(-1), { timeout: 5_000 }).toBe('b')
  await setVisibility(second, 'hidden')
  await setVisibility(first, 'visible')
  await expect.poll(() => polls.at(-1), { timeout: 5_000 }).toBe('a')
})

it('polls from another tab when the browser freezes the leader', async () => {
  const { emulator, polls, open } = await startTabs()
  const { id } = emulator.addTask(running)
  const [first, second] = [await open('a', id), await open('b', id)]
  await until(second, 'in_progress')
  await first.evaluate(() => document.dispatchEvent(new Event('freeze')))
  await expect.poll(() => polls.at(-1), { timeout: 5_000 }).toBe('b')
})

it('polls on from a tab whose tabs object is replaced, and leaves no lock after the task has ended', async () => {
  const { emulator, polls, open } = await startTabs()
  const { id } = emulator.addTask(running)
  const [first, second] = [await open('a', id), await open('b', id)]
  await until(second, 'in_progress')
  for (let edit = 0; edit < 3; edit++) {
    await first.evaluate(() => document.dispatchEvent(new Event('replacetabs')))
    const before = polls.length
    await expect.poll(() => polls.length, { timeout: 5_000 }).toBeGreaterThan(before + 2)
  }
  expect(new Set(polls)).toEqual(new Set(['a']))
  emulator.addTask({ id, state: { status: 'completed' } })
  await Promise.all([until(first, 'completed'), until(second, 'completed')])
  expect(await first.evaluate(() => navigator.locks.query())).toEqual({ held: [], pending: [] })
})

it('polls from one QueryClient of a page, and reports each event to both of them and to no other tab', async () => {
  const { emulator, polls, open } = await startTabs()
  const { id } = emulator.addTask({ state: { status: 'queued' } })
  const first = await open('a', id, 2)
  await until(first, 'queued')
  const second = await open('b', id)
  await until(second, 'queued')
  emulator.addTask({ id, ...running })
  await Promise.all([until(first, 'in_progress'), until(second, 'in_progress')])
  emulator.addTask({ id, state: { status: 'completed' } })
  await Promise.all([until(first, 'completed'), until(second, 'completed')])
  const eventsOf = async (page: Page) => (await page.locator('body').getAttribute('data-events')) ?? ''
  await expect
    .poll(async () => (await eventsOf(first)).trim().split(' ').toSorted())
    .toEqual(['0:completed', '0:in_progress', '1:completed', '1:in_progress'])
  expect(await eventsOf(second)).toBe('')
  expect(new Set(polls).size).toBe(1)
})
