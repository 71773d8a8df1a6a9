import { request as sendHttp, type OutgoingHttpHeaders, type RequestListener } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { createRequestListener } from '@remix-run/node-fetch-server'
import type { VideoProxy, VideoProxyOptions } from 'react-video-task/server'
import { describe, expect, it } from 'vitest'
import { createTestProxy, get, post } from '../support/createTestProxy.js'
import { serveNode } from '../support/serve.js'
import { restoreFetchClasses } from '../support/restoreFetchClasses.js'

restoreFetchClasses()

const allowedHosts = ['app.example.com', 'localhost', '[::1]', '.preview.example.com']

describe('allowedHosts', () => {
  it.each([
    [{ host: 'app.example.com' }],
    [{ host: 'APP.example.com:8443' }],
    [{ host: 'app.example.com.' }],
    [{ host: 'localhost:3000' }],
    [{ host: '[0:0::1]:3000' }],
    [{ host: 'preview.example.com' }],
    [{ host: 'pr-7.preview.example.com' }],
    [{ host: 'localhost:3000', 'x-forwarded-host': 'app.example.com' }],
    [{ host: 'localhost:3000', 'x-forwarded-host': 'app.example.com:443, localhost' }],
  ])('allow a request with %j', async (headers) => {
    const { proxy, requests } = createTestProxy(undefined, { allowedHosts })
    expect((await proxy(get('/videos/t1', headers))).status).toBe(200)
    expect(requests).toHaveLength(1)
  })

  it.each([
    [{ host: 'rebound.example' }],
    [{ host: 'app.example.com.rebound.example' }],
    [{ host: 'notpreview.example.com' }],
    [{ host: '127.0.0.1' }],
    [{ host: '[::2]' }],
    [{ host: 'localhost, rebound.example' }],
    [{ host: 'localhost@rebound.example' }],
    [{ host: 'rebound.example#localhost' }],
    [{ host: 'rebound.example/localhost' }],
    [{ host: 'localhost:port' }],
    [{ host: '' }],
    [{ host: 'rebound.example', 'x-forwarded-host': 'localhost' }],
    [{ host: 'rebound.example', forwarded: 'host=localhost' }],
    [{ host: 'localhost', 'x-forwarded-host': 'rebound.example' }],
    [{ host: 'localhost', 'x-forwarded-host': 'localhost, rebound.example' }],
    [{ host: 'localhost', 'x-forwarded-host': '' }],
  ])('refuse a request with %j, before authorize', async (headers) => {
    let calls = 0
    const authorize = () => ++calls > 0
    const { proxy, requests } = createTestProxy(undefined, { allowedHosts, authorize })
    for (const request of [get('/videos/t1', headers), get('/videos/t1/content', headers), post(headers)]) {
      const response = await proxy(request)
      expect(response.status).toBe(421)
      expect(await response.json()).toMatchObject({ error: { code: 'host_not_allowed' } })
    }
    expect([calls, requests]).toEqual([0, []])
  })

  it('name the refused host and the option in the message', async () => {
    const { proxy } = createTestProxy(undefined, { allowedHosts })
    expect(await (await proxy(get('/videos/t1', { host: 'rebound.example:80' }))).json()).toMatchObject({
      error: {
        message: "The host 'rebound.example:80' was refused by this app's proxy: name it in `allowedHosts`.",
      },
    })
  })

  it('repeat no more than 100 characters of the refused host', async () => {
    const { proxy } = createTestProxy(undefined, { allowedHosts })
    const answer = await proxy(get('/videos/t1', { host: `${'x'.repeat(100)}yz.example` }))
    expect(await answer.json()).toMatchObject({
      error: { message: expect.stringContaining(`'${'x'.repeat(100)}'`) },
    })
  })

  it('are compared with the URL where a request has no Host header', async () => {
    const { proxy } = createTestProxy(undefined, { allowedHosts })
    expect((await proxy(new Request('http://localhost/api/v1/videos/t1'))).status).toBe(200)
    expect((await proxy(new Request('http://rebound.example/api/v1/videos/t1'))).status).toBe(421)
  })

  it('allow any host by default, and none when empty', async () => {
    const rebound = () => get('/videos/t1', { host: 'rebound.example' })
    expect((await createTestProxy().proxy(rebound())).status).toBe(200)
    expect((await createTestProxy(undefined, { allowedHosts: [] }).proxy(rebound())).status).toBe(421)
  })

  it.each([
    ...['', '.', '*', '*.example.com', 'localhost:3000', '[::1]:80', 'https://app.example.com', 'a b', 'a/b'],
    ...[7, null],
  ])('throw for the entry %j', (entry) => {
    const options: Partial<VideoProxyOptions> = JSON.parse('{}', () => ({ allowedHosts: [entry] }))
    expect(() => createTestProxy(undefined, options)).toThrow(/allowedHosts/)
  })

  it('throw for a text in place of a list', () => {
    const options: Partial<VideoProxyOptions> = JSON.parse('{}', () => ({ allowedHosts: 'localhost' }))
    expect(() => createTestProxy(undefined, options)).toThrow(/list/)
  })
})

const adapters: [string, (proxy: VideoProxy) => RequestListener][] = [
  ['@hono/node-server', (proxy) => getRequestListener((request) => proxy(request))],
  ['@remix-run/node-fetch-server', (proxy) => createRequestListener((request) => proxy(request))],
  [
    '@remix-run/node-fetch-server that trusts a reverse proxy',
    (proxy) => createRequestListener((request) => proxy(request), { trustProxy: true }),
  ],
]

describe.each(adapters)('allowedHosts over HTTP, on %s', (_, adapt) => {
  it('refuse a foreign Host, whatever X-Forwarded-Host and Forwarded name', async () => {
    const { proxy, requests } = createTestProxy(undefined, {
      allowedHosts: ['127.0.0.1'],
      cache: false,
    })
    const url = `${await serveNode(adapt(proxy))}/api/v1/videos/t1`
    const { host } = new URL(url)
    const status = (headers: OutgoingHttpHeaders) =>
      new Promise<number | undefined>((resolve, reject) => {
        sendHttp(url, { headers }, (response) =>
          response.resume().once('end', () => resolve(response.statusCode)),
        )
          .once('error', reject)
          .end()
      })
    expect(await status({ host })).toBe(200)
    expect(await status({ host, 'x-forwarded-host': host })).toBe(200)
    expect(requests).toHaveLength(2)
    expect(await status({ host: 'rebound.example' })).toBe(421)
    expect(await status({ host: 'rebound.example', 'x-forwarded-host': host })).toBe(421)
    expect(await status({ host: 'rebound.example', forwarded: `host="${host}"` })).toBe(421)
    expect(await status({ host, 'x-forwarded-host': 'rebound.example' })).toBe(421)
    expect(requests).toHaveLength(2)
  })
})
