import { connect } from 'node:net'
import { describe, expect, it } from 'vitest'
import { createTestProxy, errorCode, postJson, postStream } from '../support/createTestProxy.js'
import { defer } from '../support/defer.js'
import { serve } from '../support/serve.js'

const MAX = 100_000

/** A create whose body of 90,000 bytes arrives when `end` says so. */
function slowCreate(end: Promise<unknown>, signal?: AbortSignal): Request {
  const encode = (text: string) => new TextEncoder().encode(text)
  const body = new ReadableStream({
    async start(controller) {
      signal?.addEventListener('abort', () => controller.error(signal.reason))
      controller.enqueue(encode(`{"prompt":"${'x'.repeat(90_000)}`))
      await end
      controller.enqueue(encode('"}'))
      controller.close()
    },
  })
  const headers = { 'content-type': 'application/json' }
  return postStream(body, headers, signal)
}

const never = new Promise<undefined>(() => undefined)
const large = (extra = {}) => postJson({ prompt: 'x'.repeat(80_000), ...extra })
const options = { maxBodyBytes: MAX, maxBufferedBytes: 150_000 }

/** Waits until the proxy has read what has arrived. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 20))

describe('maxBufferedBytes', () => {
  it('answers 503 with Retry-After while other bodies take the budget', async () => {
    const { proxy, requests, reported } = createTestProxy(undefined, options)
    const end = defer<undefined>()
    const first = proxy(slowCreate(end.promise))
    await settle()
    const refused = await proxy(large())
    expect(refused.status).toBe(503)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(await errorCode(refused)).toBe('busy')
    expect(requests).toEqual([])
    expect(reported.map(({ context }) => context.code)).toEqual(['busy'])
    expect((await proxy(postJson({ prompt: 'A lake' }))).status).toBe(200)
    end.resolve(undefined)
    expect((await first).status).toBe(200)
    expect((await proxy(large())).status).toBe(200)
  })

  it('refuses an announced length that does not fit', async () => {
    const { proxy } = createTestProxy(undefined, options)
    void proxy(slowCreate(never))
    await settle()
    const body = new ReadableStream()
    const headers = { 'content-type': 'application/json', 'content-length': '99999' }
    const request = postStream(body, headers)
    const refused = await proxy(request)
    expect(refused.status).toBe(503)
    expect(refused.headers.has('connection')).toBe(false)
  })

  it('counts what has arrived and not what is announced', async () => {
    const { proxy } = createTestProxy(undefined, options)
    for (let index = 0; index < 20; index++) {
      const body = new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array(1)) })
      const headers = { 'content-type': 'application/json', 'content-length': '99999' }
      void proxy(postStream(body, headers))
    }
    await settle()
    expect((await proxy(large())).status).toBe(200)
  })

  it.each<[string, (proxy: (request: Request) => Promise<Response>) => Promise<unknown>]>([
    ['a create', (proxy) => proxy(large())],
    ['a refusal of the body', (proxy) => proxy(postJson('x'.repeat(80_000)))],
    ['a refusal by the limits', (proxy) => proxy(large({ model: 'other' }))],
    ['a body above the limit', (proxy) => proxy(postJson('x'.repeat(120_000)))],
    ['a failure of the API', (proxy) => proxy(large({ model: 'failing' }))],
    ['a time limit', (proxy) => proxy(slowCreate(never))],
    [
      'an abort',
      async (proxy) => {
        const controller = new AbortController()
        const response = proxy(slowCreate(never, controller.signal))
        await settle()
        controller.abort()
        return response
      },
    ],
  ])('is free again after %s', async (_, run) => {
    const { proxy } = createTestProxy(
      async ({ init }) => {
        if ((await new Response(init.body).text()).includes('failing')) throw new Error('reset')
        return Response.json({ id: 't1' })
      },
      {
        ...options,
        bodyTimeout: 200,
        authorizeCreate: ({ params }) => params.model !== 'other',
      },
    )
    for (let index = 0; index < 4; index++) await run(proxy)
    expect((await proxy(large())).status).toBe(200)
  })

  it('is at least maxBodyBytes', () => {
    expect(() => createTestProxy(undefined, { maxBodyBytes: 2000, maxBufferedBytes: 1000 })).toThrow(
      /maxBufferedBytes/,
    )
    expect(() => createTestProxy(undefined, { maxBodyBytes: 100 * 1024 * 1024 })).not.toThrow()
  })
})

describe('maxBodyBytes', () => {
  it('is 64 KiB by default', async () => {
    const { proxy } = createTestProxy()
    const text = '{"prompt":""}'
    const bodyOf = (bytes: number) => `{"prompt":"${'x'.repeat(bytes - text.length)}"}`
    expect((await proxy(postJson(bodyOf(65_536)))).status).toBe(200)
    expect((await proxy(postJson(bodyOf(65_537)))).status).toBe(413)
  })
})

describe('a body that is not read to its end', () => {
  const start = (headers: string) =>
    `POST /videos HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n${headers}\r\n`

  /** Sends raw text and reads until the server closes the connection. */
  async function send(origin: string, text: string): Promise<string> {
    const { hostname, port } = new URL(origin)
    return new Promise((resolve, reject) => {
      let answer = ''
      const socket = connect(Number(port), hostname, () => socket.write(text))
      socket.setEncoding('utf8')
      socket.on('data', (chunk) => (answer += String(chunk)))
      socket.on('error', reject)
      socket.on('close', () => resolve(answer))
    })
  }

  it.each([
    ['of over 16 MiB, which authorize denies', `Content-Length: ${17 * 1024 * 1024}\r\n`, '{'],
    ['of unknown length, which authorize denies', 'Transfer-Encoding: chunked\r\n', '1\r\n{\r\n'],
  ])('(%s) is answered at once, and its connection closed', async (_, headers, body) => {
    const { proxy } = createTestProxy(undefined, { authorize: () => false, maxBodyBytes: 32 * 1024 * 1024 })
    const answer = await send(await serve(proxy), start(headers) + body)
    expect(answer).toMatch(/^HTTP\/1\.1 403 /)
    expect(answer).toMatch(/\r\nconnection: close\r\n/i)
  })

  it('in too many small pieces is answered with 400, and its connection closed', async () => {
    const { proxy, requests } = createTestProxy()
    const answer = await send(
      await serve(proxy),
      start('Transfer-Encoding: chunked\r\n') + '1\r\n \r\n'.repeat(10_000),
    )
    expect(answer).toMatch(/^HTTP\/1\.1 400 /)
    expect(answer).toContain('too many small pieces')
    expect(requests).toEqual([])
  })

  it('above maxBodyBytes without a length is answered with 413, and its connection closed', async () => {
    const { proxy } = createTestProxy(undefined, { maxBodyBytes: 1000 })
    const chunk = `400\r\n${'x'.repeat(1024)}\r\n`
    const answer = await send(await serve(proxy), start('Transfer-Encoding: chunked\r\n') + chunk)
    expect(answer).toMatch(/^HTTP\/1\.1 413 /)
  })
})
