import { readdir } from 'node:fs/promises'
import { createDirectoryArchive, createS3Archive, type VideoArchiveStore } from 'react-video-task/server'
import { describe, expect, it } from 'vitest'
import { archiveFolder } from '../support/archiveFolder.js'
import { makeFilm } from '../support/startFilmApi.js'
import { startS3 } from '../support/startS3.js'

/** The few lines that another storage takes. */
function createMapArchive(): VideoArchiveStore {
  const files = new Map<string, Uint8Array<ArrayBuffer>>()
  return {
    async put(key, body, { onlyIfAbsent }) {
      const bytes = new Uint8Array(await new Response(body).arrayBuffer())
      if (onlyIfAbsent && files.has(key)) return false
      return void files.set(key, bytes)
    },
    get: async (key, range = { first: 0, last: Infinity }) => {
      const bytes = files.get(key)?.slice(range.first, range.last + 1)
      return bytes && new Response(bytes).body
    },
    delete: async (key) => files.delete(key),
    list: async (folder) => [...files.keys()].filter((key) => key.startsWith(`${folder}/`)).sort(),
  }
}

const stores: [string, () => Promise<VideoArchiveStore>][] = [
  ['a map', async () => createMapArchive()],
  ['a directory', async () => createDirectoryArchive(await archiveFolder())],
  [
    'a bucket',
    async () => {
      const { client, bucketURL } = await startS3()
      return createS3Archive(client, { bucketURL, prefix: 'app/', partBytes: 5 * 1024 * 1024 })
    },
  ],
]

/** A stream in chunks of an odd size, with an error in place of its end where one is given. */
function streamOf(bytes: Uint8Array<ArrayBuffer>, error?: Error): ReadableStream<Uint8Array<ArrayBuffer>> {
  let at = 0
  return new ReadableStream({
    pull(controller) {
      if (at < bytes.byteLength) return controller.enqueue(bytes.slice(at, (at += 65_537)))
      if (error) controller.error(error)
      else controller.close()
    },
  })
}

const read = async (body: ReadableStream<Uint8Array<ArrayBuffer>> | null | undefined) =>
  body ? Buffer.from(await new Response(body).arrayBuffer()) : undefined

describe.each(stores)('an archive in %s', (_, open) => {
  it('keeps streams of known and unknown length, small, empty and in parts', async () => {
    const store = await open()
    for (const size of [0, 1, 5_000, 5 * 1024 * 1024, 11_000_001]) {
      const film = makeFilm(Math.max(12, size)).slice(0, size)
      await store.put('films/a1', streamOf(film), { type: 'video/mp4', size: size % 2 ? size : undefined })
      expect((await read(await store.get('films/a1')))?.equals(film), `${size} bytes`).toBe(true)
    }
  })

  it('reads ranges, of which both ends are included', async () => {
    const store = await open()
    const film = makeFilm(200_000)
    await store.put('films/a1', streamOf(film), { type: 'video/mp4', size: film.byteLength })
    for (const [first, last] of [
      [0, 1],
      [100, 70_000],
      [199_999, 199_999],
    ] as const) {
      expect(
        (await read(await store.get('films/a1', { first, last })))?.equals(film.slice(first, last + 1)),
      ).toBe(true)
    }
  })

  it('has nothing under an unknown key, and deletes it without an error', async () => {
    const store = await open()
    expect(await read(await store.get('films/none'))).toBeUndefined()
    expect(await store.list('films')).toEqual([])
    await store.delete('films/none')
  })

  it('lists a folder in order, and not what was deleted', async () => {
    const store = await open()
    for (const key of ['jobs/c', 'jobs/a', 'films/x', 'jobs/b']) {
      await store.put(key, streamOf(makeFilm(20)), { type: 'application/json', size: 20 })
    }
    await store.delete('jobs/b')
    expect(await store.list('jobs')).toEqual(['jobs/a', 'jobs/c'])
  })

  it.each([1_000, 6_000_000])('stores nothing of a stream that fails after %i bytes', async (size) => {
    const store = await open()
    const put = store.put('films/a1', streamOf(makeFilm(size), new Error('cut')), {
      type: 'video/mp4',
      size: undefined,
    })
    await expect(put).rejects.toThrow('cut')
    expect(await read(await store.get('films/a1'))).toBeUndefined()
    expect(await store.list('films')).toEqual([])
  })

  it('keeps what was there where a stream in its place fails', async () => {
    const store = await open()
    await store.put('films/a1', streamOf(makeFilm(50)), { type: 'video/mp4', size: 50 })
    const put = store.put('films/a1', streamOf(makeFilm(99), new Error('cut')), {
      type: 'video/mp4',
      size: 99,
    })
    await expect(put).rejects.toThrow()
    expect((await read(await store.get('films/a1')))?.byteLength).toBe(50)
  })
})

describe('an archive in a directory', () => {
  it('keeps one of many that are stored only if absent at the same moment', async () => {
    const folder = await archiveFolder()
    const puts = Array.from({ length: 20 }, (_, index) =>
      createDirectoryArchive(folder).put('claims/a1', streamOf(makeFilm(20 + index)), {
        type: 'application/json',
        size: undefined,
        onlyIfAbsent: true,
      }),
    )
    expect((await Promise.all(puts)).filter((kept) => kept !== false)).toHaveLength(1)
    expect(await readdir(`${folder}/partial`)).toEqual([])
  })
})
