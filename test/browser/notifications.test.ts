import type { Page } from 'playwright'
import { expect, it } from 'vitest'
import { createVideoEmulator } from 'react-video-task/testing'
import { findChromium } from '../../scripts/browsers.js'
import { prepareSite, setVisibility } from './support/site.js'

// The headless shell has no notifications.
const startSite = prepareSite('app', { find: findChromium })
const until = (page: Page, status: string) => page.locator(`.video-task[data-status=${status}]`).waitFor()

/**
 * Serves a task that ends with the poll the test releases, since a hidden page polls rarely, and opens pages that record
 * their notifications and badges in an attribute of their body.
 */
async function start({ permissions = ['notifications'] } = {}) {
  let isDone = false
  const emulator = createVideoEmulator({ apiKey: false })
  const stateAt = () =>
    isDone ? ({ status: 'completed' } as const) : ({ status: 'in_progress', progress: 50 } as const)
  emulator.addTask({ id: 'a', scenario: { stateAt } })
  const polls: string[] = []
  let release: () => void = () => {}
  let gate: Promise<void> | undefined
  const site = await startSite(
    async (request) => {
      polls.push(request.headers.get('x-token') ?? '')
      await gate
      return emulator.fetch(request)
    },
    { permissions },
  )
  /** Holds back the answers to polls, and waits until one is pending. */
  const hold = async () => {
    gate = new Promise((resolve) => (release = resolve))
    const before = polls.length
    await expect.poll(() => polls.length, { timeout: 10_000 }).toBeGreaterThan(before)
  }
  const finish = () => {
    isDone = true
    gate = undefined
    release()
  }
  const open = async (tab = 'a') => {
    const page = await site.open({ id: 'a', token: tab })
    await page.evaluate(() => {
      const record = (text: string) =>
        (document.body.dataset['recorded'] = `${document.body.dataset['recorded'] ?? ''}${text};`)
      class RecordedNotification extends Notification {
        constructor(title: string, options?: NotificationOptions) {
          super(title, options)
          this.addEventListener('show', () => record(`shown: ${title}`))
          this.addEventListener('close', () => record('closed'))
        }
      }
      Object.assign(window, { Notification: RecordedNotification })
      navigator.setAppBadge = async (count) => void record(`badge ${count}`)
      navigator.clearAppBadge = async () => void record('no badge')
    })
    await until(page, 'in_progress')
    return page
  }
  return { open, hold, finish, polls }
}

const recorded = async (page: Page) =>
  ((await page.locator('body').getAttribute('data-recorded')) ?? '').split(';').filter(Boolean)
const notify = (page: Page) => page.getByRole('button', { name: 'Notify me when ready' })

it('announces a task that ends in a hidden tab by title, notification and badge, until the tab is shown', async () => {
  const { open, hold, finish } = await start()
  const page = await open()
  await notify(page).click()
  await page.locator('[aria-pressed=true]').waitFor()
  await hold()
  await setVisibility(page, 'hidden')
  finish()
  await expect.poll(() => page.title(), { timeout: 10_000 }).toBe('(1) Studio')
  await expect
    .poll(() => recorded(page), { timeout: 10_000 })
    .toEqual(['badge 1', 'shown: Your video is ready'])
  await setVisibility(page, 'visible')
  expect(await page.title()).toBe('Studio')
  await expect.poll(() => recorded(page), { timeout: 10_000 }).toContain('closed')
  expect(await recorded(page)).toContain('no badge')
})

it('notifies in only one of two hidden tabs', async () => {
  const { open, hold, finish } = await start()
  const pages = [await open(), await open()]
  for (const page of pages) await notify(page).click()
  await hold()
  for (const page of pages) await setVisibility(page, 'hidden')
  finish()
  for (const page of pages) await until(page, 'completed')
  const titles = () => Promise.all(pages.map((page) => page.title()))
  await expect
    .poll(async () => (await titles()).sort(), { timeout: 10_000 })
    .toEqual(['(1) Studio', 'Studio'])
  const shown = async () =>
    (await Promise.all(pages.map(recorded))).flat().filter((text) => text.startsWith('shown'))
  await expect.poll(shown, { timeout: 10_000 }).toEqual(['shown: Your video is ready'])
})

it('does not notify while one of the tabs is visible', async () => {
  const { open, finish, polls } = await start()
  const [hidden, visible] = [await open('a'), await open('b')]
  for (const page of [hidden, visible]) await notify(page).click()
  await setVisibility(hidden, 'hidden')
  await expect.poll(() => polls.at(-1), { timeout: 10_000 }).toBe('b')
  finish()
  for (const page of [hidden, visible]) await until(page, 'completed')
  for (const page of [hidden, visible]) {
    expect(await page.title()).toBe('Studio')
    expect(await recorded(page)).toEqual([])
  }
})

it('does not notify once switched off', async () => {
  const { open, hold, finish } = await start()
  const page = await open()
  await notify(page).click()
  await notify(page).click()
  await page.locator('[aria-pressed=false]').waitFor()
  await hold()
  await setVisibility(page, 'hidden')
  finish()
  await until(page, 'completed')
  expect(await page.title()).toBe('Studio')
  expect(await recorded(page)).toEqual([])
})

it('says that notifications are blocked on a button that keeps the focus', async () => {
  const { open } = await start({ permissions: [] })
  const page = await open()
  const blocked = page.getByRole('button', { name: /^Notifications are off for this site/ })
  await blocked.focus()
  await page.keyboard.press('Enter')
  expect(await blocked.getAttribute('aria-pressed')).toBe('false')
  expect(await blocked.getAttribute('aria-disabled')).toBe('true')
  await page.locator('button:focus').waitFor()
})
