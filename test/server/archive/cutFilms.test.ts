import type { ServerResponse } from 'node:http'
import { createDirectoryArchive, createS3Archive, type VideoArchiveStore } from 'react-video-task/server'
import { createVideoEmulator } from 'react-video-task/testing'
import { describe, expect, it, vi } from 'vitest'
import { archiveFolder } from '../support/archiveFolder.js'
import { form } from '../support/createTestProxy.js'
import { startArchive, untilIdle, untilKept } from '../support/startArchive.js'
import { makeFilm, makeMp4 } from '../support/startFilmApi.js'
import { startS3 } from '../support/startS3.js'

const MIB = 1024 * 1024

/** Sends what no HTTP server of Node's sends by itself: a head and bytes as they are, and the end of the connection. */
function sendRaw({ socket }: ServerResponse, headers: readonly string[], ...bytes: Uint8Array[]): void {
  socket?.write(['HTTP/1.1 200 OK', 'content-type: video/mp4', ...headers, '', ''].join('\r\n'))
  for (const piece of bytes) socket?.write(piece)
  socket?.end()
}

const chunk = (bytes: Uint8Array) =>
  Buffer.concat([Buffer.from(`${bytes.byteLength.toString(16)}\r\n`), bytes, Buffer.from('\r\n')])

const LAST_CHUNK = Buffer.from('0\r\n\r\n')
const CHUNKED = 'transfer-encoding: chunked'
const CLOSE = 'connection: close'

type Send = (response: ServerResponse, bytes: Uint8Array, whole: Uint8Array) => void

/** How an API sends a film without its length; each is a whole film, or as many bytes of one as are given. */
const FRAMES: Readonly<Record<string, Send>> = {
  'with its length': (response, bytes, whole) =>
    sendRaw(response, [`content-length: ${whole.byteLength}`, CLOSE], bytes),
  'in chunks': (response, bytes, whole) =>
    sendRaw(
      response,
      [CHUNKED, CLOSE],
      ...[chunk(bytes), ...(bytes.byteLength < whole.byteLength ? [] : [LAST_CHUNK])],
    ),
  'in chunks that a gateway ends where its own source broke off': (response, bytes) =>
    sendRaw(response, [CHUNKED, CLOSE], chunk(bytes), LAST_CHUNK),
  'until the connection ends': (response, bytes) => sendRaw(response, [CLOSE], bytes),
  'until the connection ends, by a server that knows ranges': (response, bytes, whole) => {
    if (response.req.headers.range === undefined) return sendRaw(response, [CLOSE], bytes)
    const range = { 'content-type': 'video/mp4', 'content-range': `bytes 0-0/${whole.byteLength}` }
    response.writeHead(206, range).end(whole.subarray(0, 1))
  },
}

const stores: [string, () => Promise<VideoArchiveStore>][] = [
  ['a directory', async () => createDirectoryArchive(await archiveFolder())],
  [
    'a bucket',
    async () => {
      const { client, bucketURL } = await startS3()
      return createS3Archive(client, { bucketURL, partBytes: 5 * MIB })
    },
  ],
]

describe.each(stores)('in %s', (_, open) => {
  it.each([
    ['one upload', 300_000],
    ['parts', 6 * MIB],
  ])(
    'a film of %s that is cut at 99 % is not kept, and is when it comes whole',
    async (__, size) => {
      const film = makeMp4(size)
      const frames = Object.values(FRAMES)
      let isCut = true
      const { store, proxy } = await startArchive(
        (response) => {
          // The tasks are `task_1`, `task_2` and so on, one for each frame.
          const send = frames[Number(/task_(\d+)/.exec(response.req.url ?? '')?.[1]) - 1]
          send?.(response, isCut ? film.subarray(0, Math.floor(size * 0.99)) : film, film)
        },
        { archive: { store: await open() } },
      )
      const ids: string[] = []
      while (ids.length < frames.length) ids.push(await proxy.create('ann'))
      for (const id of ids) await proxy.send('GET', `/videos/${id}`, 'ann')
      await vi.waitFor(
        () => expect(new Set(proxy.reported.map(({ taskId }) => taskId))).toEqual(new Set(ids)),
        { timeout: 20_000 },
      )
      expect(new Set(proxy.reported.map(({ code }) => code))).toEqual(new Set(['archive_failed']))
      expect([await store.list('kept'), await store.list('films')]).toEqual([[], []])

      isCut = false
      await untilKept(store, ids.length)
      await untilIdle(store)
      for (const key of await store.list('films')) {
        const kept = Buffer.from(await new Response(await store.get(key)).arrayBuffer())
        expect(kept.equals(film), key).toBe(true)
      }
    },
    60_000,
  )
})

/** A WebM file of which the header and the length of the segment are real. */
function makeWebm(size: number): Uint8Array<ArrayBuffer> {
  const film = makeFilm(size)
  film.set([0x1a, 0x45, 0xdf, 0xa3, 0x84, 1, 2, 3, 4, 0x18, 0x53, 0x80, 0x67])
  // Four bytes, the first of which says so.
  new DataView(film.buffer).setUint32(13, 0x10000000 + size - 17)
  return film
}

/** Lets an API answer without a length, one frame for each attempt, and returns the codes that were reported. */
async function keepOnce(send: (response: ServerResponse) => void) {
  const { store, proxy } = await startArchive((response) => send(response))
  await proxy.send('GET', `/videos/${await proxy.create('ann')}`, 'ann')
  await vi.waitFor(
    async () => expect([...proxy.reported, ...(await store.list('kept'))].length).toBeGreaterThan(0),
    { timeout: 20_000 },
  )
  return proxy.reported.map(({ code }) => code)
}

describe('a film without a length, whose end is the end of the connection,', () => {
  const whole = (film: Uint8Array) => (response: ServerResponse) => sendRaw(response, [CLOSE], film)

  it.each<[string, Uint8Array]>([
    ['an MP4 cut in the start of a box', makeMp4(300_000).subarray(0, 1036)],
    ['an MP4 cut between two boxes', makeMp4(300_000).subarray(0, 1032)],
    ['an MP4 cut in its first bytes', makeMp4(300_000).subarray(0, 20)],
    ['a WebM that is cut', makeWebm(300_000).subarray(0, 299_999)],
    [
      'an MP4 whose last box has no length',
      Uint8Array.from([...makeMp4(2_000), 0, 0, 0, 0, 0x66, 0x72, 0x65, 0x65]),
    ],
    ['a film of another container', Uint8Array.from([...new TextEncoder().encode('OggS'), ...makeFilm(500)])],
  ])('is not kept: %s', async (_, film) => {
    expect(await keepOnce(whole(film))).toEqual(['archive_failed'])
  })

  it.each<[string, Uint8Array]>([
    ['an MP4', makeMp4(300_000)],
    ['a WebM', makeWebm(300_000)],
  ])('is kept: %s that ends with its last part', async (_, film) => {
    expect(await keepOnce(whole(film))).toEqual([])
  })

  it('is kept: a real film of the emulator', async () => {
    const emulator = createVideoEmulator({ apiKey: 'sk-1' })
    const headers = { authorization: 'Bearer sk-1' }
    const url = 'https://api.test/v1/videos'
    const created = await emulator.fetch(url, {
      ...{ method: 'POST', headers },
      body: form({ model: 'wan2.6', prompt: 'A lake [instant]' }),
    })
    const { id }: { id: string } = await created.json()
    const content = await emulator.fetch(`${url}/${id}/content`, { headers })
    const film = new Uint8Array(await content.arrayBuffer())
    expect(await keepOnce(whole(film))).toEqual([])
    expect(await keepOnce(whole(film.subarray(0, -1)))).toEqual(['archive_failed'])
  })

  it('is kept in chunks, whatever its container', async () => {
    const film = Uint8Array.from([...new TextEncoder().encode('OggS'), ...makeFilm(500)])
    expect(
      await keepOnce((response) => sendRaw(response, [CHUNKED, CLOSE], chunk(film), LAST_CHUNK)),
    ).toEqual([])
  })
})
