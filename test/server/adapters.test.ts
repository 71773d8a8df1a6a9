import type { RequestListener } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { createRequestListener } from '@remix-run/node-fetch-server'
import type { VideoProxy } from 'react-video-task/server'
import { describe, expect, it } from 'vitest'
import { createTestProxy, form, MP4, TASK } from './support/createTestProxy.js'
import { defer } from './support/defer.js'
import { serveNode } from './support/serve.js'
import { restoreFetchClasses } from './support/restoreFetchClasses.js'

restoreFetchClasses()

const SIZE = MP4.byteLength

const adapters: [string, (proxy: VideoProxy) => RequestListener][] = [
  ['@hono/node-server', (proxy) => getRequestListener((request) => proxy(request))],
  [
    '@remix-run/node-fetch-server',
    (proxy) => createRequestListener((request) => proxy(request), { onError: () => undefined }),
  ],
]

describe.each(adapters)('createVideoProxy on %s', (_, adapt) => {
  /** The proxy and its API, both over HTTP. */
  async function start(upstream: RequestListener) {
    const api = await serveNode(upstream)
    const { proxy } = createTestProxy(undefined, { baseURL: `${api}/v1`, fetch: undefined })
    return `${await serveNode(adapt(proxy))}/api/v1/videos`
  }

  it('creates and polls a task', async () => {
    const videos = await start((request, response) => {
      request.resume().once('end', () => response.end(JSON.stringify(TASK)))
    })
    const created = await fetch(videos, { method: 'POST', body: form() })
    expect(await created.json()).toEqual(TASK)
    const polled = await fetch(`${videos}/task_1`)
    expect(polled.headers.get('content-type')).toBe('application/json')
    expect(await polled.json()).toEqual(TASK)
  })

  it('answers a range from a full response, and HEAD without a body', async () => {
    const videos = await start((_request, response) => {
      response.writeHead(200, { 'content-type': 'video/mp4', 'content-length': SIZE }).end(MP4)
    })
    const part = await fetch(`${videos}/task_1/content`, { headers: { range: 'bytes=10-19' } })
    expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes 10-19/${SIZE}`])
    expect(new Uint8Array(await part.arrayBuffer())).toEqual(MP4.slice(10, 20))
    const head = await fetch(`${videos}/task_1/content`, { method: 'HEAD' })
    expect([head.status, head.headers.get('content-length')]).toEqual([200, String(SIZE)])
    expect(await head.text()).toBe('')
  })

  it('errors the response stream when the upstream body is truncated', async () => {
    const videos = await start((_request, response) => {
      response.writeHead(200, { 'content-type': 'video/mp4', 'content-length': SIZE + 1 })
      response.write(MP4, () => response.destroy())
    })
    const body = fetch(`${videos}/task_1/content`).then((response) => response.arrayBuffer())
    await expect(body).rejects.toThrow()
  })

  it.each([
    ['before the headers', false],
    ['in the middle', true],
  ])('aborts the request to the API when the viewer disconnects %s', async (_when, hasStarted) => {
    const arrived = defer<undefined>()
    const aborted = defer<undefined>()
    const videos = await start((_request, response) => {
      response.once('close', () => aborted.resolve(undefined))
      if (hasStarted) response.writeHead(200, { 'content-type': 'video/mp4' }).write(MP4)
      arrived.resolve(undefined)
    })
    const controller = new AbortController()
    const answer = fetch(`${videos}/task_1/content`, { signal: controller.signal })
    await arrived.promise
    if (hasStarted) await (await answer).body?.getReader().read()
    controller.abort()
    if (!hasStarted) await expect(answer).rejects.toThrow()
    await aborted.promise
  })
})
