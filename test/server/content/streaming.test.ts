import { get as nodeGet } from 'node:http'
import { setImmediate as tick } from 'node:timers/promises'
import { createVideoProxy } from 'react-video-task/server'
import { describe, expect, it, vi } from 'vitest'
import { createTestProxy, form, get, MP4 } from '../support/createTestProxy.js'
import { defer } from '../support/defer.js'
import { serve, serveNode } from '../support/serve.js'

const PIECE = 64 * 1024

/** A video of many pieces that counts the reads and records a cancel. */
function countedVideo(total: number, headers: Record<string, string> = {}) {
  const seen = { pulled: 0, isCancelled: false }
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      pull(controller) {
        const piece = new Uint8Array(PIECE)
        if (seen.pulled++ === 0) piece.set(MP4.subarray(0, 64))
        controller.enqueue(piece)
        if (seen.pulled === total) controller.close()
      },
      cancel: () => void (seen.isCancelled = true),
    },
    { highWaterMark: 0 },
  )
  return { seen, response: new Response(body, { headers: { 'content-type': 'video/mp4', ...headers } }) }
}

const proxyOf = (baseURL: string) =>
  createVideoProxy({
    apiKey: 'sk-stream-0123456789',
    authorize: () => true,
    baseURL,
    onError: () => undefined,
  })

describe('streaming of a video', () => {
  it('reads from the API only as the viewer reads', async () => {
    const { seen, response } = countedVideo(3000)
    const { proxy } = createTestProxy(() => response)
    const reader = (await proxy(get('/videos/t1/content'))).body?.getReader()
    expect(seen.pulled).toBe(1)
    for (let piece = 1; piece <= 5; piece++) {
      await reader?.read()
      expect(seen.pulled).toBe(piece)
    }
    await reader?.cancel()
    expect(seen).toEqual({ pulled: 5, isCancelled: true })
  })

  it('reads no further than one piece beyond the length that the API names', async () => {
    const { seen, response } = countedVideo(50, { 'content-length': String(2 * PIECE) })
    const { proxy } = createTestProxy(() => response)
    const bytes = await (await proxy(get('/videos/t1/content'))).arrayBuffer()
    expect([bytes.byteLength, seen]).toEqual([2 * PIECE, { pulled: 3, isCancelled: true }])
  })

  it('does not buffer 200 MB for a slow viewer over HTTP', async () => {
    const { seen, response } = countedVideo(3200)
    const api = await serve(() => response)
    const origin = await serve(proxyOf(`${api}/v1`))
    const viewer = nodeGet(`${origin}/videos/t1/content`)
    const message = await new Promise<NodeJS.ReadableStream>((resolve) => viewer.once('response', resolve))
    message.pause()
    // Until all buffers on the way, those of the sockets included, are full and stay full.
    for (let calm = 0, last = 0; calm < 2000; calm++) {
      if (seen.pulled !== last) calm = 0
      last = seen.pulled
      await tick()
    }
    expect(seen.pulled).toBeLessThan(400)
    viewer.destroy()
    await vi.waitFor(() => expect(seen.isCancelled).toBe(true))
  })

  it('survives garbage collection while middleware waits', async () => {
    const api = await serve(() => countedVideo(300).response)
    const response = await proxyOf(`${api}/v1`)(new Request('http://app.test/videos/t1/content'))
    const { setFlagsFromString } = await import('node:v8')
    const { runInNewContext } = await import('node:vm')
    setFlagsFromString('--expose-gc')
    const collect: unknown = runInNewContext('gc')
    for (let round = 0; round < 20; round++) {
      if (typeof collect === 'function') collect()
      await tick()
    }
    expect((await response.arrayBuffer()).byteLength).toBe(300 * PIECE)
  })

  it('errors the response when the upstream connection breaks', async () => {
    const api = await serveNode((_, response) => {
      response.writeHead(200, { 'content-type': 'video/mp4' })
      response.write(MP4, () => response.destroy())
    })
    const origin = await serve(proxyOf(`${api}/v1`))
    const response = await fetch(`${origin}/videos/t1/content`)
    expect(response.status).toBe(200)
    await expect(response.arrayBuffer()).rejects.toThrow()
  })
})

describe('a client that disconnects', () => {
  /** An API that sends no more than the given bytes, and records when the request is aborted. */
  async function hangingApi(start?: (write: (bytes: Uint8Array) => void) => void) {
    const arrived = defer<undefined>()
    const aborted = defer<undefined>()
    const api = await serveNode((_, response) => {
      response.once('close', () => aborted.resolve(undefined))
      if (start) {
        response.writeHead(200, { 'content-type': 'video/mp4' })
        start((bytes) => response.write(bytes))
      }
      arrived.resolve(undefined)
    })
    return { origin: await serve(proxyOf(`${api}/v1`)), arrived: arrived.promise, aborted: aborted.promise }
  }

  it.each([
    ['a poll', '/videos/t1', {}],
    ['a video', '/videos/t1/content', {}],
    ['a create', '/videos', { method: 'POST', body: form() }],
  ])('aborts the upstream request of %s before the answer', async (_, path, init) => {
    const { origin, arrived, aborted } = await hangingApi()
    const controller = new AbortController()
    const response = fetch(origin + path, { ...init, signal: controller.signal })
    await arrived
    controller.abort()
    await expect(response).rejects.toThrow()
    await aborted
  })

  it('aborts the upstream request in the middle of a video', async () => {
    const { origin, aborted } = await hangingApi((write) => write(MP4))
    const controller = new AbortController()
    const response = await fetch(`${origin}/videos/t1/content`, { signal: controller.signal })
    await response.body?.getReader().read()
    controller.abort()
    await aborted
  })

  it('aborts the upstream request of a video whose body the app has not begun to read', async () => {
    const aborted = defer<undefined>()
    const api = await serveNode((_, response) => {
      response.once('close', () => aborted.resolve(undefined))
      response.writeHead(200, { 'content-type': 'video/mp4' })
      response.write(MP4)
    })
    const controller = new AbortController()
    const { signal } = controller
    const response = await proxyOf(`${api}/v1`)(new Request('http://app.test/videos/t1/content', { signal }))
    expect(response.status).toBe(200)
    controller.abort()
    await aborted.promise
  })

  it('is not reported to onError', async () => {
    const controller = new AbortController()
    const { proxy, reported } = createTestProxy(undefined, {
      fetch: (_, { signal }) =>
        new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(new Error('gone')))),
    })
    const response = proxy(new Request('https://app.test/videos/t1', { signal: controller.signal }))
    await tick()
    controller.abort()
    expect((await response).status).toBe(499)
    expect(reported).toEqual([])
  })
})
