import { describe, expect, it } from 'vitest'
import { createTestProxy, get, MP4 } from '../support/createTestProxy.js'

/** What a caller gets where the API answers with these bytes and headers. */
async function relay(
  {
    status = 200,
    headers = {},
    body = MP4,
  }: { status?: number; headers?: Record<string, string>; body?: BodyInit | null },
  request: HeadersInit = {},
  method = 'GET',
) {
  const { proxy, reported } = createTestProxy(
    () => new Response(body, { status, headers: { 'content-type': 'video/mp4', ...headers } }),
  )
  const answer = await proxy(get('/videos/t1/content', request, method))
  const bytes = new Uint8Array(await answer.arrayBuffer())
  const error: { error?: { message: string; code: string } } =
    answer.status >= 400 && answer.status !== 416 ? JSON.parse(new TextDecoder().decode(bytes)) : {}
  return { answer, bytes, error: error.error, reported }
}

const part = (range: string, length: number, from = 0) => ({
  status: 206,
  headers: { 'content-range': range, 'content-length': String(length) },
  body: MP4.slice(from, from + length),
})

describe('content that is no video is refused with what it is', () => {
  it.each<[string, Parameters<typeof relay>[0], HeadersInit]>([
    ['text', { headers: { 'content-type': 'text/plain' } }, {}],
    ['text', { headers: { 'content-type': 'image/svg+xml' } }, {}],
    ['nothing', { body: null }, {}],
    [
      'a compressed part',
      {
        ...part('bytes 0-9/4096', 10),
        headers: { 'content-range': 'bytes 0-9/4096', 'content-encoding': 'br' },
      },
      { range: 'bytes=0-9' },
    ],
    ['a part without a valid Content-Range', part('bytes 9-0/4096', 10), { range: 'bytes=0-9' }],
    ['a part of another length than its Content-Range', part('bytes 0-9/4096', 9), { range: 'bytes=0-9' }],
    ['a part that was not requested', part('bytes 0-9/4096', 10), {}],
    ['a part that was not requested', part('bytes 1-10/11', 10, 1), {}],
    ['another part than the requested one', part('bytes 10-19/4096', 10), { range: 'bytes=0-9' }],
    ['another part than the requested one', part('bytes 0-9/4096', 10), { range: 'bytes=10-19' }],
    ['another part than the requested one', part('bytes 0-9/4096', 10), { range: 'bytes=-5' }],
  ])('%s: %#', async (what, content, request) => {
    const { answer, error } = await relay(content, request)
    expect([answer.status, error]).toMatchObject([
      502,
      {
        code: 'upstream_invalid_content',
        message: `The video API answered ${what} instead of the video's bytes.`,
      },
    ])
  })
})

describe('a part of a video', () => {
  it.each<[string, string, number, number, string]>([
    ['bytes=0-9', 'bytes 0-9/4096', 10, 0, 'bytes 0-9/4096'],
    ['bytes=2-5', 'bytes 0-9/4096', 10, 0, 'bytes 2-5/4096'],
    ['bytes=9-20', 'bytes 0-9/4096', 10, 0, 'bytes 9-9/4096'],
    ['bytes=4-', 'bytes 4-4095/4096', 4_092, 4, 'bytes 4-4095/4096'],
    ['bytes=-6', 'bytes 4090-4095/4096', 6, 4_090, 'bytes 4090-4095/4096'],
    ['bytes=-6', 'bytes 4080-4095/4096', 16, 4_080, 'bytes 4090-4095/4096'],
    ['bytes=-9999', 'bytes 0-4095/4096', 4_096, 0, 'bytes 0-4095/4096'],
    ['bytes=-6', 'bytes 4090-4095/*', 6, 4_090, 'bytes 4090-4095/*'],
  ])('%s of the part %s is cut out of it', async (range, sent, length, from, expected) => {
    const { answer, bytes } = await relay(part(sent, length, from), { range })
    const [, first = '', last = ''] = /(\d+)-(\d+)/.exec(expected) ?? []
    expect([answer.status, answer.headers.get('content-range')]).toEqual([206, expected])
    expect(answer.headers.get('content-length')).toBe(String(Number(last) - Number(first) + 1))
    expect(bytes).toEqual(MP4.slice(Number(first), Number(last) + 1))
  })

  it.each([
    ['bytes=0-0', 0, 0],
    ['bytes=4095-', 4_095, 4_095],
    ['bytes=4094-9999', 4_094, 4_095],
    ['bytes=-1', 4_095, 4_095],
    ['bytes=-9999', 0, 4_095],
  ])('%s is cut out of a whole video', async (range, first, last) => {
    const { answer, bytes } = await relay({ headers: { 'content-length': '4096' } }, { range })
    expect([answer.status, answer.headers.get('content-range')]).toEqual([206, `bytes ${first}-${last}/4096`])
    expect(bytes).toEqual(MP4.slice(first, last + 1))
  })

  it.each([
    ['bytes=50-50', 50, 50],
    ['bytes=99-100', 99, 100],
    ['bytes=150-1234', 150, 1_234],
    ['bytes=-250', 3_846, 4_095],
  ])('%s is cut out of a whole video that arrives in pieces', async (range, first, last) => {
    const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
      start(controller) {
        for (let at = 0; at < MP4.length; at += 100) controller.enqueue(MP4.slice(at, at + 100))
        controller.close()
      },
    })
    const { bytes } = await relay({ headers: { 'content-length': '4096' }, body }, { range })
    expect(bytes).toEqual(MP4.slice(first, last + 1))
  })

  it.each<[string, number, Record<string, string>, HeadersInit]>([
    ['a whole video', 200, {}, {}],
    ['a whole video as a part', 206, { 'content-range': 'bytes 0-4095/4096' }, {}],
    ['the end of a whole video', 200, {}, { range: 'bytes=4000-' }],
    ['the end of a part', 206, { 'content-range': 'bytes 0-4095/9999' }, { range: 'bytes=4000-' }],
  ])('that is %s is read to its end, which frees its connection', async (_, status, headers, request) => {
    const seen = { isRead: false, isCancelled: false }
    const pieces = [MP4]
    const body = new ReadableStream<Uint8Array<ArrayBuffer>>(
      {
        pull(controller) {
          const piece = pieces.shift()
          if (piece) return controller.enqueue(piece)
          seen.isRead = true
          controller.close()
        },
        cancel: () => void (seen.isCancelled = true),
      },
      { highWaterMark: 0 },
    )
    await relay({ status, headers: { 'content-length': '4096', ...headers }, body }, request)
    expect(seen).toEqual({ isRead: true, isCancelled: false })
  })

  it('is not passed on for a weak tag, which says nothing about bytes', async () => {
    const headers = { 'content-length': '4096', etag: 'W/"v1"' }
    const { answer, bytes } = await relay({ headers }, { range: 'bytes=5-9', 'if-range': 'W/"v1"' })
    expect([answer.status, bytes.length]).toEqual([200, 4_096])
  })

  it('is the whole one where it was not asked for', async () => {
    const { answer, bytes } = await relay(part('bytes 0-4095/4096', 4_096))
    expect([answer.status, answer.headers.get('content-range')]).toEqual([200, null])
    expect(bytes).toEqual(MP4)
  })

  it.each(['bytes=4096-', 'bytes=9999-'])('%s is beyond its end', async (range) => {
    const { answer } = await relay({ headers: { 'content-length': '4096' } }, { range })
    expect([answer.status, answer.headers.get('content-range')]).toEqual([416, 'bytes */4096'])
  })
})

describe('the headers of content', () => {
  it.each([
    ['12', '12'],
    ['012345678901234', '012345678901234'],
    ['1234567890123456', null],
    ['-1', null],
    ['12, 12', null],
  ])('have the length %s of a HEAD as %s', async (sent, length) => {
    const { answer } = await relay({ headers: { 'content-length': sent }, body: null }, {}, 'HEAD')
    expect(answer.headers.get('content-length')).toBe(length)
  })

  it.each([
    ['application/octet-stream', 'video/mp4'],
    ['binary/octet-stream', 'video/mp4'],
    ['VIDEO/WebM; codecs=vp9', 'VIDEO/WebM; codecs=vp9'],
    ['application/mp4', 'application/mp4'],
    ['image/avif', 'image/avif'],
  ])('have the type %s as %s', async (sent, type) => {
    const { answer } = await relay({ headers: { 'content-type': sent } })
    expect(answer.headers.get('content-type')).toBe(type)
  })
})
