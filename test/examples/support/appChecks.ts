import { type OutgoingHttpHeaders, request } from 'node:http'
import type { Locator, Page } from 'playwright'
import { expect } from 'vitest'
import { openPage } from '../../support/openPage.js'
import type { RunningApi, RunningApp } from './apps.js'

/** Creates a video on the examples' page in Chromium, waits for its end, plays it, and checks the requests. */
export async function expectVideoPlays(
  { origin, output }: RunningApp,
  { emulator, key }: RunningApi,
): Promise<void> {
  const page = await openPage('about:blank')
  const contents: { url: string; status: number; range: string | undefined }[] = []
  page.on('response', (response) => {
    const request = response.request()
    // The page checks by a request of its own that there is a video; the player asks for ranges.
    if (!response.url().endsWith('/content') || request.resourceType() !== 'media') return
    const { range } = request.headers()
    contents.push({ url: response.url(), status: response.status(), range })
  })
  await page.goto(origin)
  await page.getByLabel('Prompt').fill('a fox in the snow')
  await page.getByRole('button', { name: 'Create', exact: true }).click()
  await page.locator('[data-status=completed] video').waitFor()
  await playVideo(page)

  expect(emulator.requests.filter(({ route }) => route === 'create')).toHaveLength(1)
  const [task] = emulator.tasks
  expect(contents.length).toBeGreaterThan(0)
  for (const { url, status, range } of contents) {
    expect(url.startsWith(`${origin}/api/v1/videos/`)).toBe(true)
    // Signed: the page does not get the API's own id.
    expect(url).not.toContain(`/${task?.id}/`)
    expect(range).toMatch(/^bytes=/)
    expect(status).toBe(206)
  }
  const url = contents[0]?.url ?? ''
  const part = await fetch(url, { headers: { range: 'bytes=100-199' } })
  expect([part.status, (await part.arrayBuffer()).byteLength]).toEqual([206, 100])
  const foreign = await fetch(`${origin}/api/v1/videos/${task?.id}`)
  expect(foreign.status).toBe(404)
  expect(await foreign.json()).toHaveProperty('error.code')
  expect(output()).not.toContain(key)
}

/** Checks that the proxy refuses a create for another host, as a page gets it to send whose domain resolves to loopback. */
export async function expectForeignHostRefused(
  { origin }: RunningApp,
  { emulator }: RunningApi,
): Promise<void> {
  const status = (headers: OutgoingHttpHeaders) =>
    new Promise<number | undefined>((resolve, reject) => {
      const body = JSON.stringify({ model: 'wan2.6', prompt: 'a fox in the snow' })
      request(
        `${origin}/api/v1/videos`,
        { method: 'POST', headers: { 'content-type': 'application/json', ...headers } },
        (response) => response.resume().once('end', () => resolve(response.statusCode)),
      )
        .once('error', reject)
        .end(body)
    })
  const before = emulator.requests.length
  const own = new URL(origin).host
  expect(await status({ host: 'rebound.example' })).toBe(421)
  expect(await status({ host: 'rebound.example', 'x-forwarded-host': own })).toBe(421)
  expect(await status({ host: own, 'x-forwarded-host': 'rebound.example' })).toBe(421)
  expect(emulator.requests).toHaveLength(before)
}

/** Plays the video of a page, or of a part of it, then seeks to its last quarter. */
export async function playVideo(page: Page | Locator): Promise<void> {
  const video = page.locator('video')
  await video.evaluate(async (element: HTMLVideoElement) => {
    element.muted = true
    await element.play()
  })
  await expect
    .poll(() => video.evaluate((element: HTMLVideoElement) => element.currentTime), { timeout: 10_000 })
    .toBeGreaterThan(0)
  await video.evaluate(async (element: HTMLVideoElement) => {
    const seeked = new Promise((resolve) => element.addEventListener('seeked', resolve, { once: true }))
    element.currentTime = element.duration * 0.75
    await seeked
  })
  expect(await video.evaluate((element: HTMLVideoElement) => element.error)).toBeNull()
}

/** Checks that the page of a new task is rendered on the server with its status, and that the browser continues from it. */
export async function expectHydration({ origin }: RunningApp): Promise<void> {
  const id = await createTask(origin)
  const address = `${origin}/videos/${id}`
  const html = await (await fetch(address)).text()
  expect(html).toContain('data-status="queued"')

  const page = await openPage('about:blank', { reducedMotion: 'reduce' })
  const requests: { method: string; path: string; after: number }[] = []
  const opened = performance.now()
  page.on('request', (request) => {
    const path = new URL(request.url()).pathname
    const after = performance.now() - opened
    if (path.startsWith('/api/v1/')) requests.push({ method: request.method(), path, after })
  })
  await page.goto(address)
  await page.locator('article[data-status=queued]').waitFor()
  await expect.poll(() => requests.length, { timeout: 20_000 }).toBeGreaterThan(0)
  expect(requests[0]).toMatchObject({ method: 'GET', path: `/api/v1/videos/${id}` })
  // The second poll of the task: the server sent the first one.
  expect(requests[0]?.after).toBeGreaterThan(2_000)
}

/** Creates a task through an app's proxy and returns its id. */
export async function createTask(origin: string): Promise<string> {
  const body = new FormData()
  body.set('model', 'wan2.6')
  body.set('prompt', 'a fox in the snow')
  const answer = await fetch(`${origin}/api/v1/videos`, { method: 'POST', body })
  const { id } = Object(await answer.json())
  return String(id)
}
