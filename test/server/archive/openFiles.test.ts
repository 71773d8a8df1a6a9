import { readdir } from 'node:fs/promises'
import { createDirectoryArchive, type VideoArchiveStore } from 'react-video-task/server'
import { describe, expect, it } from 'vitest'
import { archiveFolder } from '../support/archiveFolder.js'
import { collectOpened } from '../support/openedFiles.js'

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
