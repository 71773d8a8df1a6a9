import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import type { Page } from 'playwright'
import { beforeAll, expect, it, onTestFinished } from 'vitest'
import type { UploadPage } from './upload/main.js'
import { buildPage } from '../support/buildPage.js'
import { openPage } from '../support/openPage.js'

declare global {
  interface Window {
    uploads: UploadPage
  }
}

type Answer = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>

let page: (request: Request) => Response
beforeAll(async () => {
  page = await buildPage(new URL('./upload/', import.meta.url))
})

/** Serves the page, and under `/v1` what the test answers; gives the open page and the requests that came whole. */
async function open(answer: Answer): Promise<Page> {
  const server = createServer((request, response) => {
    const url = `http://127.0.0.1${request.url}`
    if (request.url?.startsWith('/v1')) return void answer(request, response)
    const file = page(new Request(url))
    void file.text().then((text) => {
      // Chromium sends a request again, a POST too, where a connection that it has used before closes without an answer.
      response.writeHead(file.status, { ...Object.fromEntries(file.headers), connection: 'close' })
      response.end(text)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const opened = await openPage(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
  await opened.waitForFunction(() => 'uploads' in window)
  return opened
}

const send = (page: Page, by: 'fetch' | 'upload', sent: Parameters<UploadPage['send']>[1]) =>
  page.evaluate(([way, request]) => window.uploads.send(way, request), [by, sent] as const)
const create = (page: Page, bytes: number, by: 'fetch' | 'upload' = 'upload') =>
  page.evaluate(([size, way]) => window.uploads.create(size, way), [bytes, by] as const)
const progressOf = (page: Page) => page.evaluate(() => window.uploads.progress())

/** Reads a body, at most 1 MB in each pause of some ms, up to a number of bytes; gives the bytes that came. */
async function readSlowly(request: IncomingMessage, max = Infinity, pause = 10): Promise<number> {
  let seen = 0
  let block = 0
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    seen += chunk.length
    if (seen >= max) break
    block += chunk.length
    if (block < 1_000_000) continue
    block = 0
    await delay(pause)
  }
  return seen
}

const json = (response: ServerResponse, body: unknown, status = 200) => {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(body))
}

it('reports the progress of an upload up to the whole body', async () => {
  let seen = 0
  const page = await open(async (request, response) => {
    seen = await readSlowly(request)
    json(response, { id: 'a', status: 'queued', progress: 0 })
  })
  expect(await create(page, 24_000_000)).toEqual({ id: 'a', isLinkable: true })
  const progress = await progressOf(page)
  expect(progress.length).toBeGreaterThan(2)
  expect(progress.map(({ loaded }) => loaded)).toEqual(
    progress.map(({ loaded }) => loaded).toSorted((a, b) => a - b),
  )
  expect(new Set(progress.map(({ total }) => total))).toEqual(new Set([seen]))
  expect(progress.at(-1)).toEqual({ loaded: seen, total: seen })
})

it('a client without `upload` sends by fetch, and reports nothing', async () => {
  const page = await open(async (request, response) => {
    await readSlowly(request)
    json(response, { id: 'a', status: 'queued', progress: 0 })
  })
  expect(await create(page, 1_000, 'fetch')).toEqual({ id: 'a', isLinkable: true })
  expect(await progressOf(page)).toEqual([])
})

it('an upload that breaks at 99 % rejects, and the same file can be sent again', async () => {
  const created: number[] = []
  let attempts = 0
  const page = await open(async (request, response) => {
    const length = Number(request.headers['content-length'])
    if (++attempts === 1) {
      await readSlowly(request, length * 0.99)
      return void request.socket.destroy()
    }
    created.push(await readSlowly(request))
    json(response, { id: 'a', status: 'queued', progress: 0 })
  })
  const { error } = await create(page, 8_000_000)
  expect(error).toMatchObject({ code: 'network_error', retryable: true })
  expect(error).toMatchObject({ message: expect.stringContaining('A video may have been made and billed.') })
  // The library repeats no create.
  expect(attempts).toBe(1)
  expect(await create(page, 8_000_000)).toMatchObject({ id: 'a' })
  expect(created).toHaveLength(1)
})

it('an abort during the upload rejects with its reason and ends the connection', async () => {
  let isEnded = false
  const page = await open((request) =>
    readSlowly(request, Infinity, 100).then(
      () => {},
      () => void (isEnded = true),
    ),
  )
  const answer = await send(page, 'upload', {
    path: '/v1',
    method: 'POST',
    // More than a system keeps in its buffers, which can be 32 MiB.
    bytes: 80_000_000,
    abort: 'during',
  })
  expect(answer).toEqual({ error: 'the reason of the abort' })
  await expect.poll(() => isEnded, { timeout: 20_000 }).toBe(true)
})

it('an abort before the upload sends nothing', async () => {
  let requests = 0
  const page = await open(() => void requests++)
  const sent = { path: '/v1', method: 'POST', bytes: 10, abort: 'before' } as const
  expect(await send(page, 'upload', sent)).toEqual({ error: 'the reason of the abort' })
  expect(requests).toBe(0)
})

it.each<[string, Answer]>([
  ['200', (_, response) => json(response, { id: 'a' })],
  ['202 without a body', (_, response) => void response.writeHead(202).end()],
  ['204', (_, response) => void response.writeHead(204, { 'x-request-id': 'r1' }).end()],
  [
    'a status text',
    (_, response) => void response.writeHead(429, 'Slow Down', { 'retry-after': '30' }).end('{}'),
  ],
  ['500', (_, response) => void response.writeHead(500).end('<h1>no</h1>')],
  [
    'headers of one name',
    (_, response) =>
      void response
        .writeHead(
          200,
          [
            ['x-a', '1'],
            ['x-a', '2'],
            ['x-b', 'a: b'],
          ].flat(),
        )
        .end('é'),
  ],
  ['no answer', (request) => void request.socket.destroy()],
  [
    'an answer that breaks off',
    (request, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('{')
      setTimeout(() => request.socket.destroy(), 50)
    },
  ],
])('gives what fetch gives for %s', async (_, answer) => {
  const page = await open(async (request, response) => {
    await readSlowly(request)
    await answer(request, response)
  })
  const sent = { path: '/v1', method: 'POST', bytes: 1_000 }
  expect(await send(page, 'upload', sent)).toEqual(await send(page, 'fetch', sent))
})

it.each<Parameters<UploadPage['send']>[1]>([
  { path: '/v1', method: 'POST', bytes: 1_000, headers: { 'x-token': 'a, b' } },
  {
    path: '/v1?api-version=preview#top',
    method: 'POST',
    text: '{}',
    headers: { 'content-type': 'application/json' },
  },
  { path: '/v1', method: 'POST', text: 'é' },
  { path: '/v1', method: 'GET' },
  { path: '/v1', method: 'PUT', text: '', credentials: 'include' },
])('sends what fetch sends, as %j', async (sent) => {
  const page = await open(async (request, response) => {
    const { method, url, headers } = request
    const length = await readSlowly(request)
    const { 'x-token': token, cookie, origin, 'content-type': type = '' } = headers
    json(response, { method, url, token, cookie, origin, length, type: type.replace(/boundary=.*/, '') })
  })
  await page.evaluate(() => void (document.cookie = 'session=1'))
  expect(await send(page, 'upload', sent)).toEqual(await send(page, 'fetch', sent))
})

it('rejects a redirect that must not be followed, and follows one that may be', async () => {
  const page = await open(async (request, response) => {
    await readSlowly(request)
    if (request.url === '/v1') response.writeHead(302, { location: '/v1/login' }).end()
    else json(response, { id: 'a' })
  })
  const sent = { path: '/v1', method: 'POST', bytes: 10 }
  expect(await send(page, 'upload', { ...sent, redirect: 'manual' })).toEqual({ error: 'TypeError' })
  expect(await send(page, 'upload', { ...sent, redirect: 'error' })).toEqual({ error: 'TypeError' })
  expect(await send(page, 'upload', sent)).toEqual(await send(page, 'fetch', sent))
})
