import { describe, expect, it } from 'vitest'
import { type ContentProgress, createVideoClient, openVideoContent } from 'react-video-task/client'
import { errorOf } from '../../support/errorOf.js'

/** Bytes as an MP4 starts. */
const bytes = (length: number) => new Uint8Array(length).fill(7, 4)

/** A client whose content is a body that never ends by itself, after some chunks. */
function clientOf(chunks: Uint8Array<ArrayBuffer>[], headers: Record<string, string> = {}) {
  const cancelled: unknown[] = []
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start: (controller) => chunks.forEach((chunk) => controller.enqueue(chunk)),
    cancel: (reason) => void cancelled.push(reason),
  })
  const client = createVideoClient({ baseURL: '/v1', fetch: async () => new Response(body, { headers }) })
  return { client, cancelled }
}

describe('the stream of a video', () => {
  it('opens with the first 64 bytes, without waiting for more', async () => {
    const { client } = clientOf([bytes(40), bytes(24)])
    const { stream } = await openVideoContent(client, 'a')
    const reader = stream.getReader()
    const sizes = [await reader.read(), await reader.read()].map(({ value }) => value?.byteLength)
    expect(sizes).toEqual([40, 24])
    await reader.cancel()
  })

  it('counts the bytes that were read of it, and reads none ahead', async () => {
    const { client } = clientOf([bytes(1_000), bytes(500), bytes(300)], { 'content-length': '9000' })
    const calls: ContentProgress[] = []
    const { stream } = await openVideoContent(client, 'a', { onProgress: (progress) => calls.push(progress) })
    const reader = stream.getReader()
    const perRead: number[] = [calls.length]
    for (let count = 0; count < 3; count++) {
      await reader.read()
      await new Promise((resolve) => setImmediate(resolve))
      perRead.push(calls.length)
    }
    expect(perRead).toEqual([0, 1, 2, 3])
    expect(calls).toEqual([1_000, 1_500, 1_800].map((loaded) => ({ loaded, total: 9_000 })))
    await reader.cancel()
  })
})

describe('a body without a video', () => {
  const page = new TextEncoder().encode('<!doctype html><title>Not ready yet</title>'.padEnd(64))

  it.each([
    ['text that is labelled as a video', page, 'video/mp4', 'text (video/mp4)'],
    ['text without a label', page, undefined, 'text (no content type)'],
    ['bytes that are labelled as a page', bytes(64), 'text/html', 'text (text/html)'],
  ])('is refused and cancelled: %s', async (_, chunk, type, what) => {
    const { client, cancelled } = clientOf([chunk], type === undefined ? {} : { 'content-type': type })
    expect(await errorOf(() => openVideoContent(client, 'a'))).toMatchObject({
      code: 'invalid_content',
      message: expect.stringContaining(`with ${what}`),
    })
    expect(cancelled).toHaveLength(1)
  })

  it('is refused where its chunks are empty', async () => {
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(new Uint8Array(0))
        controller.close()
      },
    })
    const client = createVideoClient({ baseURL: '/v1', fetch: async () => new Response(body) })
    expect(await errorOf(() => openVideoContent(client, 'a'))).toMatchObject({
      code: 'invalid_content',
      message: expect.stringContaining('with nothing'),
    })
  })
})
