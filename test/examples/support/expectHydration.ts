import { expect } from 'vitest'
import { openPage } from '../../demo/support/openPage.js'
import { createTask } from './createTask.js'
import type { RunningApp } from './startApp.js'

/** Makes a task, and sees that its page comes with what the server learnt and that the browser goes on from it. */
export async function expectHydration({ origin }: RunningApp): Promise<void> {
  const id = await createTask(origin)
  const address = `${origin}/videos/${id}`
  const html = await (await fetch(address)).text()
  expect(html).toContain('data-status="queued"')

  const page = await openPage('about:blank', { reducedMotion: 'reduce' })
  const asked: { method: string; path: string; after: number }[] = []
  const opened = performance.now()
  page.on('request', (request) => {
    const path = new URL(request.url()).pathname
    const asking = { method: request.method(), path, after: performance.now() - opened }
    if (path.startsWith('/api/v1/')) asked.push(asking)
  })
  await page.goto(address)
  await page.locator('article[data-status=queued]').waitFor()
  await expect.poll(() => asked.length, { timeout: 20_000 }).toBeGreaterThan(0)
  expect(asked[0]).toMatchObject({ method: 'GET', path: `/api/v1/videos/${id}` })
  // The poll after the one that the server made for this page, and no sooner.
  expect(asked[0]?.after).toBeGreaterThan(2_000)
}
