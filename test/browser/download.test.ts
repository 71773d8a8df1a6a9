import { readFile } from 'node:fs/promises'
import type { Download, Page } from 'playwright'
import { describe, expect, it } from 'vitest'
import { finishedVideo } from './support/finishedVideo.js'
import { prepareSite } from './support/site.js'

const startSite = prepareSite('app')

const NAME = 'A fox in the snow.mp4'
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name })
const withoutPicker = (page: Page) =>
  page.evaluate(() => Reflect.deleteProperty(window, 'showSaveFilePicker'))

async function bytesOf(download: Download): Promise<number> {
  return (await readFile(await download.path())).byteLength
}

const untilRequested = (video: { requests: unknown[] }, count = 1) =>
  expect.poll(() => video.requests.length, { timeout: 10_000 }).toBe(count)
const phase = (page: Page, name: string) => page.locator(`[data-phase=${name}]`).waitFor()

it("lets the browser download from the page's own origin, without a request of the page", async () => {
  const video = finishedVideo()
  const { open } = await startSite(video.answer)
  const page = await open({ id: 'a' })
  const link = page.getByRole('link', { name: 'Download' })
  await link.waitFor()
  const requests: string[] = []
  page.on('request', (request) => requests.push(`${request.resourceType()} ${request.url()}`))
  const event = page.waitForEvent('download')
  await link.click()
  await untilRequested(video)
  video.send(5_000)
  const download = await event
  video.end()
  expect(download.suggestedFilename()).toBe(NAME)
  expect(await bytesOf(download)).toBe(5_000)
  expect(requests.filter((request) => /^(fetch|xhr).*content/.test(request))).toEqual([])
  expect(page.context().pages()).toHaveLength(1)
})

describe('a client with a header of the app', () => {
  const token = { id: 'a', token: 'session' }

  it('downloads in the page, shows the progress and keeps the focus', async () => {
    const video = finishedVideo({ headers: { 'content-length': '4000' } })
    const { open } = await startSite(video.answer)
    const page = await open(token)
    await withoutPicker(page)
    await button(page, 'Download').focus()
    await page.keyboard.press('Enter')
    await untilRequested(video)
    expect(video.requests[0]?.headers.get('x-token')).toBe('session')
    video.send(1_800)
    await page.getByText('Downloading 45%').waitFor()
    // A second press during the download does nothing.
    await page.keyboard.press('Enter')
    const event = page.waitForEvent('download')
    video.send(2_200)
    video.end()
    const download = await event
    expect(download.suggestedFilename()).toBe(NAME)
    expect(await bytesOf(download)).toBe(4_000)
    await page.locator('button:focus', { hasText: 'Saved' }).waitFor()
    await page.locator('button:focus', { hasText: 'Download' }).waitFor()
    expect(video.requests).toHaveLength(1)
  })

  it('cancels by keyboard: aborts the request, saves nothing and returns the focus', async () => {
    const video = finishedVideo()
    const { open } = await startSite(video.answer)
    const page = await open(token)
    await withoutPicker(page)
    const downloads: Download[] = []
    page.on('download', (download) => downloads.push(download))
    await button(page, 'Download').click()
    await untilRequested(video)
    video.send(1_000)
    await phase(page, 'downloading')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.locator('button:focus', { hasText: /^Download$/ }).waitFor()
    await expect.poll(video.isCancelled, { timeout: 10_000 }).toBe(true)
    expect(await button(page, 'Cancel download').count()).toBe(0)
    expect(downloads).toEqual([])
  })

  it('returns the focus when a download ends while its cancel button is focused', async () => {
    const video = finishedVideo()
    const { open } = await startSite(video.answer)
    const page = await open(token)
    await withoutPicker(page)
    await button(page, 'Download').click()
    await untilRequested(video)
    video.send(1_000)
    await button(page, 'Cancel download').focus()
    video.end()
    await page.locator('button:focus', { hasText: 'Saved' }).waitFor()
  })

  it("uses the server's file name, sanitized", async () => {
    const disposition = `attachment; filename*=UTF-8''..%2F%E9%9B%AA%20fox.exe`
    const video = finishedVideo({ headers: { 'content-disposition': disposition } })
    const { open } = await startSite(video.answer)
    const page = await open(token)
    await withoutPicker(page)
    const event = page.waitForEvent('download')
    await button(page, 'Download').click()
    await untilRequested(video)
    video.send(1_000)
    video.end()
    expect((await event).suggestedFilename()).toBe('雪 fox.exe.mp4')
  })

  it('fails on text served as video/mp4, with a message and a link', async () => {
    const video = finishedVideo()
    let hasExpired = false
    const { open } = await startSite((request) =>
      hasExpired
        ? new Response('{"error":"expired"}', { headers: { 'content-type': 'video/mp4' } })
        : video.answer(request),
    )
    const page = await open(token)
    await button(page, 'Download').waitFor()
    hasExpired = true
    await withoutPicker(page)
    await button(page, 'Download').click()
    await page.getByRole('alert').getByText('Could not download.').waitFor()
    await page.locator('button:focus', { hasText: /^Download$/ }).waitFor()
    const link = page.getByRole('link', { name: 'Open in a new tab' })
    expect(await link.getAttribute('href')).toBe('/v1/videos/a/content')
    expect(await link.getAttribute('target')).toBe('_blank')
    expect(await link.getAttribute('rel')).toBe('noopener noreferrer')
  })
})

describe('a browser with a save file picker', () => {
  /** Replaces the picker, which no test can operate, with one that returns a file of the origin private file system. */
  const pickFile = (page: Page) =>
    page.evaluate(() => {
      const showSaveFilePicker = async ({ suggestedName }: { suggestedName: string }) => {
        const isWithinClick = navigator.userActivation.isActive
        const files = await navigator.storage.getDirectory()
        document.body.dataset['picker'] = `${suggestedName} ${isWithinClick}`
        return files.getFileHandle('picked', { create: true })
      }
      Object.assign(window, { showSaveFilePicker })
    })
  const pickedSize = (page: Page) =>
    page.evaluate(async () => {
      const files = await navigator.storage.getDirectory()
      try {
        return (await (await files.getFileHandle('picked')).getFile()).size
      } catch {
        return 'no file'
      }
    })

  it('streams the video into the picked file', async () => {
    const video = finishedVideo()
    const { open } = await startSite(video.answer)
    const page = await open({ id: 'a', token: 'session' })
    await pickFile(page)
    await button(page, 'Download').click()
    await untilRequested(video)
    video.send(3_000_000)
    video.end()
    await phase(page, 'saved')
    expect(await pickedSize(page)).toBe(3_000_000)
    expect(await page.locator('body').getAttribute('data-picker')).toBe(`${NAME} true`)
  })

  it('removes the partial file when a download is cancelled', async () => {
    const video = finishedVideo()
    const { open } = await startSite(video.answer)
    const page = await open({ id: 'a', token: 'session' })
    await pickFile(page)
    await button(page, 'Download').click()
    await untilRequested(video)
    video.send(1_000)
    await button(page, 'Cancel download').click()
    await expect.poll(() => pickedSize(page), { timeout: 10_000 }).toBe('no file')
    await expect.poll(video.isCancelled, { timeout: 10_000 }).toBe(true)
  })

  it('applies backpressure to the server when the disk is slow', async () => {
    let pieces = 0
    const video = finishedVideo()
    const piece = new Uint8Array(1_000_000).fill(7)
    const { open } = await startSite((request) => {
      if (!request.url.endsWith('/content')) return video.answer(request)
      const pull = (controller: ReadableStreamDefaultController<Uint8Array>) => {
        pieces += 1
        if (pieces > 200) controller.close()
        else controller.enqueue(piece)
      }
      return new Response(new ReadableStream({ pull }), { headers: { 'content-type': 'video/mp4' } })
    })
    const page = await open({ id: 'a', token: 'session' })
    await page.evaluate(() => {
      const write = () => new Promise<void>(() => {})
      const createWritable = async () => new WritableStream({ write })
      Object.assign(window, { showSaveFilePicker: async () => ({ createWritable }) })
    })
    await button(page, 'Download').click()
    let before = 0
    const hasStopped = () => {
      const isSame = pieces > 0 && pieces === before
      before = pieces
      return isSame
    }
    await expect.poll(hasStopped, { timeout: 20_000, interval: 500 }).toBe(true)
    expect(pieces).toBeLessThan(100)
  })
})

describe('a content route on another origin', () => {
  it('downloads in the page when the API allows it by CORS', async () => {
    const video = finishedVideo({ cors: 'all' })
    const { open, apiOrigin } = await startSite(video.answer)
    const page = await open({ id: 'a', base: `${apiOrigin}/v1` })
    await withoutPicker(page)
    const event = page.waitForEvent('download')
    await button(page, 'Download').click()
    await untilRequested(video)
    video.send(1_000)
    video.end()
    expect((await event).suggestedFilename()).toBe(NAME)
  })

  it('offers a plain link when the API does not allow it by CORS', async () => {
    const video = finishedVideo({ cors: 'task' })
    const { open, apiOrigin } = await startSite(video.answer)
    const page = await open({ id: 'a', base: `${apiOrigin}/v1` })
    await withoutPicker(page)
    await button(page, 'Download').click()
    await untilRequested(video)
    video.send(1_000)
    await page.getByRole('alert').waitFor()
    const link = page.getByRole('link', { name: 'Open in a new tab' })
    expect(await link.getAttribute('href')).toBe(`${apiOrigin}/v1/videos/a/content`)
  })
})
