import type { Page } from 'playwright'
import { expect, it } from 'vitest'
import { createVideoEmulator } from 'react-video-task/testing'
import { findChromium } from '../../scripts/browsers.js'
import { shareApp } from './support/shareApp.js'

// The headless shell has no notifications.
const app = shareApp(findChromium)
const until = (page: Page, status: string) => page.locator(`.video-task[data-status=${status}]`).waitFor()

/** As a browser tells a page that it is shown or hidden; headless pages are all visible, however many there are. */
function turn(page: Page, state: DocumentVisibilityState): Promise<void> {
  return page.evaluate((visibility) => {
    Object.defineProperty(document, 'visibilityState', { value: visibility, configurable: true })
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))
  }, state)
}

/** A task that ends with the poll the test lets through, since a hidden page asks rarely, and pages that write down their notifications and badges into their body. */
async function start({ permissions = ['notifications'] } = {}) {
  let isDone = false
  const emulator = createVideoEmulator({ apiKey: false })
  const stateAt = () =>
    isDone ? ({ status: 'completed' } as const) : ({ status: 'in_progress', progress: 50 } as const)
  emulator.addTask({ id: 'a', scenario: { stateAt } })
  const asked: string[] = []
  let release: () => void = () => {}
  let gate: Promise<void> | undefined
  const openPage = await app.start(
    async (request) => {
      asked.push(request.headers.get('x-token') ?? '')
      await gate
      return emulator.fetch(request)
    },
    { permissions },
  )
  /** Holds the polls back, once one is under way. */
  const hold = async () => {
    gate = new Promise((resolve) => (release = resolve))
    const before = asked.length
    await expect.poll(() => asked.length, { timeout: 10_000 }).toBeGreaterThan(before)
  }
  const finish = () => {
    isDone = true
    gate = undefined
    release()
  }
  const open = async (tab = 'a') => {
    const page = await openPage({ token: tab })
    await page.evaluate(() => {
      const note = (text: string) =>
        (document.body.dataset['noted'] = `${document.body.dataset['noted'] ?? ''}${text};`)
      class NotedNotification extends Notification {
        constructor(title: string, options?: NotificationOptions) {
          super(title, options)
          this.addEventListener('show', () => note(`shown: ${title}`))
          this.addEventListener('close', () => note('closed'))
        }
      }
      Object.assign(window, { Notification: NotedNotification })
      navigator.setAppBadge = async (count) => void note(`badge ${count}`)
      navigator.clearAppBadge = async () => void note('no badge')
    })
    await until(page, 'in_progress')
    return page
  }
  return { open, hold, finish, asked }
}

const noted = async (page: Page) =>
  ((await page.locator('body').getAttribute('data-noted')) ?? '').split(';').filter(Boolean)
const notify = (page: Page) => page.getByRole('button', { name: 'Notify me when it is ready' })

it('an end in a hidden tab is told by title, notification and badge, until the tab is shown', async () => {
  const { open, hold, finish } = await start()
  const page = await open()
  await notify(page).click()
  await page.locator('[aria-pressed=true]').waitFor()
  await hold()
  await turn(page, 'hidden')
  finish()
  await expect.poll(() => page.title(), { timeout: 10_000 }).toBe('(1) Studio')
  await expect.poll(() => noted(page), { timeout: 10_000 }).toEqual(['badge 1', 'shown: Your video is ready'])
  await turn(page, 'visible')
  expect(await page.title()).toBe('Studio')
  await expect.poll(() => noted(page), { timeout: 10_000 }).toContain('closed')
  expect(await noted(page)).toContain('no badge')
})

it('of two hidden tabs one tells', async () => {
  const { open, hold, finish } = await start()
  const pages = [await open(), await open()]
  for (const page of pages) await notify(page).click()
  await hold()
  for (const page of pages) await turn(page, 'hidden')
  finish()
  for (const page of pages) await until(page, 'completed')
  const titles = () => Promise.all(pages.map((page) => page.title()))
  await expect
    .poll(async () => (await titles()).sort(), { timeout: 10_000 })
    .toEqual(['(1) Studio', 'Studio'])
  const shown = async () =>
    (await Promise.all(pages.map(noted))).flat().filter((text) => text.startsWith('shown'))
  await expect.poll(shown, { timeout: 10_000 }).toEqual(['shown: Your video is ready'])
})

it('while somebody looks at one of the tabs, none tells', async () => {
  const { open, finish, asked } = await start()
  const [hidden, visible] = [await open('a'), await open('b')]
  for (const page of [hidden, visible]) await notify(page).click()
  await turn(hidden, 'hidden')
  await expect.poll(() => asked.at(-1), { timeout: 10_000 }).toBe('b')
  finish()
  for (const page of [hidden, visible]) await until(page, 'completed')
  for (const page of [hidden, visible]) {
    expect(await page.title()).toBe('Studio')
    expect(await noted(page)).toEqual([])
  }
})

it('switched off, nothing tells', async () => {
  const { open, hold, finish } = await start()
  const page = await open()
  await notify(page).click()
  await notify(page).click()
  await page.locator('[aria-pressed=false]').waitFor()
  await hold()
  await turn(page, 'hidden')
  finish()
  await until(page, 'completed')
  expect(await page.title()).toBe('Studio')
  expect(await noted(page)).toEqual([])
})

it('where notifications are blocked the button says so, and stays where the focus is', async () => {
  const { open } = await start({ permissions: [] })
  const page = await open()
  const blocked = page.getByRole('button', { name: 'Notifications are blocked in this browser' })
  await blocked.focus()
  await page.keyboard.press('Enter')
  expect(await blocked.getAttribute('aria-pressed')).toBe('false')
  expect(await blocked.getAttribute('aria-disabled')).toBe('true')
  await page.locator('button:focus').waitFor()
})
