import { afterEach, describe, expect, it, vi } from 'vitest'
import { createTestProxy, errorCode, get, MP4, TASK } from '../support/createTestProxy.js'

afterEach(() => void vi.useRealTimers())

/** An answer of the API whose body records that it was cancelled. */
function answerOf(init: ResponseInit, start: Uint8Array<ArrayBuffer> = MP4) {
  const seen = { isCancelled: false }
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      start: (controller) => controller.enqueue(start),
      cancel: () => void (seen.isCancelled = true),
    },
    { highWaterMark: 0 },
  )
  return { seen, response: new Response(body, init) }
}

const video = { 'content-type': 'video/mp4' }
const path = '/videos/t1/content'

describe('an answer of the API whose body no viewer gets', () => {
  it.each([201, 202, 203])(
    'is closed and refused with 502 for a status that has no video: %d',
    async (status) => {
      const { seen, response } = answerOf({ status, headers: video })
      const answer = await createTestProxy(() => response).proxy(get(path))
      expect([answer.status, await errorCode(answer)]).toEqual([502, 'upstream_invalid_content'])
      expect(seen.isCancelled).toBe(true)
    },
  )

  it('is closed and refused with 502 where it starts with text', async () => {
    const text = new TextEncoder().encode(`{"status":"${'later '.repeat(20)}`)
    const { seen, response } = answerOf({ headers: video }, text)
    const answer = await createTestProxy(() => response).proxy(get(path))
    expect([answer.status, await errorCode(answer)]).toEqual([502, 'upstream_invalid_content'])
    expect(seen.isCancelled).toBe(true)
  })

  it('is closed where the storage behind a redirect refuses', async () => {
    const { seen, response } = answerOf({ status: 403 })
    const { proxy } = createTestProxy(({ url }) => {
      if (url.startsWith('https://bucket.test')) return response
      return new Response(null, { status: 302, headers: { location: 'https://bucket.test/v.mp4' } })
    })
    const answer = await proxy(get(path))
    expect([answer.status, await answer.json()]).toMatchObject([
      502,
      { error: { message: 'The storage of the video answered 403. The stored file may have expired.' } },
    ])
    expect(seen.isCancelled).toBe(true)
  })

  it('is closed where the range is beyond the end of the whole', async () => {
    const { seen, response } = answerOf({ headers: { ...video, 'content-length': '4096' } })
    const answer = await createTestProxy(() => response).proxy(get(path, { range: 'bytes=5000-' }))
    expect([answer.status, answer.headers.get('content-range')]).toEqual([416, 'bytes */4096'])
    expect(seen.isCancelled).toBe(true)
  })

  it.each([
    ['bytes */4096', 'bytes */4096'],
    ['bytes 0-9/4096', null],
  ])('is closed for a 416, which says the size alone (%s)', async (sent, range) => {
    const headers = { ...video, 'content-length': '20', 'content-range': sent }
    const { seen, response } = answerOf({ status: 416, headers })
    const answer = await createTestProxy(() => response).proxy(get(path, { range: 'bytes=5000-' }))
    expect(answer.status).toBe(416)
    const names = ['content-range', 'content-type', 'content-length']
    expect(names.map((name) => answer.headers.get(name))).toEqual([range, null, null])
    expect(seen.isCancelled).toBe(true)
  })

  it('has no range in a 304', async () => {
    const headers = { ...video, etag: '"v1"', 'content-range': 'bytes */4096' }
    const response = new Response(null, { status: 304, headers })
    const answer = await createTestProxy(() => response).proxy(get(path, { 'if-none-match': '"v1"' }))
    expect(answer.status).toBe(304)
    expect(['content-range', 'content-type'].map((name) => answer.headers.get(name))).toEqual([null, null])
  })

  it.each([
    ['bytes 0-99/4096', '4096'],
    ['bytes 0-99/*', null],
  ])('gives a HEAD the length of the whole alone (%s)', async (range, length) => {
    const headers = { ...video, 'content-length': '100', 'content-range': range }
    const { seen, response } = answerOf({ status: 206, headers })
    const answer = await createTestProxy(() => response).proxy(get(path, {}, 'HEAD'))
    expect([answer.status, answer.headers.get('content-length')]).toEqual([200, length])
    expect(seen.isCancelled).toBe(true)
  })

  it('is closed where the film is at the URL of the task', async () => {
    const { seen, response } = answerOf({ status: 404 })
    const { proxy } = createTestProxy(({ url }) => {
      if (url.endsWith('/content')) return response
      if (url.startsWith('https://files.test')) return new Response(MP4, { headers: video })
      return Response.json({ ...TASK, id: 't1', status: 'completed', video_url: 'https://files.test/a.mp4' })
    })
    const answer = await proxy(get(path))
    expect([answer.status, (await answer.arrayBuffer()).byteLength]).toEqual([200, MP4.length])
    expect(seen.isCancelled).toBe(true)
  })

  it('is closed when the API sends nothing more in time', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const { seen, response } = answerOf({ headers: video })
    const { proxy } = createTestProxy(() => response, { contentTimeout: 5_000 })
    const bytes = (await proxy(get(path))).arrayBuffer()
    const ended = expect(bytes).rejects.toThrow()
    await vi.advanceTimersByTimeAsync(5_000)
    await ended
    expect(seen.isCancelled).toBe(true)
  })
})

it.each([
  ['bytes=0-499', 'bytes=0-499'],
  ['bytes=500-', 'bytes=500-'],
  ['bytes=-500', 'bytes=-500'],
  ['bytes=5-99999999999999999999999', 'bytes=5-'],
])('asks the API for the bytes that the viewer asks for: %s as %s', async (range, sent) => {
  const { proxy, requests } = createTestProxy(() => answerOf({ headers: video }).response)
  await proxy(get(path, { range }))
  expect(requests[0]?.headers.get('range')).toBe(sent)
})

it('drops what describes the compressed bytes, which fetch has decoded', async () => {
  const headers = {
    ...video,
    'content-encoding': 'gzip',
    'content-length': '10',
    etag: '"gz"',
    'accept-ranges': 'bytes',
  }
  const { proxy } = createTestProxy(() => new Response(MP4, { headers }))
  const answer = await proxy(get(path))
  const names = ['content-length', 'etag', 'content-encoding']
  expect(names.map((name) => answer.headers.get(name))).toEqual([null, null, null])
  expect((await answer.arrayBuffer()).byteLength).toBe(MP4.length)
})

it.each(['1e3', '-1', '4096, 4096', `1${'0'.repeat(15)}`])(
  'passes no length on that is none: %s',
  async (length) => {
    const { proxy } = createTestProxy(
      () => new Response(MP4, { headers: { ...video, 'content-length': length } }),
    )
    for (const request of [get(path, {}, 'HEAD'), get(path, { range: 'bytes=5-9' })]) {
      const answer = await proxy(request)
      expect([answer.status, answer.headers.get('content-length')]).toEqual([200, null])
      await answer.arrayBuffer()
    }
  },
)

it('reports no failure of a film that its viewer has left', async () => {
  const controller = new AbortController()
  let breakOff: (error: Error) => void = () => {}
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start: (stream) => {
      stream.enqueue(MP4)
      breakOff = (error) => stream.error(error)
    },
  })
  const { proxy, reported } = createTestProxy(() => new Response(body, { headers: video }))
  const request = new Request(`https://app.test${path}`, { signal: controller.signal })
  const reader = (await proxy(request)).body?.getReader()
  await reader?.read()
  controller.abort()
  breakOff(new Error('gone'))
  await expect(reader?.read()).rejects.toThrow('gone')
  expect(reported).toEqual([])
})
