import type { Page } from 'playwright'
import { createVideoClient } from 'react-video-task/client'
import { createDirectoryArchive, createVideoProxy } from 'react-video-task/server'
import { createVideoEmulator } from 'react-video-task/testing'
import { expect, it, vi } from 'vitest'
import { findChromium } from '../../scripts/browsers.js'
import { archiveFolder } from '../server/support/archiveFolder.js'
import { openFileStore } from '../server/support/taskStores.js'
import { prepareSite } from './support/site.js'

const startSite = prepareSite('history', { find: findChromium })

/** A user's history with kept films of these models, and the requests that its page sends. */
async function startHistory(models: readonly string[]) {
  const emulator = createVideoEmulator({ apiKey: 'sk-of-the-server' })
  const store = createDirectoryArchive(await archiveFolder())
  const proxy = createVideoProxy({
    apiKey: 'sk-of-the-server',
    fetch: emulator.fetch,
    secret: 'a secret of the proxy with 32 characters',
    tasks: openFileStore(),
    archive: { store },
    authorize: ({ request }) => (request.headers.get('cookie') === 'session=ann' ? { id: 'ann' } : null),
    onError: () => undefined,
  })
  const requests: string[] = []
  const { context, open } = await startSite(async (request) => {
    const { pathname, search } = new URL(request.url)
    const answer = await proxy(request)
    const what = pathname.endsWith('/content') ? (search ? 'still' : 'film') : 'task'
    requests.push(`${request.method} ${what} ${answer.status}`)
    return answer
  })
  await context.addCookies([{ name: 'session', value: 'ann', domain: '127.0.0.1', path: '/' }])

  const client = createVideoClient({
    baseURL: 'http://127.0.0.1/v1',
    headers: { cookie: 'session=ann' },
    fetch: (input, init) => proxy(new Request(input, init)),
  })
  for (const model of models) {
    const { id } = await client.create({
      model,
      prompt: 'A fox in snow [instant]',
      ...(model === 'wan2.6' && { seconds: 5 }),
    })
    await client.retrieve(id)
  }
  await vi.waitFor(async () => expect(await store.list('kept')).toHaveLength(models.length), {
    timeout: 20_000,
    interval: 50,
  })
  return { store, requests, open: () => open({}) }
}

/** The sizes of the posters that the page shows, once the browser has decoded each. */
const posterSizes = (page: Page) =>
  page.evaluate(() =>
    Promise.all(
      Array.from(document.querySelectorAll('video'), async ({ poster }) => {
        if (!poster) return 0
        const { width } = await createImageBitmap(await (await fetch(poster)).blob())
        return width
      }),
    ),
  )

it('a history of kept films shows all stills and loads no film, once a page has sent the missing one', async () => {
  const { store, requests, open } = await startHistory(['sora-2', 'wan2.6', 'sora-2'])
  expect(await store.list('stills')).toHaveLength(2)

  const first = await open()
  await expect.poll(() => requests, { timeout: 20_000 }).toContain('PUT still 201')
  expect(await store.list('stills')).toHaveLength(3)
  await first.close()

  requests.length = 0
  const second = await open()
  await second.locator('.video-task-play').nth(2).waitFor()
  // Those that the first page has shown come from the browser's cache.
  await expect.poll(() => requests).toContain('GET still 200')
  // The task of Wan names no length.
  expect(await second.locator('.video-task-length').allTextContents()).toHaveLength(2)
  expect(await second.locator('.video-task-poster').count()).toBe(0)
  expect((await posterSizes(second)).map((width) => width > 100)).toEqual([true, true, true])
  expect(requests.filter((one) => one.includes('film') || one.startsWith('PUT'))).toEqual([])

  await second.locator('.video-task-play').first().click()
  await expect.poll(() => requests.some((one) => one.startsWith('GET film'))).toBe(true)
})

it('a page that is not allowed to send a still shows its own frame, and asks once', async () => {
  const { requests, open } = await startHistory(['wan2.6'])
  const page = await open()
  await page.route('**/content?variant=thumbnail', (route) => route.fulfill({ status: 403, json: {} }))
  await page.reload()
  const drawn = () =>
    page.locator('canvas.video-task-poster').evaluate((canvas: HTMLCanvasElement) => canvas.width)
  await expect.poll(drawn, { timeout: 10_000 }).toBeGreaterThan(100)
  expect(requests.filter((one) => one.startsWith('PUT')).length).toBeLessThanOrEqual(1)
})
