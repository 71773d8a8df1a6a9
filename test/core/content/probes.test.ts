import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createVideoClient, type VideoClient } from 'react-video-task/client'
// Private: a poll of a completed task without a URL, and a player whose URL fails, decide by them.
import { hasVideoContent, isVideoAt } from '../../../src/core/content/bytes.js'
import { errors } from '../../../src/core/errors/VideoTaskError.js'
import { errorOf } from '../../support/errorOf.js'

type Bytes = Uint8Array<ArrayBuffer>

const video = new Uint8Array(70).fill(7, 4)
const page = new TextEncoder().encode('<!doctype html><title>Not here</title>'.padEnd(70))

/** A body of one chunk that never ends by itself, and whether it was cancelled. */
function openBody(chunk?: Bytes) {
  const cancel = vi.fn()
  const start = (controller: ReadableStreamDefaultController<Bytes>) =>
    chunk ? controller.enqueue(chunk) : controller.close()
  return { cancel, body: new ReadableStream<Bytes>({ start, cancel }) }
}

const fetchMock = vi.fn<typeof fetch>()
beforeEach(() => {
  fetchMock.mockReset()
  vi.stubGlobal('fetch', fetchMock)
})
afterEach(() => void vi.unstubAllGlobals())

describe('the content route of a completed task', () => {
  const check = (client: VideoClient, signal = new AbortController().signal) =>
    hasVideoContent(client, 'a', signal, errors)
  const clientOf = (answer: () => Promise<Response>) =>
    createVideoClient({ baseURL: '/v1', fetch: () => answer() })
  /** A client of the app's own, whose content is read by the page's `fetch`. */
  const plain = (isLinkable?: boolean): VideoClient => ({
    create: () => expect.fail('created'),
    retrieve: () => expect.fail('asked'),
    contentUrl: (id) => `https://c.test/${id}`,
    isLinkable,
  })

  it.each<[string, boolean, Bytes | undefined, number]>([
    ['a video', true, video, 200],
    ['text', false, page, 200],
    ['nothing', false, undefined, 200],
    ['a video with an error', false, video, 404],
  ])('with %s has the video: %s', async (_, has, chunk, status) => {
    const { body, cancel } = openBody(chunk)
    expect(await check(clientOf(async () => new Response(body, { status })))).toBe(has)
    // The rest of a video is not loaded.
    expect(cancel).toHaveBeenCalledTimes(chunk ? 1 : 0)
  })

  it('that only a media element can read has it where it answers at all', async () => {
    for (const answers of [true, false]) {
      fetchMock.mockReset()
      fetchMock.mockRejectedValueOnce(new TypeError('CORS'))
      if (answers) fetchMock.mockResolvedValueOnce(Response.error())
      else fetchMock.mockRejectedValueOnce(new TypeError('down'))
      expect(await check(plain())).toBe(answers)
      expect(fetchMock.mock.calls.map(([url, init]) => [url, init?.mode])).toEqual([
        ['https://c.test/a', undefined],
        ['https://c.test/a', 'no-cors'],
      ])
    }
  })

  it('that needs headers of the client is not asked without them', async () => {
    fetchMock.mockRejectedValueOnce(new TypeError('CORS'))
    expect(await check(plain(false))).toBe(false)
    expect(fetchMock).toHaveBeenCalledTimes(1)
  })

  it('is not asked again by a check that was aborted', async () => {
    const controller = new AbortController()
    fetchMock.mockImplementation(async () => {
      controller.abort(new Error('left the page'))
      throw new TypeError('aborted')
    })
    expect(await errorOf(() => check(plain(), controller.signal))).toBe(controller.signal.reason)
    await new Promise((resolve) => setImmediate(resolve))
    expect(fetchMock).toHaveBeenCalledTimes(1)
  })

  it('has 30 s to answer', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    try {
      const settled = vi.fn()
      const error = errorOf(() => check(clientOf(() => new Promise<never>(() => {}))))
      void error.then(settled)
      await vi.advanceTimersByTimeAsync(29_999)
      expect(settled).not.toHaveBeenCalled()
      await vi.advanceTimersByTimeAsync(1)
      expect(await error).toMatchObject({ code: 'timeout', message: 'No content yet.', retryable: true })
    } finally {
      vi.useRealTimers()
    }
  })
})

describe('a URL that a browser does not play', () => {
  const url = 'https://v.test/v.mp4'

  it.each<[string, boolean | undefined, Bytes | undefined, number]>([
    ['a video', true, video, 206],
    ['text', undefined, page, 200],
    ['nothing', undefined, undefined, 200],
    ['a refusal', false, page, 401],
    ['a refusal', false, page, 403],
    ['a refusal', false, page, 404],
    ['a refusal', false, page, 410],
    ['an outage', undefined, video, 503],
  ])('with %s is a video: %s', async (_, is, chunk, status) => {
    const { body, cancel } = openBody(chunk)
    fetchMock.mockResolvedValueOnce(new Response(body, { status }))
    expect(await isVideoAt(url)).toBe(is)
    expect(cancel).toHaveBeenCalledTimes(chunk ? 1 : 0)
    expect(fetchMock.mock.calls).toEqual([
      [url, expect.objectContaining({ cache: 'no-store', headers: { range: 'bytes=0-63' } })],
    ])
  })

  it('is not known behind a server without CORS, or one that answers nothing in 10 s', async () => {
    fetchMock.mockRejectedValueOnce(new TypeError('CORS'))
    expect(await isVideoAt(url)).toBeUndefined()
    const limit = vi.spyOn(AbortSignal, 'timeout')
    fetchMock.mockRejectedValueOnce(new DOMException('late', 'TimeoutError'))
    expect(await isVideoAt(url)).toBeUndefined()
    expect(limit).toHaveBeenCalledWith(10_000)
    expect(fetchMock.mock.lastCall?.[1]?.signal).toBe(limit.mock.results[0]?.value)
    limit.mockRestore()
  })
})
