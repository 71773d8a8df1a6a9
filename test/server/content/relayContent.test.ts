import { describe, expect, it } from 'vitest'
import { mediaStarts, textStarts, trickle } from '../../support/contentStarts.js'
import { createTestProxy, errorCode, get, MP4, mp4Response } from '../support/createTestProxy.js'

const CONTENT = '/api/videos/t1/content'
const text = (body: string, type: string, status = 200) =>
  new Response(body, { status, headers: { 'content-type': type } })

/** A body that arrives in these pieces. */
const pieces = (...parts: (string | Uint8Array<ArrayBuffer>)[]) =>
  new ReadableStream<Uint8Array<ArrayBuffer>>({
    start(controller) {
      for (const part of parts)
        controller.enqueue(typeof part === 'string' ? new TextEncoder().encode(part) : part)
      controller.close()
    },
  })

describe('relayed content', () => {
  it.each([
    ['in one piece', () => mp4Response()],
    [
      'in small pieces',
      () =>
        new Response(pieces(MP4.slice(0, 1), MP4.slice(1, 3), MP4.slice(3)), {
          headers: { 'content-type': 'video/mp4' },
        }),
    ],
  ])('passes a video on byte for byte when it arrives %s', async (_, upstream) => {
    const { proxy } = createTestProxy(upstream)
    const response = await proxy(get(CONTENT))
    expect(response.headers.get('content-type')).toBe('video/mp4')
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(MP4)
  })

  it.each([[undefined], ['application/octet-stream'], ['binary/octet-stream']])(
    'sends an unnamed type (%s) as video/mp4',
    async (type) => {
      const headers = new Headers(type ? { 'content-type': type } : {})
      const { proxy } = createTestProxy(() => new Response(MP4, { headers }))
      expect((await proxy(get(CONTENT))).headers.get('content-type')).toBe('video/mp4')
    },
  )

  it('passes on a still image', async () => {
    const { proxy } = createTestProxy(() => new Response(MP4, { headers: { 'content-type': 'image/webp' } }))
    expect((await proxy(get(`${CONTENT}?variant=thumbnail`))).headers.get('content-type')).toBe('image/webp')
  })

  it.each([
    ['JSON', () => text('{"error":{"message":"later"}}', 'application/json')],
    ['HTML', () => text('<!doctype html>', 'text/html; charset=utf-8')],
    ['XML', () => text('<Error/>', 'application/xml')],
    ['SVG', () => text('<svg onload="alert(1)"/>', 'image/svg+xml')],
    ['plain text', () => text('not yet', 'text/plain')],
    ['JSON called video', () => text('{"error":"later"}', 'video/mp4')],
    [
      'JSON called video, in pieces',
      () => new Response(pieces('\n', ' ', '{"a"', ':1}'), { headers: { 'content-type': 'video/mp4' } }),
    ],
    ['an array called bytes', () => text('[1]', 'application/octet-stream')],
    ['XML called video, with a byte order mark', () => text('\ufeff<?xml version="1.0"?>', 'video/mp4')],
    ['HTML without a type', () => new Response(pieces(' <html>'))],
    [
      'JSON called a part of a video',
      () =>
        new Response('{"a":1}', {
          status: 206,
          headers: { 'content-type': 'video/mp4', 'content-range': 'bytes 0-6/7' },
        }),
    ],
    ['nothing called video', () => text('', 'video/mp4')],
    ['no body', () => new Response(null, { status: 204 })],
    ['202', () => Response.json({ status: 'queued' }, { status: 202 })],
    [
      'a compressed part',
      () =>
        new Response(MP4, {
          status: 206,
          headers: { 'content-encoding': 'gzip', 'content-type': 'video/mp4' },
        }),
    ],
  ])('answers 502 when the upstream sends %s instead of a video', async (_, upstream) => {
    const { proxy, reported } = createTestProxy(upstream)
    const response = await proxy(get(CONTENT))
    expect(response.status).toBe(502)
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(await errorCode(response)).toBe('upstream_invalid_content')
    expect(reported).toHaveLength(1)
  })

  it.each([
    ['nothing', ''],
    ['text', '{"code":0}'],
  ])('says in its report that %s came instead of a video', async (what, body) => {
    const { proxy, reported } = createTestProxy(
      () => new Response(body, { headers: { 'content-type': 'video/mp4' } }),
    )
    await proxy(get(CONTENT))
    expect(reported.map(({ error }) => error.message)).toEqual([
      `The video API answered ${what} instead of the video's bytes.`,
    ])
  })

  const labelled = { headers: { 'content-type': 'video/mp4' } }

  it.each(textStarts)('answers 502 when the upstream sends %s labelled as a video', async (_, body) => {
    for (const sent of [body, trickle(body)]) {
      const response = await createTestProxy(() => new Response(sent, labelled)).proxy(get(CONTENT))
      expect(response.status).toBe(502)
      expect(await errorCode(response)).toBe('upstream_invalid_content')
    }
  })

  it.each(mediaStarts)('passes on %s byte for byte', async (_, body) => {
    for (const sent of [body, trickle(body)]) {
      const response = await createTestProxy(() => new Response(sent, labelled)).proxy(get(CONTENT))
      expect(new Uint8Array(await response.arrayBuffer())).toEqual(body)
    }
  })

  it.each([1, 7])('does not sniff a part of a video from byte %d on for text', async (first) => {
    const part = new TextEncoder().encode('{<[ are just bytes here')
    const range = `bytes ${first}-${first + part.byteLength - 1}/999`
    const headers = { 'content-type': 'video/mp4', 'content-range': range }
    const { proxy } = createTestProxy(() => new Response(part, { status: 206, headers }))
    const response = await proxy(get(CONTENT, { range: `bytes=${first}-` }))
    expect(response.status).toBe(206)
    expect(response.headers.get('content-range')).toBe(headers['content-range'])
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(part)
  })

  it('passes on a 304 to a conditional request', async () => {
    const { proxy } = createTestProxy(() => new Response(null, { status: 304, headers: { etag: '"v1"' } }))
    const response = await proxy(get(CONTENT, { 'if-none-match': '"v1"' }))
    expect(response.status).toBe(304)
    expect(response.headers.get('etag')).toBe('"v1"')
  })

  it('answers 200 with the whole when the upstream ignores the range and names no length', async () => {
    const { proxy } = createTestProxy(() => mp4Response())
    const response = await proxy(get(CONTENT, { range: 'bytes=5-9' }))
    expect(response.status).toBe(200)
    expect(response.headers.has('content-range')).toBe(false)
    expect((await response.arrayBuffer()).byteLength).toBe(MP4.byteLength)
  })

  it.each([
    [400, 'task_not_completed'],
    [404, 'task_not_exist'],
    [502, 'file_expired'],
  ])('passes on a JSON error with its status %i', async (status, code) => {
    const error = { message: 'Not now', type: 'invalid_request_error', param: null, code }
    const { proxy } = createTestProxy(() => Response.json({ error }, { status }))
    const response = await proxy(get(CONTENT))
    expect(response.status).toBe(status)
    expect(await response.json()).toEqual({ error })
  })

  it('keeps the status of an HTML error page, without the page', async () => {
    const { proxy } = createTestProxy(() => text('<html>channel 7 is down</html>', 'text/html', 503))
    const response = await proxy(get(CONTENT))
    expect(response.status).toBe(503)
    expect(await errorCode(response)).toBe('upstream_invalid_answer')
  })
})
