import type { ServerResponse } from 'node:http'
import { createServer, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { createTestProxy, errorCode, get, KEY, MP4, TASK } from '../support/createTestProxy.js'
import { defer } from '../support/defer.js'
import { serve, serveNode } from '../support/serve.js'

async function inFrontOf(api: string) {
  const { proxy, reported } = createTestProxy(undefined, { baseURL: `${api}/v1`, fetch: undefined })
  return { url: `${await serve(proxy)}/videos/t1/content`, reported }
}

/** An API with its own answer, which records when the request is aborted. */
async function serveContent(upstream: (response: ServerResponse) => void) {
  const arrived = defer<undefined>()
  const aborted = defer<undefined>()
  const api = await serveNode((_, response) => {
    response.once('close', () => aborted.resolve(undefined))
    upstream(response)
    arrived.resolve(undefined)
  })
  return { ...(await inFrontOf(api)), arrived: arrived.promise, aborted: aborted.promise }
}

/** An API that sends raw bytes. */
async function serveRaw(text: string) {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.once('data', () => socket.end(Buffer.from(text, 'latin1')))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port')
  return inFrontOf(`http://127.0.0.1:${address.port}`)
}

const mp4Head = (headers: Record<string, string | number> = {}) => ({
  'content-type': 'video/mp4',
  ...headers,
})

describe('a truncated or failing upstream video', () => {
  it.each([
    [
      'is shorter than its content-length',
      (response: ServerResponse) => {
        response.writeHead(200, mp4Head({ 'content-length': 10_000 }))
        response.write(MP4, () => response.socket?.end())
      },
    ],
    [
      'is reset',
      (response: ServerResponse) => {
        response.writeHead(200, mp4Head({ 'content-length': 10_000 }))
        response.write(MP4, () => response.socket?.resetAndDestroy())
      },
    ],
    [
      'of unknown length is reset',
      (response: ServerResponse) => {
        response.writeHead(200, mp4Head())
        response.write(MP4, () => response.socket?.resetAndDestroy())
      },
    ],
  ])('errors the response stream and reports it when the body %s', async (_, upstream) => {
    const { url, reported } = await serveContent(upstream)
    for (const headers of [new Headers(), new Headers({ range: 'bytes=0-9000' })]) {
      const response = await fetch(url, { headers })
      expect(response.ok).toBe(true)
      await expect(response.arrayBuffer()).rejects.toThrow()
    }
    expect(reported.map(({ context }) => context)).toEqual(
      Array(2).fill({ action: 'content', taskId: 't1', status: 502, code: 'upstream_broke_off' }),
    )
  })

  it('ends a body at its content-length when the upstream sends more', async () => {
    const body = Buffer.from(MP4).toString('latin1')
    const { url } = await serveRaw(
      `HTTP/1.1 200 OK\r\ncontent-type: video/mp4\r\ncontent-length: 100\r\n\r\n${body}`,
    )
    const response = await fetch(url)
    expect(response.headers.get('content-length')).toBe('100')
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(MP4.slice(0, 100))
  })

  it.each([
    ['shorter', 5000, true],
    ['longer', 1000, false],
  ])(
    'never sends more than content-length when an injected fetch gives a body %s than its header says',
    async (_, length, breaks) => {
      const { proxy } = createTestProxy(
        () =>
          new Response(MP4, { headers: { 'content-type': 'video/mp4', 'content-length': String(length) } }),
      )
      const body = fetch(`${await serve(proxy)}/videos/t1/content`).then((answer) => answer.arrayBuffer())
      if (breaks) await expect(body).rejects.toThrow()
      else expect((await body).byteLength).toBe(length)
    },
  )

  it('redacts the key in the error of a failing response stream', async () => {
    const { proxy, reported } = createTestProxy(
      () =>
        new Response(
          new ReadableStream({
            start: (controller) => controller.enqueue(MP4),
            pull: () => Promise.reject(new Error(`bad ${KEY}`)),
          }),
          { headers: { 'content-type': 'video/mp4' } },
        ),
    )
    const reader = (await proxy(get('/videos/t1/content'))).body?.getReader()
    await reader?.read()
    const error: unknown = await reader?.read().then(
      () => undefined,
      (thrown: unknown) => thrown,
    )
    if (!(error instanceof Error)) throw new Error('Nothing was thrown')
    expect(error).toMatchObject({
      message: 'The upstream response broke off while the video was sent.',
      cause: { message: 'bad [redacted]' },
    })
    expect(`${error.stack}${String(error.cause)}`).not.toContain('canary')
    expect(reported).toHaveLength(1)
  })
})

describe('an API that sends no data', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
  afterEach(() => void vi.useRealTimers())

  it('answers 504 and aborts the request when no response comes for 60 s', async () => {
    const { url, arrived, aborted, reported } = await serveContent(() => undefined)
    const response = fetch(url)
    await arrived
    vi.advanceTimersByTime(59_999)
    vi.advanceTimersByTime(1)
    expect((await response).status).toBe(504)
    expect(await errorCode(await response)).toBe('upstream_timeout')
    await aborted
    expect(reported.map(({ context }) => context.code)).toEqual(['upstream_timeout'])
  })

  it('answers 504 when no body comes for 60 s after the headers', async () => {
    for (const status of [200, 503]) {
      const { url, arrived, aborted } = await serveContent((response) => {
        response.writeHead(status, mp4Head()).flushHeaders()
      })
      const response = fetch(url)
      await arrived
      vi.advanceTimersByTime(60_000)
      expect((await response).status).toBe(504)
      await aborted
    }
  })

  it('errors the stream and aborts the request when a video stalls for 60 s', async () => {
    const { url, aborted, reported } = await serveContent((response) => {
      response.writeHead(200, mp4Head({ 'content-length': 10_000 }))
      response.write(MP4)
    })
    const reader = (await fetch(url)).body?.getReader()
    await reader?.read()
    const rest = reader?.read()
    vi.advanceTimersByTime(60_000)
    await expect(rest).rejects.toThrow()
    await aborted
    expect(reported.map(({ context }) => context)).toEqual([
      { action: 'content', taskId: 't1', status: 504, code: 'upstream_timeout' },
    ])
  })

  it('does not time out while the viewer pauses', async () => {
    const half = MP4.byteLength / 2
    const parts = [MP4.slice(0, half), MP4.slice(half)]
    const { proxy } = createTestProxy(
      () =>
        new Response(
          new ReadableStream<Uint8Array>(
            {
              pull(controller) {
                const part = parts.shift()
                if (part) controller.enqueue(part)
                else controller.close()
              },
            },
            { highWaterMark: 0 },
          ),
          { headers: { 'content-type': 'video/mp4' } },
        ),
    )
    const reader = (await proxy(get('/videos/t1/content'))).body?.getReader()
    await reader?.read()
    vi.advanceTimersByTime(3_600_000)
    expect((await reader?.read())?.value).toEqual(MP4.slice(half))
    expect((await reader?.read())?.done).toBe(true)
  })

  it('applies contentTimeout', async () => {
    const { proxy, requests } = createTestProxy(() => new Promise<Response>(() => undefined), {
      contentTimeout: 5_000,
    })
    const response = proxy(get('/videos/t1/content'))
    while (requests.length === 0) await new Promise((resolve) => setImmediate(resolve))
    vi.advanceTimersByTime(5_000)
    const answer = await response
    expect([answer.status, await answer.json()]).toMatchObject([
      504,
      { error: { message: 'Upstream sent no data for 5 s. Try again later.' } },
    ])
  })
})

describe('malformed upstream headers', () => {
  const HEAD = 'HTTP/1.1 200 OK\r\ncontent-type: video/mp4\r\n'
  it.each([
    [
      'behind a bare carriage return',
      `${HEAD}etag: "a"\rset-cookie: x=1\r\ncontent-length: 8\r\n\r\n\0\0\0\x20ftyp`,
    ],
    ['behind a line feed', `${HEAD}etag: "a"\nset-cookie: x=1\r\ncontent-length: 8\r\n\r\n\0\0\0\x20ftyp`],
    ['in a folded line', `${HEAD}etag: "a"\r\n set-cookie: x=1\r\ncontent-length: 8\r\n\r\n\0\0\0\x20ftyp`],
    ['behind a zero byte', `${HEAD}etag: "a"\0set-cookie: x=1\r\ncontent-length: 8\r\n\r\n\0\0\0\x20ftyp`],
    ['with two lengths', `${HEAD}content-length: 8\r\ncontent-length: 4\r\n\r\n\0\0\0\x20ftyp`],
    ['with a negative length', `${HEAD}content-length: -8\r\n\r\n\0\0\0\x20ftyp`],
    [
      'with a length and chunks',
      `${HEAD}content-length: 8\r\ntransfer-encoding: chunked\r\n\r\n8\r\n\0\0\0\x20ftyp\r\n0\r\n\r\n`,
    ],
    [
      'in the type',
      'HTTP/1.1 200 OK\r\ncontent-type: video/mp4,text/html\r\ncontent-length: 8\r\n\r\n\0\0\0\x20ftyp',
    ],
  ])('never adds a header that is smuggled %s', async (_, text) => {
    const { url } = await serveRaw(text)
    const response = await fetch(url)
    expect(response.headers.has('set-cookie')).toBe(false)
    expect(response.headers.get('content-type')).toMatch(/^(?:video\/mp4|application\/json)$/)
    expect([200, 502]).toContain(response.status)
    await response.arrayBuffer()
  })
})

describe('an API without a content route', () => {
  const VIDEO_URL = 'https://cdn.test/v.mp4?X-Signature=1'
  const noRoute = { error: { message: 'Invalid URL (GET /v1/videos/t1/content)' } }

  /** An API whose task names the URL of its video, and whose content route does not exist. */
  function createRoutelessApi(
    task: object = { ...TASK, status: 'completed', video_url: VIDEO_URL },
    status = 404,
  ) {
    return createTestProxy(({ url, headers }) => {
      if (url.startsWith('https://cdn.test/'))
        return new Response(MP4, {
          headers: { 'content-type': 'video/mp4', 'x-range': headers.get('range') ?? '' },
        })
      return url.includes('/content') ? Response.json(noRoute, { status }) : Response.json(task)
    })
  }

  it.each([404, 405, 501])(
    'that answers %d: the video comes from the URL in the task, without the key',
    async (status) => {
      const { proxy, requests } = createRoutelessApi(undefined, status)
      const response = await proxy(get('/videos/t1/content'))
      expect(response.status).toBe(200)
      expect(new Uint8Array(await response.arrayBuffer())).toEqual(MP4)
      expect(requests.map(({ url }) => url)).toEqual([
        'https://upstream.test/v1/videos/t1/content',
        'https://upstream.test/v1/videos/t1',
        VIDEO_URL,
      ])
      expect(requests.at(-1)?.headers.has('authorization')).toBe(false)
    },
  )

  it.each([
    ['a host inside the network', 'http://169.254.169.254/latest/meta-data', 502],
    ['loopback', 'https://127.0.0.1/v.mp4', 502],
    ['another scheme', 'file:///etc/passwd', 404],
    ['a URL with credentials', 'https://a:b@cdn.test/v.mp4', 502],
  ])('never follows %s', async (_, video_url, status) => {
    const { proxy, requests } = createRoutelessApi({ ...TASK, status: 'completed', video_url })
    expect((await proxy(get('/videos/t1/content'))).status).toBe(status)
    expect(requests).toHaveLength(2)
  })

  it.each([
    ['is running', { ...TASK, status: 'in_progress', video_url: VIDEO_URL }],
    ['has no URL', { ...TASK, status: 'completed' }],
    ['is unknown', { error: { message: 'No such task', code: 'task_not_exist' } }],
  ])("answers with the API's own error where the task %s", async (_, task) => {
    const { proxy } = createRoutelessApi(task)
    const response = await proxy(get('/videos/t1/content'))
    expect(response.status).toBe(404)
    expect(await response.json()).toEqual(noRoute)
  })

  it('serves the video inside the task, and ranges of it', async () => {
    const url = `data:video/mp4;base64,${Buffer.from(MP4).toString('base64')}`
    const { proxy, requests } = createRoutelessApi({ ...TASK, status: 'completed', metadata: { url } })
    const whole = await proxy(get('/videos/t1/content'))
    expect(whole.headers.get('content-type')).toBe('video/mp4')
    expect(new Uint8Array(await whole.arrayBuffer())).toEqual(MP4)
    const part = await proxy(get('/videos/t1/content', { range: 'bytes=4-7' }))
    expect(part.status).toBe(206)
    expect(part.headers.get('content-range')).toBe(`bytes 4-7/${MP4.length}`)
    expect(new Uint8Array(await part.arrayBuffer())).toEqual(MP4.slice(4, 8))
    expect(requests.map((request) => request.url).filter((sent) => !sent.includes('upstream.test'))).toEqual(
      [],
    )
  })

  it.each([
    'data:text/html;base64,PGgxPg==',
    'data:video/mp4;base64,%',
    'data:video/mp4;base64,PGgxPmhlbGxvPC9oMT4=',
  ])('serves nothing else from inside the task: %s', async (video_url) => {
    const { proxy } = createRoutelessApi({ ...TASK, status: 'completed', video_url })
    const response = await proxy(get('/videos/t1/content'))
    expect(response.status).toBeGreaterThanOrEqual(404)
    expect(response.headers.get('content-type')).toMatch(/json/)
  })

  it('asks for no thumbnail elsewhere', async () => {
    const { proxy, requests } = createRoutelessApi()
    expect((await proxy(get('/videos/t1/content?variant=thumbnail'))).status).toBe(404)
    expect(requests).toHaveLength(1)
  })
})
