import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { describe, expect, it, onTestFinished } from 'vitest'
import {
  createVideoClient,
  openVideoContent,
  readVideoContent,
  type VideoClient,
  VideoNetworkError,
} from 'react-video-task/client'
import { createVideoEmulator } from 'react-video-task/testing'
import { mediaStarts, textStarts, trickle } from '../../support/contentStarts.js'
import { errorOf } from '../../support/errorOf.js'
import { serve } from '../../support/serve.js'

/** Bytes as an MP4 starts. */
const bytes = (length = 1_000) => new Uint8Array(length).fill(7, 4)
const video = (headers: Record<string, string> = {}) =>
  new Response(bytes(), { headers: { 'content-type': 'video/mp4', ...headers } })
const clientOf = async (handler: (request: Request) => Response | Promise<Response>) =>
  createVideoClient({ baseURL: `${await serve(handler)}/v1` })

/** A server that sends the first bytes of a video and then waits. */
async function startSlowServer() {
  let finish: ((how: 'end' | 'cut') => void) | undefined
  let closed = () => {}
  const isClosed = new Promise<void>((resolve) => (closed = resolve))
  const server = createServer((_, response) => {
    response.on('close', closed)
    response.writeHead(200, { 'content-type': 'video/mp4', 'content-length': 2_000 })
    response.write(bytes())
    finish = (how) => (how === 'end' ? response.end(bytes()) : response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  const client = createVideoClient({ baseURL: `http://127.0.0.1:${port}/v1` })
  return { client, isClosed, finish: (how: 'end' | 'cut') => finish?.(how) }
}

async function sizeOf(stream: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<number> {
  return (await new Response(stream).blob()).size
}

describe('openVideoContent', () => {
  it('returns the bytes, the type and the length from the emulator', async () => {
    const emulator = createVideoEmulator({ apiKey: false })
    const { id } = emulator.addTask({ state: { status: 'completed' } })
    const client = await clientOf(emulator.fetch)
    const content = await openVideoContent(client, id)
    expect(content.type).toBe('video/mp4')
    expect(content.total).toBeGreaterThan(1_000)
    expect(content.total).toBe((await readVideoContent(client, id)).size)
    expect(await sizeOf(content.stream)).toBe(content.total)
  })

  it('resolves with the first bytes before the last are sent', async () => {
    const { client, finish } = await startSlowServer()
    const { stream, total } = await openVideoContent(client, 'a')
    const reader = stream.getReader()
    expect((await reader.read()).value?.byteLength).toBe(1_000)
    expect(total).toBe(2_000)
    finish('end')
    expect((await reader.read()).value?.byteLength).toBe(1_000)
    expect((await reader.read()).done).toBe(true)
  })

  it('errors the stream with a network error when the response breaks off', async () => {
    const { client, finish } = await startSlowServer()
    const { stream } = await openVideoContent(client, 'a')
    finish('cut')
    const error = await errorOf(() => sizeOf(stream))
    expect(error).toBeInstanceOf(VideoNetworkError)
    expect(error).toMatchObject({ code: 'network_error', retryable: true, cause: expect.any(Error) })
  })

  it.each(['stream', 'content'] as const)(
    'rejects with the reason of an abort while bytes arrive, and closes the connection (%s)',
    async (how) => {
      const { client, isClosed } = await startSlowServer()
      const controller = new AbortController()
      const { signal } = controller
      const reason = new Error('left the page')
      let isUnderWay = () => {}
      const underWay = new Promise<void>((resolve) => (isUnderWay = resolve))
      const error = errorOf(async () => {
        if (how === 'content')
          return readVideoContent(client, 'a', { signal, onProgress: () => isUnderWay() })
        const { stream } = await openVideoContent(client, 'a', { signal })
        isUnderWay()
        return sizeOf(stream)
      })
      await underWay
      controller.abort(reason)
      expect(await error).toBe(reason)
      await isClosed
    },
  )

  it('closes the connection when the stream is cancelled', async () => {
    const { client, isClosed } = await startSlowServer()
    const { stream } = await openVideoContent(client, 'a')
    await stream.cancel()
    await isClosed
  })

  it('ends the stream on abort even where fetch ignores its signal', async () => {
    let isCancelled = false
    const body = new ReadableStream({
      start: (controller) => controller.enqueue(bytes()),
      cancel: () => void (isCancelled = true),
    })
    const client = createVideoClient({ baseURL: '/v1', fetch: async () => new Response(body) })
    const controller = new AbortController()
    const { stream } = await openVideoContent(client, 'a', controller)
    controller.abort(new Error('left the page'))
    expect(await errorOf(() => sizeOf(stream))).toBe(controller.signal.reason)
    expect(isCancelled).toBe(true)
  })

  it('rejects with a network error for no response and for an error body that breaks off', async () => {
    const unreachable = createVideoClient({ baseURL: 'http://127.0.0.1:9/v1' })
    const broken = createVideoClient({
      baseURL: '/v1',
      fetch: async () => {
        const cut = new ReadableStream({ pull: (controller) => controller.error(new Error('cut')) })
        return new Response(cut, { status: 502 })
      },
    })
    for (const client of [unreachable, broken]) {
      const error = await errorOf(() => openVideoContent(client, 'a'))
      expect(error).toBeInstanceOf(VideoNetworkError)
      expect(error).toMatchObject({ code: 'network_error', retryable: true, cause: expect.any(Error) })
    }
  })

  it('fetches the contentUrl of a client without fetchContent', async () => {
    const { contentUrl, ...rest } = await clientOf(() => video())
    const client: VideoClient = { create: rest.create, retrieve: rest.retrieve, contentUrl }
    expect((await readVideoContent(client, 'a')).size).toBe(1_000)
    expect(await errorOf(() => openVideoContent(client, ' '))).toMatchObject({ code: 'invalid_id' })
  })

  it('makes no request for an invalid id', async () => {
    const client = createVideoClient({ baseURL: '/v1', fetch: () => expect.fail('asked') })
    expect(await errorOf(() => openVideoContent(client, '..'))).toMatchObject({ code: 'invalid_id' })
    expect(await errorOf(() => client.fetchContent('..'))).toMatchObject({ code: 'invalid_id' })
  })

  it('requests the variant', async () => {
    let asked = ''
    const client = await clientOf((request) => {
      asked = request.url
      return video()
    })
    await sizeOf((await openVideoContent(client, 'a', { variant: 'thumbnail' })).stream)
    expect(new URL(asked).search).toBe('?variant=thumbnail')
  })

  it('has no total for a compressed response', async () => {
    const body = gzipSync(bytes())
    const headers = { 'content-encoding': 'gzip', 'content-length': String(body.byteLength) }
    const content = await openVideoContent(await clientOf(() => new Response(body, { headers })), 'a')
    expect(content.total).toBeUndefined()
    expect(await sizeOf(content.stream)).toBe(1_000)
  })

  it('has no total for a response of unknown length', async () => {
    const content = await openVideoContent(
      await clientOf(() => new Response(new Blob([bytes()]).stream())),
      'a',
    )
    expect(content.total).toBeUndefined()
    expect(await sizeOf(content.stream)).toBe(1_000)
  })

  const labelled = { headers: { 'content-type': 'video/mp4' } }

  it.each(textStarts)('refuses %s that is labelled as a video', async (_, text) => {
    for (const body of [text, trickle(text)]) {
      const client = createVideoClient({ baseURL: '/v1', fetch: async () => new Response(body, labelled) })
      expect(await errorOf(() => openVideoContent(client, 'a'))).toMatchObject({
        name: 'VideoResponseError',
        code: 'invalid_content',
        status: 200,
      })
    }
  })

  it.each(mediaStarts)('opens %s, in one piece and byte by byte', async (_, media) => {
    for (const body of [media, trickle(media)]) {
      const client = createVideoClient({ baseURL: '/v1', fetch: async () => new Response(body, labelled) })
      const { stream } = await openVideoContent(client, 'a')
      expect(new Uint8Array(await new Response(stream).arrayBuffer())).toEqual(media)
    }
  })

  it('refuses an empty body', async () => {
    const client = createVideoClient({ baseURL: '/v1', fetch: async () => new Response('', labelled) })
    expect(await errorOf(() => openVideoContent(client, 'a'))).toMatchObject({
      code: 'invalid_content',
      message: expect.stringContaining('with nothing'),
    })
  })

  it('rejects with the error of the API', async () => {
    const client = await clientOf(() => Response.json({ error: { code: 'gone' } }, { status: 502 }))
    expect(await errorOf(() => openVideoContent(client, 'a'))).toMatchObject({
      name: 'VideoApiError',
      code: 'gone',
    })
  })
})

describe('fileName of a video content', () => {
  const raw = (text: string) => Buffer.from(text).toString('latin1')
  it.each([
    ['attachment; filename=fox.mp4', 'fox.mp4'],
    ['attachment; filename="a fox.mp4"', 'a fox.mp4'],
    ['ATTACHMENT ; FileName = "a fox.mp4" ; size=7', 'a fox.mp4'],
    ['inline; filename="a \\"fox\\"; filename=b.mp4"', 'a "fox"; filename=b.mp4'],
    ['attachment; name="x; filename=wrong.mp4"; filename=right.mp4', 'right.mp4'],
    ["attachment; filename=plain.mp4; filename*=UTF-8''%e9%9b%aa%20fox.mp4", '雪 fox.mp4'],
    ["attachment; filename*=utf-8'en'fox%2Emp4", 'fox.mp4'],
    ["attachment; filename*=UTF-8''%ff.mp4; filename=plain.mp4", 'plain.mp4'],
    ["attachment; filename*=ISO-8859-1''%e9.mp4; filename=plain.mp4", 'plain.mp4'],
    [raw('attachment; filename="лиса 100%.mp4"'), 'лиса 100%.mp4'],
    ['attachment; filename="\xe9t\xe9.mp4"', 'été.mp4'],
    ['attachment; filename="../../etc/passwd"', 'passwd'],
    ['attachment; filename="..\\\\..\\\\boot.ini"', 'boot.ini'],
    ["attachment; filename*=UTF-8''..%2F..%2Fetc%2Fpasswd", 'passwd'],
    ['attachment; filename=.bashrc', 'bashrc'],
    ['attachment; filename=".."', undefined],
    ['attachment; filename=""', undefined],
    ['attachment', undefined],
    [undefined, undefined],
  ])('is read from %j as %j', async (disposition, fileName) => {
    const client = await clientOf(() => video(disposition ? { 'content-disposition': disposition } : {}))
    const content = await openVideoContent(client, 'a')
    await content.stream.cancel()
    expect(content.fileName).toBe(fileName)
  })
})

it('isLinkable is false for a client with headers, a key or a fetch', () => {
  const baseURL = '/api/v1'
  expect(createVideoClient({ baseURL }).isLinkable).toBe(true)
  expect(createVideoClient({ baseURL, headers: { 'x-app': '1' } }).isLinkable).toBe(false)
  expect(createVideoClient({ baseURL, apiKey: 'sk' }).isLinkable).toBe(false)
  expect(createVideoClient({ baseURL, fetch }).isLinkable).toBe(false)
})
