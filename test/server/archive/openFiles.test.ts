import { readdir } from 'node:fs/promises'
import { createDirectoryArchive, type VideoArchiveStore } from 'react-video-task/server'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { archiveFolder } from '../support/archiveFolder.js'
import { get } from '../support/createTestProxy.js'
import { defer } from '../support/defer.js'
import { collectOpened } from '../support/openedFiles.js'
import { sendFilm, startMapArchive } from '../support/startMapArchive.js'

afterEach(() => void vi.useRealTimers())

const META = { type: 'video/mp4', size: undefined }

const streamOf = (text: string) => new Blob([text]).stream()
const failing = () => new ReadableStream({ pull: (controller) => controller.error(new Error('cut')) })

const USES: [string, (store: VideoArchiveStore) => Promise<unknown>][] = [
  ['a film is stored', async (store) => store.put('films/b2', streamOf('b'), META)],
  ['a film is stored in place of another one', async (store) => store.put('films/a1', streamOf('b'), META)],
  [
    'a film is kept that is there',
    async (store) => store.put('films/a1', streamOf('b'), { ...META, onlyIfAbsent: true }),
  ],
  ['a stream fails', async (store) => expect(store.put('films/b2', failing(), META)).rejects.toThrow('cut')],
  ['a film is read', async (store) => new Response(await store.get('films/a1')).text()],
  [
    'a range is read',
    async (store) => new Response(await store.get('films/a1', { first: 1, last: 2 })).text(),
  ],
  ['a reader leaves', async (store) => (await store.get('films/a1'))?.cancel()],
]

describe('an archive in a directory leaves nothing open and nothing in part when', () => {
  it.each(USES)('%s', async (_, use) => {
    const folder = await archiveFolder()
    const store = createDirectoryArchive(folder)
    await store.put('films/a1', streamOf('A film'), META)
    const opened = collectOpened()
    await use(store)
    expect(opened.map(({ fd }) => fd)).toEqual([-1])
    expect(await readdir(`${folder}/partial`)).toEqual([])
  })
})

describe('a kept film is closed again when', () => {
  // The copy may still close files of its own.
  const descriptorsOf = (opened: { fd: number }[]) => new Set(opened.map(({ fd }) => fd))

  /** A proxy with a kept film, whose store opens it when the test says so, and the film's stream once it is open. */
  async function openSlowly() {
    const own = createDirectoryArchive(await archiveFolder())
    const asked = defer<undefined>()
    const proceed = defer<undefined>()
    let isSlow = false
    const slow: VideoArchiveStore = {
      ...own,
      async get(key, range) {
        if (!isSlow || !key.startsWith('films/')) return own.get(key, range)
        asked.resolve(undefined)
        await proceed.promise
        return own.get(key, range)
      },
    }
    const { proxy } = startMapArchive(sendFilm, slow)
    await proxy(get('/videos/task_1'))
    await expect.poll(() => own.list('kept'), { timeout: 10_000 }).toHaveLength(1)
    isSlow = true
    const opened = collectOpened()
    const view = (signal: AbortSignal | null = null) =>
      proxy(
        new Request('https://app.test/videos/task_1/content', { headers: { range: 'bytes=100-' }, signal }),
      )
    return { asked, proceed, opened, view }
  }

  it('its viewer has left before it was open', async () => {
    const { asked, proceed, opened, view } = await openSlowly()
    const viewer = new AbortController()
    const answer = view(viewer.signal)
    await asked.promise
    viewer.abort()
    expect((await answer).status).toBe(499)
    proceed.resolve(undefined)
    await expect.poll(() => descriptorsOf(opened), { timeout: 20_000 }).toEqual(new Set([-1]))
  })

  it('it was opened after its time was up', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const { asked, proceed, opened, view } = await openSlowly()
    const answer = view()
    await asked.promise
    await vi.advanceTimersByTimeAsync(5_000)
    vi.useRealTimers()
    await (await answer).body?.cancel()
    proceed.resolve(undefined)
    await expect.poll(() => descriptorsOf(opened), { timeout: 20_000 }).toEqual(new Set([-1]))
  })
})
