import type { IncomingMessage, ServerResponse } from 'node:http'
import { describe, expect, it } from 'vitest'
import { createTestProxy, errorCode, MP4 } from '../support/createTestProxy.js'
import { defer } from '../support/defer.js'
import { serve, serveNode } from '../support/serve.js'

const SIZE = MP4.byteLength

/** The content route of a proxy in front of an API, both over HTTP. */
async function serveContent(upstream: (request: IncomingMessage, response: ServerResponse) => void) {
  const requests: IncomingMessage[] = []
  const api = await serveNode((request, response) => {
    requests.push(request)
    upstream(request, response)
  })
  const { proxy, reported } = createTestProxy(undefined, { baseURL: `${api}/v1`, fetch: undefined })
  return { url: `${await serve(proxy)}/api/v1/videos/t1/content`, requests, reported }
}

/** An API that always sends the whole, as gateways do that pass on a bucket's bytes. */
const ignoresRanges =
  (headers: Record<string, string> = {}) =>
  (_: IncomingMessage, response: ServerResponse) => {
    response.writeHead(200, { 'content-type': 'video/mp4', 'content-length': SIZE, ...headers })
    response.end(MP4)
  }

const bytesOf = async (response: Response) => new Uint8Array(await response.arrayBuffer())

describe('a range of a video from an API without ranges', () => {
  it.each([
    ['bytes=0-1', 0, 1],
    ['bytes=0-', 0, SIZE - 1],
    ['bytes=100-299', 100, 299],
    ['bytes=4000-', 4000, SIZE - 1],
    ['bytes=-7', SIZE - 7, SIZE - 1],
    ['bytes=-999999', 0, SIZE - 1],
    ['bytes=5-99999999999999999999999', 5, SIZE - 1],
    ['BYTES=5-9', 5, 9],
  ])('is cut from the full response: %s', async (range, first, last) => {
    const { url } = await serveContent(ignoresRanges())
    const response = await fetch(url, { headers: { range } })
    expect(response.status).toBe(206)
    expect(response.headers.get('content-range')).toBe(`bytes ${first}-${last}/${SIZE}`)
    expect(response.headers.get('content-length')).toBe(String(last - first + 1))
    expect(response.headers.get('accept-ranges')).toBe('bytes')
    expect(await bytesOf(response)).toEqual(MP4.slice(first, last + 1))
  })

  it('is cut exactly, wherever the chunks begin and end', async () => {
    const { url } = await serveContent((_, response) => {
      response.writeHead(200, { 'content-type': 'video/mp4', 'content-length': SIZE })
      const send = (at: number) => {
        if (at >= SIZE) return void response.end()
        response.write(MP4.subarray(at, at + 100), () => setImmediate(send, at + 100))
      }
      send(0)
    })
    for (const [first, last] of [
      [0, 0],
      [50, 50],
      [99, 100],
      [100, 199],
      [150, 1234],
      [SIZE - 1, SIZE - 1],
    ] as const) {
      const response = await fetch(url, { headers: { range: `bytes=${first}-${last}` } })
      expect(await bytesOf(response)).toEqual(MP4.slice(first, last + 1))
    }
  })

  it.each([['bytes=4096-'], ['bytes=999999-'], ['bytes=99999999999999999999-'], ['bytes=-0']])(
    'beyond the end is answered with 416: %s',
    async (range) => {
      const { url } = await serveContent(ignoresRanges())
      const response = await fetch(url, { headers: { range } })
      expect(response.status).toBe(416)
      expect(response.headers.get('content-range')).toBe(`bytes */${SIZE}`)
      expect(await response.text()).toBe('')
    },
  )

  it.each([
    ['several ranges', 'bytes=0-1,5-6'],
    ['a thousand ranges', `bytes=${Array.from({ length: 1000 }, (_, index) => `${index}-`).join(',')}`],
    ['an end before its start', 'bytes=9-5'],
    ['another unit', 'lines=1-2'],
    ['letters', 'bytes=a-b'],
    ['nothing', 'bytes=-'],
    ['a negative start', 'bytes=--5'],
    ['a space', 'bytes= 0-1'],
    ['no unit', '0-1'],
  ])('that is %s is ignored', async (_, range) => {
    const { url, requests } = await serveContent(ignoresRanges())
    const response = await fetch(url, { headers: { range } })
    expect(response.status).toBe(200)
    expect(requests[0]?.headers.range).toBeUndefined()
    expect(await bytesOf(response)).toEqual(MP4)
  })

  it('of a video of unknown length is answered with 200 and the whole', async () => {
    const { url } = await serveContent((_, response) => {
      response.writeHead(200, { 'content-type': 'video/mp4' })
      response.end(MP4)
    })
    const response = await fetch(url, { headers: { range: 'bytes=5-9' } })
    expect(response.status).toBe(200)
    expect(response.headers.has('content-range')).toBe(false)
    expect(await bytesOf(response)).toEqual(MP4)
  })

  it('cancels the upstream body after its last byte', async () => {
    const ended = defer<undefined>()
    const { url } = await serveContent((_, response) => {
      response.once('close', () => ended.resolve(undefined))
      response.writeHead(200, { 'content-type': 'video/mp4', 'content-length': 1e9 })
      response.write(MP4)
    })
    const response = await fetch(url, { headers: { range: 'bytes=0-99' } })
    expect(response.headers.get('content-range')).toBe('bytes 0-99/1000000000')
    expect(await bytesOf(response)).toEqual(MP4.slice(0, 100))
    await ended.promise
  })

  it('is answered with 206 only when If-Range matches', async () => {
    const modified = 'Thu, 01 Jan 2026 00:00:00 GMT'
    const { url } = await serveContent(ignoresRanges({ etag: '"v2"', 'last-modified': modified }))
    for (const [ifRange, status] of [
      ['"v2"', 206],
      ['"v1"', 200],
      ['W/"v2"', 200],
      [modified, 206],
      ['Wed, 31 Dec 2025 00:00:00 GMT', 200],
      ['nonsense', 200],
    ] as const) {
      const response = await fetch(url, { headers: { range: 'bytes=5-9', 'if-range': ifRange } })
      expect([ifRange, response.status]).toEqual([ifRange, status])
      expect((await bytesOf(response)).byteLength).toBe(status === 206 ? 5 : SIZE)
    }
  })

  it('of JSON labelled as video is answered with 502', async () => {
    const { url } = await serveContent((_, response) => {
      response.writeHead(200, { 'content-type': 'video/mp4', 'content-length': 13 })
      response.end('{"error":"x"}')
    })
    for (const range of ['bytes=0-1', 'bytes=5-9', 'bytes=1000-']) {
      const response = await fetch(url, { headers: { range } })
      expect(response.status).toBe(502)
      expect(await errorCode(response)).toBe('upstream_invalid_content')
    }
  })
})

describe('a 206 of the API', () => {
  const sends = (status: number, headers: Record<string, string | number>, body: Uint8Array) =>
    serveContent((_, response) => {
      response.writeHead(status, { 'content-type': 'video/mp4', ...headers })
      response.end(body)
    })

  it('is cut to the requested range when it is larger', async () => {
    const { url } = await sends(206, { 'content-range': `bytes 0-999/${SIZE}` }, MP4.subarray(0, 1000))
    const response = await fetch(url, { headers: { range: 'bytes=10-19' } })
    expect(response.status).toBe(206)
    expect(response.headers.get('content-range')).toBe(`bytes 10-19/${SIZE}`)
    expect(await bytesOf(response)).toEqual(MP4.slice(10, 20))
  })

  it('is passed on when it is smaller and its size unknown', async () => {
    const { url } = await sends(206, { 'content-range': 'bytes 10-14/*' }, MP4.subarray(10, 15))
    const response = await fetch(url, { headers: { range: 'bytes=10-' } })
    expect(response.headers.get('content-range')).toBe('bytes 10-14/*')
    expect(await bytesOf(response)).toEqual(MP4.slice(10, 15))
  })

  it('is answered as 200 when it is the whole and no range was requested', async () => {
    const { url } = await sends(206, { 'content-range': `bytes 0-${SIZE - 1}/${SIZE}` }, MP4)
    const response = await fetch(url)
    expect(response.status).toBe(200)
    expect(response.headers.has('content-range')).toBe(false)
    expect(await bytesOf(response)).toEqual(MP4)
  })

  it.each([
    ['has no content-range', {}],
    ['has an invalid content-range', { 'content-range': 'bytes 9-5/4' }],
    ['ends beyond its size', { 'content-range': 'bytes 0-100/100' }],
    ['injects a second range', { 'content-range': 'bytes 0-9/10, bytes 3-4/10' }],
    ['is another range', { 'content-range': 'bytes 500-509/4096' }],
    [
      'has another length than its content-range',
      { 'content-range': 'bytes 5-9/4096', 'content-length': 10 },
    ],
  ])('that %s is answered with 502', async (_, headers) => {
    const { url } = await sends(206, headers, MP4.subarray(0, 10))
    const response = await fetch(url, { headers: { range: 'bytes=5-9' } })
    expect(response.status).toBe(502)
    expect(await errorCode(response)).toBe('upstream_invalid_content')
  })
})

describe('HEAD on the content route', () => {
  it('is sent to the API as HEAD without the range', async () => {
    const { url, requests } = await serveContent((_, response) => {
      response.writeHead(200, { 'content-type': 'video/mp4', 'content-length': SIZE })
      response.end()
    })
    const response = await fetch(url, { method: 'HEAD', headers: { range: 'bytes=5-9' } })
    expect(response.status).toBe(200)
    expect(response.headers.get('content-length')).toBe(String(SIZE))
    expect(response.headers.get('accept-ranges')).toBe('bytes')
    expect(requests.map(({ method, headers }) => [method, headers.range])).toEqual([['HEAD', undefined]])
  })

  it.each([
    ['with ranges', true],
    ['without ranges', false],
  ])('falls back to a GET of one byte for an API without HEAD (%s)', async (_, hasRanges) => {
    const ended = defer<undefined>()
    const { url, requests } = await serveContent(({ method, headers }, response) => {
      if (method === 'HEAD') return void response.writeHead(404).end()
      const isPart = hasRanges && headers.range === 'bytes=0-0'
      response.once('close', () => ended.resolve(undefined))
      response.writeHead(isPart ? 206 : 200, {
        'content-type': 'video/mp4',
        'content-length': isPart ? 1 : 1e9,
        ...(isPart && { 'content-range': 'bytes 0-0/1000000000' }),
      })
      response.write(MP4.subarray(0, 1))
      if (isPart) response.end()
    })
    const response = await fetch(url, { method: 'HEAD' })
    expect(response.status).toBe(200)
    expect(response.headers.get('content-length')).toBe('1000000000')
    expect(response.headers.has('content-range')).toBe(false)
    await ended.promise
    expect(requests.map(({ method }) => method)).toEqual(['HEAD', 'GET'])
  })
})

describe('an upstream answer without a body', () => {
  it.each([[304], [416]])('(%i) that was not requested is answered with 502', async (status) => {
    const { url } = await serveContent((_, response) => void response.writeHead(status).end())
    const response = await fetch(url)
    expect(response.status).toBe(502)
    expect(await errorCode(response)).toBe('upstream_invalid_content')
  })
})
