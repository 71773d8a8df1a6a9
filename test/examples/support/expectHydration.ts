import { expect } from 'vitest'
import { openPage } from '../../demo/support/openPage.js'
import { createTask } from './createTask.js'
import type { RunningApp } from './startApp.js'

/** Makes a task that does not end, and sees that its page comes with what the server learnt and the browser goes on from it. */
export async function expectHydration({ origin }: RunningApp): Promise<void> {
  const id = await createTask(origin)
  const address = `${origin}/videos/${id}`
  const html = await (await fetch(address)).text()
  expect(html).toContain('data-status="queued"')

  const page = await openPage('about:blank', { reducedMotion: 'reduce' })
  const asked: number[] = []
  let loaded = Infinity
  page.on('request', (request) => {
    if (request.url().includes('/api/v1/')) asked.push(performance.now() - loaded)
  })
  await page.goto(address, { waitUntil: 'load' })
  loaded = performance.now()
  await page.locator('article[data-status=queued]').waitFor()
  const [first] = await Promise.all([
    page.waitForRequest((request) => request.url().endsWith(`/api/v1/videos/${id}`)),
    expect.poll(() => asked.length, { timeout: 20_000 }).toBe(1),
  ])
  expect(first.method()).toBe('GET')
  // The poll after the one the server made, and no sooner.
  expect(asked[0]).toBeGreaterThan(2_000)
}
