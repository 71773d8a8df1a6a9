import { readFile } from 'node:fs/promises'
import type { Download, Page } from 'playwright'
import { describe, expect, it } from 'vitest'
import { finishedVideo } from './support/finishedVideo.js'
import { shareApp } from './support/shareApp.js'

const app = shareApp()

const NAME = 'A fox in the snow.mp4'
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name })
const withoutPicker = (page: Page) =>
  page.evaluate(() => Reflect.deleteProperty(window, 'showSaveFilePicker'))

async function bytesOf(download: Download): Promise<number> {
  return (await readFile(await download.path())).byteLength
}

const sent = (video: { asked: unknown[] }, count = 1) =>
  expect.poll(() => video.asked.length, { timeout: 10_000 }).toBe(count)
const phase = (page: Page, name: string) => page.locator(`[data-phase=${name}]`).waitFor()

it('the browser downloads from the own origin, and nothing passes through the page', async () => {
  const video = finishedVideo()
  const open = await app.start(video.answer)
  const page = await open()
  const requests: string[] = []
  page.on('request', (request) => requests.push(`${request.resourceType()} ${request.url()}`))
  const event = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Download' }).click()
  await sent(video)
  video.send(5_000)
  const download = await event
  video.end()
  expect(download.suggestedFilename()).toBe(NAME)
  expect(await bytesOf(download)).toBe(5_000)
  expect(requests.filter((request) => /^(fetch|xhr).*content/.test(request))).toEqual([])
  expect(page.context().pages()).toHaveLength(1)
})

describe('where requests carry a header of the app', () => {
  const token = { token: 'session' }

  it('the page downloads, shows how far it is, and keeps the focus', async () => {
    const video = finishedVideo({ headers: { 'content-length': '4000' } })
    const open = await app.start(video.answer)
    const page = await open(token)
    await withoutPicker(page)
    await button(page, 'Download').focus()
    await page.keyboard.press('Enter')
    await sent(video)
    expect(video.asked[0]?.headers.get('x-token')).toBe('session')
    video.send(1_800)
    await page.getByText('Downloading 45%').waitFor()
    // A second press while it is under way does nothing.
    await page.keyboard.press('Enter')
    const event = page.waitForEvent('download')
    video.send(2_200)
    video.end()
    const download = await event
    expect(download.suggestedFilename()).toBe(NAME)
    expect(await bytesOf(download)).toBe(4_000)
    await page.locator('button:focus', { hasText: 'Saved' }).waitFor()
    await page.locator('button:focus', { hasText: 'Download' }).waitFor()
    expect(video.asked).toHaveLength(1)
  })

  it('cancelling by keyboard ends the request, saves nothing, and gives the focus back', async () => {
    const video = finishedVideo()
    const open = await app.start(video.answer)
    const page = await open(token)
    await withoutPicker(page)
    const downloads: Download[] = []
    page.on('download', (download) => downloads.push(download))
    await button(page, 'Download').click()
    await sent(video)
    video.send(1_000)
    await phase(page, 'downloading')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.locator('button:focus', { hasText: /^Download$/ }).waitFor()
    await expect.poll(video.isGone, { timeout: 10_000 }).toBe(true)
    expect(await button(page, 'Cancel download').count()).toBe(0)
    expect(downloads).toEqual([])
  })

  it('a download that ends while the focus is on its cancel button gives the focus back as well', async () => {
    const video = finishedVideo()
    const open = await app.start(video.answer)
    const page = await open(token)
    await withoutPicker(page)
    await button(page, 'Download').click()
    await sent(video)
    video.send(1_000)
    await button(page, 'Cancel download').focus()
    video.end()
    await page.locator('button:focus', { hasText: 'Saved' }).waitFor()
  })

  it("the server's own name counts, made harmless", async () => {
    const disposition = `attachment; filename*=UTF-8''..%2F%E9%9B%AA%20fox.exe`
    const video = finishedVideo({ headers: { 'content-disposition': disposition } })
    const open = await app.start(video.answer)
    const page = await open(token)
    await withoutPicker(page)
    const event = page.waitForEvent('download')
    await button(page, 'Download').click()
    await sent(video)
    video.send(1_000)
    video.end()
    expect((await event).suggestedFilename()).toBe('雪 fox.exe.mp4')
  })

  it('text that is called a video fails it in words, with a way on', async () => {
    const video = finishedVideo()
    const open = await app.start((request) =>
      request.url.endsWith('/content')
        ? new Response('{"error":"expired"}', { headers: { 'content-type': 'video/mp4' } })
        : video.answer(request),
    )
    const page = await open(token)
    await withoutPicker(page)
    await button(page, 'Download').click()
    await page.getByRole('alert').getByText('Download failed.').waitFor()
    await page.locator('button:focus', { hasText: /^Download$/ }).waitFor()
    const link = page.getByRole('link', { name: 'Open video' })
    expect(await link.getAttribute('href')).toBe('/v1/videos/a/content')
    expect(await link.getAttribute('target')).toBe('_blank')
    expect(await link.getAttribute('rel')).toBe('noopener noreferrer')
  })
})

describe('where the browser has a picker', () => {
  /** A picker that gives a real file, of the page's private file system, since no test can press the real one. */
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

  it('the video goes straight to the file', async () => {
    const video = finishedVideo()
    const open = await app.start(video.answer)
    const page = await open({ token: 'session' })
    await pickFile(page)
    await button(page, 'Download').click()
    await sent(video)
    video.send(3_000_000)
    video.end()
    await phase(page, 'saved')
    expect(await pickedSize(page)).toBe(3_000_000)
    expect(await page.locator('body').getAttribute('data-picker')).toBe(`${NAME} true`)
  })

  it('cancelling takes the file away', async () => {
    const video = finishedVideo()
    const open = await app.start(video.answer)
    const page = await open({ token: 'session' })
    await pickFile(page)
    await button(page, 'Download').click()
    await sent(video)
    video.send(1_000)
    await button(page, 'Cancel download').click()
    await expect.poll(() => pickedSize(page), { timeout: 10_000 }).toBe('no file')
    await expect.poll(video.isGone, { timeout: 10_000 }).toBe(true)
  })

  it('a disk that is slow slows the server down: nothing piles up in the page', async () => {
    let pieces = 0
    const video = finishedVideo()
    const piece = new Uint8Array(1_000_000).fill(7)
    const open = await app.start((request) => {
      if (!request.url.endsWith('/content')) return video.answer(request)
      const pull = (controller: ReadableStreamDefaultController<Uint8Array>) => {
        pieces += 1
        if (pieces > 200) controller.close()
        else controller.enqueue(piece)
      }
      return new Response(new ReadableStream({ pull }), { headers: { 'content-type': 'video/mp4' } })
    })
    const page = await open({ token: 'session' })
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

describe('where the content route is on another origin', () => {
  it('the page downloads where the API lets it', async () => {
    const video = finishedVideo({ cors: 'all' })
    const open = await app.start(video.answer)
    const page = await open({ base: `${app.api()}/v1` })
    await withoutPicker(page)
    const event = page.waitForEvent('download')
    await button(page, 'Download').click()
    await sent(video)
    video.send(1_000)
    video.end()
    expect((await event).suggestedFilename()).toBe(NAME)
  })

  it('and offers the plain link where it does not', async () => {
    const video = finishedVideo({ cors: 'task' })
    const open = await app.start(video.answer)
    const page = await open({ base: `${app.api()}/v1` })
    await withoutPicker(page)
    await button(page, 'Download').click()
    await sent(video)
    video.send(1_000)
    await page.getByRole('alert').waitFor()
    const link = page.getByRole('link', { name: 'Open video' })
    expect(await link.getAttribute('href')).toBe(`${app.api()}/v1/videos/a/content`)
  })
})
