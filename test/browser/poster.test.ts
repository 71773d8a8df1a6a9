import type { Page } from 'playwright'
import { expect, it } from 'vitest'
import { findChromium } from '../../scripts/browsers.js'
import { preparePlayerSite } from './support/playerSite.js'

const startPlayer = preparePlayerSite(findChromium)
const completed = { state: { status: 'completed' } } as const

/** The brightest pixel of the drawn poster; 0 while nothing is drawn. */
const brightness = (page: Page) =>
  page.evaluate(() => {
    const canvas = document.querySelector('canvas.video-task-poster')
    if (!(canvas instanceof HTMLCanvasElement) || canvas.width === 0) return 0
    const data = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? []
    return Array.from(data).reduce(
      (most, value, index) => (index % 4 === 3 ? most : Math.max(most, value)),
      0,
    )
  })

/** Records, in the page, a video that is black for its first second and bright after it. */
const recordDarkStart = (page: Page) =>
  page.evaluate(async () => {
    const canvas = document.createElement('canvas')
    const context = canvas.getContext('2d')
    const recorder = new MediaRecorder(canvas.captureStream(25), { mimeType: 'video/webm' })
    const chunks: Blob[] = []
    recorder.ondataavailable = ({ data }) => chunks.push(data)
    const stopped = new Promise((resolve) => (recorder.onstop = resolve))
    recorder.start()
    const start = performance.now()
    const timer = setInterval(() => {
      if (!context) return
      context.fillStyle = performance.now() - start < 700 ? '#000' : '#fc6'
      context.fillRect(0, 0, canvas.width, canvas.height)
    }, 20)
    await new Promise((resolve) => setTimeout(resolve, 6_000))
    clearInterval(timer)
    recorder.stop()
    await stopped
    return [...new Uint8Array(await new Blob(chunks).arrayBuffer())]
  })

/** Answers with the part of a video that a player asks for: it can then seek. */
function rangeOf(bytes: Uint8Array<ArrayBuffer>, request: Request): Response {
  const [, from = '0', to] = /bytes=(\d+)-(\d*)/.exec(request.headers.get('range') ?? '') ?? []
  const end = to ? Number(to) + 1 : bytes.length
  return new Response(bytes.slice(Number(from), end), {
    status: 206,
    headers: {
      'content-type': 'video/webm',
      'accept-ranges': 'bytes',
      'content-range': `bytes ${from}-${end - 1}/${bytes.length}`,
    },
  })
}

it("covers a video with a frame, a button and the length, and begins at the video's beginning", async () => {
  const { emulator, open } = await startPlayer()
  const page = await open(emulator.addTask(completed).id)
  await expect.poll(() => brightness(page), { timeout: 10_000 }).toBeGreaterThan(100)
  expect(await page.locator('.video-task-length').textContent()).toBe('0:04')
  await page.keyboard.press('Tab')
  const focused = () => page.evaluate(() => document.activeElement?.tagName)
  expect(await focused()).toBe('BUTTON')
  await page.keyboard.press('Tab')
  // One tab stop in the frame: the next one is an action.
  expect(await page.evaluate(() => document.activeElement?.closest('.video-task-actions') !== null)).toBe(
    true,
  )
  await page.getByRole('button', { name: 'Play: A fox in the snow' }).click()
  await page.waitForFunction(() => (document.querySelector('video')?.currentTime ?? 0) > 0.1)
  expect(await focused()).toBe('VIDEO')
  expect(await page.locator('video').evaluate((video: HTMLVideoElement) => video.controls)).toBe(true)
  expect(await page.locator('.video-task-play, .video-task-poster, .video-task-length').count()).toBe(0)
})

it('draws the frame of a video out of view once it comes near', async () => {
  const { emulator, open } = await startPlayer()
  const page = await open(emulator.addTask().id)
  await page.evaluate(() => document.getElementById('root')?.style.setProperty('margin-top', '3000px'))
  const length = page.locator('.video-task-length')
  await expect.poll(() => length.allTextContents(), { timeout: 15_000 }).toEqual(['0:04'])
  // Its first frame has loaded, and is drawn within a few frames of the page where it is drawn at all.
  await page.waitForTimeout(500)
  expect(await brightness(page)).toBe(0)
  await length.scrollIntoViewIfNeeded()
  await expect.poll(() => brightness(page)).toBeGreaterThan(100)
})

it('draws the first frame that is not black', async () => {
  const { emulator, intercept, open } = await startPlayer()
  const recorder = await open(emulator.addTask({ state: { status: 'queued' } }).id)
  const bytes = new Uint8Array(await recordDarkStart(recorder))
  await recorder.close()
  intercept((request) => (/files|content/.test(request.url) ? rangeOf(bytes, request) : undefined))
  const page = await open(emulator.addTask(completed).id)
  await expect.poll(() => brightness(page), { timeout: 10_000 }).toBeGreaterThan(200)
  const position = () => page.locator('video').evaluate((video: HTMLVideoElement) => video.currentTime)
  await expect.poll(position).toBe(0)
})

it("shows the provider's thumbnail, and draws no frame then", async () => {
  const { emulator, intercept, open } = await startPlayer()
  const { id } = emulator.addTask(completed)
  const cover_image_url = 'https://cdn.example.com/a.jpg'
  intercept(async (request) => {
    if (!request.url.endsWith(id)) return undefined
    return Response.json({ ...(await (await emulator.fetch(request)).json()), metadata: { cover_image_url } })
  })
  const page = await open(id)
  await page.locator('video').waitFor()
  expect(await page.locator('video').getAttribute('poster')).toBe(cover_image_url)
  expect(await page.locator('.video-task-poster').count()).toBe(0)
})
