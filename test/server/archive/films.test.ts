import type { VideoProxyOptions } from 'react-video-task/server'
import { describe, expect, it } from 'vitest'
import { createTestProxy, get, MP4, TASK } from '../support/createTestProxy.js'
import { createMapArchive } from '../support/mapArchive.js'
import { codesOf, sendFilm, startMapArchive } from '../support/startMapArchive.js'

type Film = Uint8Array<ArrayBuffer>

/** Lets the API answer with a film; returns the archive after the first attempt, with the API down. */
async function keepOnce(
  film: () => Response,
  options: Partial<VideoProxyOptions> = {},
  task: Record<string, unknown> = {},
) {
  const archive = startMapArchive(film, undefined, options, task)
  await archive.proxy(get('/videos/task_1'))
  await expect
    .poll(async () => [...(await archive.store.list('kept')), ...archive.reported], {
      interval: 2,
      timeout: 10_000,
    })
    .not.toHaveLength(0)
  archive.state.isDown = true
  return { ...archive, read: (path: string, headers?: HeadersInit) => archive.proxy(get(path, headers)) }
}

const startingWith = (...start: (string | number)[]): Film =>
  Uint8Array.from([
    ...start.flatMap((part) =>
      typeof part === 'number' ? part : [...part].map((char) => char.charCodeAt(0)),
    ),
    ...MP4.subarray(100, 400),
  ])
const box = (name: string) => startingWith(0, 0, 0, 0x20, name)
const MKV = startingWith(0x1a, 0x45, 0xdf, 0xa3)
const AVI = startingWith('RIFF', 1, 2, 3, 4, 'AVI ')

describe('the type of a kept film', () => {
  it.each<[string, Film, named: string, kept: string]>([
    ...['ftypisom', 'styp', 'moov', 'moof', 'mdat', 'wide', 'free', 'skip'].map(
      (name): [string, Film, string, string] => [
        `an MP4 that begins with ${name}`,
        box(name),
        'video/mp4',
        'video/mp4',
      ],
    ),
    ...['video/quicktime', 'video/x-m4v', 'application/mp4', 'video/3gpp'].map(
      (type): [string, Film, string, string] => [`an MP4 named ${type}`, box('ftypisom'), type, type],
    ),
    ['an MP4 named as another container', box('ftypisom'), 'video/webm', 'video/mp4'],
    ['QuickTime', box('ftypqt  '), 'video/webm', 'video/quicktime'],
    ['QuickTime named as MP4', box('ftypqt  '), 'video/mp4', 'video/mp4'],
    ['WebM', MKV, 'application/octet-stream', 'video/webm'],
    ['Matroska', MKV, 'video/x-matroska', 'video/x-matroska'],
    ['Matroska by its newer name', MKV, 'video/matroska', 'video/matroska'],
    ['Ogg', startingWith('OggS'), 'application/octet-stream', 'video/ogg'],
    ['AVI', AVI, 'application/octet-stream', 'video/x-msvideo'],
    ['AVI by its other name', AVI, 'video/avi', 'video/avi'],
    ['MPEG', startingWith(0, 0, 1, 0xba), 'application/octet-stream', 'video/mpeg'],
    ['GIF', startingWith('GIF89a'), 'image/gif', 'image/gif'],
    ['MPEG-TS', startingWith('G', 0x40, 0), 'application/octet-stream', 'video/mp2t'],
  ])('is that of its first bytes: %s', async (_, film, named, kept) => {
    const { read, reported } = await keepOnce(() => sendFilm(film, named))
    expect(codesOf({ reported })).not.toContain('archive_failed')
    const answer = await read('/videos/task_1/content')
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, kept])
    expect(Buffer.from(await answer.arrayBuffer()).equals(film)).toBe(true)
  })

  it.each([
    ['the start of no film', startingWith('PK', 3, 4)],
    ['the name of a box at another place', startingWith('ftypisom')],
    ['AVI at another place', startingWith('AVI ')],
  ])('keeps nothing of %s', async (_, film) => {
    const { reported, store } = await keepOnce(() => sendFilm(film, 'video/mp4'))
    expect(reported).toMatchObject([
      { error: { message: 'The video API answered with bytes that begin no film.' } },
    ])
    expect(await store.list('films')).toEqual([])
  })
})

const text = (value: string) => [...value].map((char) => char.charCodeAt(0))
const uint32 = (value: number) => [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255]
/** A box of an MP4. */
const mp4Box = (name: string, bytes: number) => [
  ...uint32(bytes + 8),
  ...text(name),
  ...Array.from({ length: bytes }, () => 7),
]
/** The same with its length in 64 bits. */
const largeBox = (name: string, bytes: number) => [
  ...[...uint32(1), ...text(name), ...uint32(0), ...uint32(bytes + 16)],
  ...Array.from({ length: bytes }, () => 7),
]
const HEADER = [0x1a, 0x45, 0xdf, 0xa3, 0x84, 1, 2, 3, 4]
const SEGMENT = [0x18, 0x53, 0x80, 0x67]
const BYTES = Array.from({ length: 100 }, () => 9)
const FTYP = mp4Box('ftyp', 20)

const WHOLE: [string, number[]][] = [
  ['boxes', [...FTYP, ...mp4Box('moov', 30), ...mp4Box('mdat', 90)]],
  [
    'empty boxes between others',
    [...FTYP, ...mp4Box('moov', 30), ...mp4Box('free', 0), ...mp4Box('mdat', 90)],
  ],
  ['fragments', [...FTYP, ...mp4Box('moov', 30), ...mp4Box('moof', 30)]],
  ['a box with a length of 64 bits', [...FTYP, ...mp4Box('moov', 30), ...largeBox('mdat', 90)]],
  ['such a box at their start', [...largeBox('ftyp', 8), ...mp4Box('mdat', 9), ...mp4Box('moov', 30)]],
  ['a Matroska segment with a length of one byte', [...HEADER, ...SEGMENT, 0x80 + 100, ...BYTES]],
  ['one with a length of two bytes', [...HEADER, ...SEGMENT, 0x40, 100, ...BYTES]],
  ['one with a length of eight bytes', [...HEADER, ...SEGMENT, 1, 0, 0, 0, 0, 0, 0, 100, ...BYTES]],
]
const NOT_WHOLE: [string, number[]][] = [
  ...WHOLE.map(([name, film]): [string, number[]] => [`${name}, less a byte`, film.slice(0, -1)]),
  ['a box with the index alone', [...FTYP, ...mp4Box('moov', 30)]],
  ['a box with the pictures alone', [...FTYP, ...mp4Box('mdat', 90)]],
  [
    'a box with a length below its own start',
    [...FTYP, ...mp4Box('moov', 30), ...mp4Box('mdat', 90), ...uint32(7), ...text('free')],
  ],
  [
    'a box whose name is none',
    [...FTYP, ...mp4Box('moov', 30), ...mp4Box('mdat', 90), ...mp4Box('a\x00\x00\x01', 4)],
  ],
  ['a Matroska header alone', HEADER],
  ['a Matroska segment of unknown length', [...HEADER, ...SEGMENT, 0xff, ...BYTES]],
  ['one with a length of no size', [...HEADER, ...SEGMENT, 0, ...BYTES]],
  ['one that begins', [...HEADER, ...SEGMENT]],
  ['one whose length begins', [...HEADER, ...SEGMENT, 0x40]],
]

describe('a film without a length whose end is the end of the connection', () => {
  /** In pieces of some bytes. */
  const send = (film: number[], size: number) => () => {
    let at = 0
    const body = new ReadableStream<Film>({
      pull(controller) {
        if (at >= film.length) return controller.close()
        controller.enqueue(Uint8Array.from(film.slice(at, (at += size))))
      },
    })
    return new Response(body, { headers: { 'content-type': 'video/mp4' } })
  }
  const keep = async (film: number[], size: number) => codesOf(await keepOnce(send(film, size)))

  it.each(WHOLE)('is kept with %s', async (_, film) => {
    for (const size of [7, 10_000])
      expect(await keep(film, size), `${size} bytes`).not.toContain('archive_failed')
  })

  it.each(NOT_WHOLE)('is not kept with %s', async (_, film) => {
    for (const size of [7, 10_000]) {
      const { reported } = await keepOnce(send(film, size))
      expect(reported, `${size} bytes`).toMatchObject([
        { error: { message: expect.stringMatching(/\.$/) }, context: { code: 'archive_failed' } },
      ])
    }
  })
})

describe('the task of a kept film', () => {
  it('has the fields of the API without its URLs and their expiry', async () => {
    const url = 'https://bucket.example.com/1.mp4'
    const { read } = await keepOnce(
      sendFilm,
      {},
      {
        ...{ video_url: url, expires_at: 1_900_000_000, model: 'sora-2', seconds: '5', size: '1280x720' },
        ...{ cover: 'https://bucket.example.com/1.jpg', covers: [url, url], mixed: [url, 'text'], none: [] },
        ...{ output: { url }, seed: 7, note: 'a https://lake.example' },
      },
    )
    const task: unknown = await (await read('/videos/task_1')).json()
    expect(task).toEqual({
      ...{ ...TASK, id: 'task_1', status: 'completed', progress: 100, model: 'sora-2' },
      ...{ seconds: '5', size: '1280x720', mixed: [url, 'text'], none: [], seed: 7 },
      ...{ note: 'a https://lake.example' },
    })
  })

  it('keeps the digits of integers beyond 2^53', async () => {
    const body = `{"id":"task_1","object":"video","status":"completed","progress":100,"seed":12345678901234567890}`
    const store = createMapArchive()
    const { proxy } = createTestProxy(
      ({ url }) => (url.endsWith('/content') ? sendFilm() : new Response(body)),
      { archive: { store }, cache: false },
    )
    await proxy(get('/videos/task_1'))
    await expect.poll(() => store.list('kept'), { timeout: 10_000 }).toHaveLength(1)
    expect(await (await proxy(get('/videos/task_1'))).text()).toContain('"seed":12345678901234567890')
  })

  it.each([
    [{ 'if-none-match': '"other", *' }, 304],
    [{ 'if-none-match': '"other"' }, 200],
    [{ range: 'bytes=0-0' }, 206],
    [{ range: 'bytes=4095-' }, 206],
    [{ range: 'bytes=4096-' }, 416],
  ])('answers %o about its content with %d', async (headers, status) => {
    const { read } = await keepOnce(sendFilm)
    expect((await read('/videos/task_1/content', headers)).status).toBe(status)
  })

  it('matches a weak form of its tag among others', async () => {
    const { read } = await keepOnce(sendFilm)
    const etag = (await read('/videos/task_1/content')).headers.get('etag') ?? ''
    const headers = { 'if-none-match': `"other" , W/${etag}` }
    expect((await read('/videos/task_1/content', headers)).status).toBe(304)
  })
})
