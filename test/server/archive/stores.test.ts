import fs, { readdir, utimes, writeFile } from 'node:fs/promises'
import { createDirectoryArchive, createS3Archive, type VideoArchiveStore } from 'react-video-task/server'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { archiveFolder } from '../support/archiveFolder.js'
import { createMapArchive } from '../support/mapArchive.js'
import { makeFilm } from '../support/startFilmApi.js'
import { startS3 } from '../support/startS3.js'

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

afterEach(() => void vi.unstubAllGlobals())

const read = async (body: ReadableStream<Uint8Array<ArrayBuffer>> | null | undefined) =>
  body ? Buffer.from(await new Response(body).arrayBuffer()) : undefined

describe.each(stores)('an archive in %s', (_, open) => {
  it('keeps streams of known and unknown length, small, empty and in parts', async () => {
    const store = await open()
    for (const size of [0, 1, 5_000, 5 * 1024 * 1024, 11_000_001]) {
      const film = makeFilm(Math.max(12, size)).slice(0, size)
      const meta = { type: 'video/mp4', size: size % 2 ? size : undefined }
      // It may be in place of another one.
      expect(await store.put('films/a1', streamOf(film), meta)).not.toBe(false)
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
  /** Stores 20 claims of 20 bytes and more under one key at the same moment, each only if absent. */
  const claimAtOnce = (folder: string) =>
    Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        createDirectoryArchive(folder).put('claims/a1', streamOf(makeFilm(20 + index)), {
          type: 'application/json',
          size: undefined,
          onlyIfAbsent: true,
        }),
      ),
    )

  it('keeps one of many that are stored only if absent at the same moment', async () => {
    const folder = await archiveFolder()
    expect((await claimAtOnce(folder)).filter((kept) => kept !== false)).toHaveLength(1)
    expect(await readdir(`${folder}/partial`)).toEqual([])
  })

  it.each(['EPERM', 'ENOSYS', 'ENOTSUP'])('does so on a file system without links: %s', async (code) => {
    vi.spyOn(fs, 'link').mockRejectedValue(Object.assign(new Error(`${code}: link`), { code }))
    const folder = await archiveFolder()
    const outcomes = await claimAtOnce(folder)
    const kept = outcomes.indexOf(true)
    expect(kept).toBeGreaterThanOrEqual(0)
    expect(outcomes.filter((one) => one !== false)).toHaveLength(1)
    expect((await read(await createDirectoryArchive(folder).get('claims/a1')))?.byteLength).toBe(20 + kept)
    expect(await readdir(`${folder}/partial`)).toEqual([])
  })

  it('removes with the next film what a crash has left a day before, and nothing younger', async () => {
    const folder = await archiveFolder()
    const store = createDirectoryArchive(folder)
    const put = (key: string) => store.put(key, streamOf(makeFilm(20)), { type: 'video/mp4', size: 20 })
    await put('films/a1')
    for (const [name, minutes] of [
      ['old', 24 * 60 + 1],
      ['young', 24 * 60 - 1],
    ] as const) {
      const time = new Date(Date.now() - minutes * 60_000)
      await writeFile(`${folder}/partial/${name}`, 'half')
      await utimes(`${folder}/partial/${name}`, time, time)
    }
    await put('jobs/a1')
    expect((await readdir(`${folder}/partial`)).sort()).toEqual(['old', 'young'])
    await put('films/a2')
    expect(await readdir(`${folder}/partial`)).toEqual(['young'])
  })

  it('lists the first 1,000 keys of a folder', async () => {
    const folder = await archiveFolder()
    const store = createDirectoryArchive(folder)
    await store.put('jobs/0000', streamOf(makeFilm(20)), { type: 'application/json', size: 20 })
    const names = Array.from({ length: 1_001 }, (_, index) => String(index).padStart(4, '0'))
    await Promise.all(names.map((name) => writeFile(`${folder}/jobs/${name}`, '{}')))
    expect(await store.list('jobs')).toEqual(names.slice(0, 1_000).map((name) => `jobs/${name}`))
  })

  it('reports what is wrong with its folder', async () => {
    const folder = await archiveFolder()
    await writeFile(`${folder}/jobs`, 'a file')
    const store = createDirectoryArchive(folder)
    await expect(store.list('jobs')).rejects.toMatchObject({ code: 'ENOTDIR' })
    await expect(store.get('jobs/a1')).rejects.toMatchObject({ code: 'ENOTDIR' })
  })

  it('is refused on a runtime without a file system, with what to use there', () => {
    vi.stubGlobal('process', { ...process, getBuiltinModule: undefined })
    expect(() => createDirectoryArchive('/videos')).toThrow(
      expect.objectContaining({
        code: 'invalid_options',
        message: expect.stringMatching(
          /^createDirectoryArchive needs a file system, .* store of your own\.$/,
        ),
      }),
    )
  })
})

describe('an archive in a bucket', () => {
  const MIB = 1024 * 1024
  const bucketURL = 'https://films.s3.test/'
  const meta = { type: 'video/mp4', size: undefined }
  const xml = (code: string) => `<?xml version="1.0"?><Error><Code>${code}</Code></Error>`

  /** An archive in a bucket that gives these answers, one after the other, and the requests that it got. */
  function createScripted(...answers: Response[]) {
    const requests: { method: string; url: string; headers: Record<string, string>; body: string }[] = []
    const client = {
      fetch: async (input: string | URL | Request, init: RequestInit = {}) => {
        const request = new Request(input, init)
        const headers = Object.fromEntries(request.headers)
        requests.push({ method: request.method, url: request.url, headers, body: await request.text() })
        return answers.shift() ?? new Response()
      },
    }
    return { requests, store: createS3Archive(client, { bucketURL, partBytes: 5 * MIB }) }
  }

  const started = () => new Response('<UploadId>a b&amp;&lt;&gt;&quot;</UploadId>')
  const part = (tag = '"t"') => new Response(null, { headers: { etag: tag } })

  it('sends a long film in numbered parts and joins them by their tags', async () => {
    const { requests, store } = createScripted(started(), part('"one"'), part('"two"'), new Response('<Ok/>'))
    expect(await store.put('films/a1', streamOf(makeFilm(5 * MIB + 1)), meta)).toBe(true)
    const upload = `uploadId=${encodeURIComponent('a b&<>"')}`
    expect(requests.map(({ method, url }) => [method, url])).toEqual([
      ['POST', `${bucketURL}films/a1?uploads=`],
      ['PUT', `${bucketURL}films/a1?partNumber=1&${upload}`],
      ['PUT', `${bucketURL}films/a1?partNumber=2&${upload}`],
      ['POST', `${bucketURL}films/a1?${upload}`],
    ])
    expect(requests[0]?.headers['content-type']).toBe('video/mp4')
    expect(requests.map(({ body }) => body.length).slice(1, 3)).toEqual([5 * MIB, 1])
    expect(requests[3]?.body).toBe(
      '<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>"one"</ETag></Part>' +
        '<Part><PartNumber>2</PartNumber><ETag>"two"</ETag></Part></CompleteMultipartUpload>',
    )
  })

  it.each([
    ['starts no upload', [new Response('<Other/>')], /^The bucket started no upload in parts\.$/, 1],
    ['names no tag of a part', [started(), new Response()], /^The bucket named no ETag of a part\.$/, 3],
    [
      'does not join the parts',
      [started(), part(), part(), new Response(xml('SlowDown'))],
      /^The bucket did not join the parts \(SlowDown\)\.$/,
      5,
    ],
    [
      'does not say why it does not join the parts',
      [started(), part(), part(), new Response('<Error></Error>')],
      /^The bucket did not join the parts \(no code\)\.$/,
      5,
    ],
    [
      'refuses a part',
      [started(), new Response(xml('AccessDenied'), { status: 403 })],
      /^The bucket answered PUT with 403 \(AccessDenied\)\.$/,
      3,
    ],
    [
      'fails without a reason',
      [new Response(null, { status: 500 })],
      /^The bucket answered POST with 500\.$/,
      1,
    ],
  ])(
    'that %s fails with it, and removes the upload that it has begun',
    async (_, answers, message, count) => {
      const { requests, store } = createScripted(...answers)
      await expect(store.put('films/a1', streamOf(makeFilm(5 * MIB + 1)), meta)).rejects.toThrow(message)
      expect(requests).toHaveLength(count)
      if (count > 1) expect(requests.at(-1)?.method).toBe('DELETE')
    },
  )

  it.each([
    [200, true, 1],
    [409, false, 1],
    [412, false, 1],
    // A storage that does not know the condition.
    [501, true, 2],
  ])('that answers %d to a file that is wanted only if absent', async (status, isKept, count) => {
    const { requests, store } = createScripted(new Response(null, { status }))
    const json = { type: 'application/json', size: 20, onlyIfAbsent: true }
    expect(await store.put('claims/a1', streamOf(makeFilm(20)), json)).toBe(isKept)
    expect(requests.map(({ headers }) => headers['if-none-match'])).toEqual(['*', undefined].slice(0, count))
    for (const { headers } of requests) expect(headers['content-type']).toBe('application/json')
  })

  it('that answers a range with the whole film is not read', async () => {
    const { store } = createScripted(new Response('whole'))
    await expect(store.get('films/a1', { first: 0, last: 1 })).rejects.toThrow(
      'The bucket answered a range with 200.',
    )
  })

  it.each([
    ['bucketURL', { bucketURL: 'films' }, /`bucketURL` must be the absolute URL of a bucket\.$/],
    ['prefix', { bucketURL, prefix: 'a b/' }, /`prefix` may hold letters, digits and `_ \. \/ -`\.$/],
    ['partBytes', { bucketURL, partBytes: 5 * MIB - 1 }, /`partBytes` must be 5 MiB at least/],
    ['partBytes that are no number', { bucketURL, partBytes: NaN }, /`partBytes` must be 5 MiB at least/],
  ])('is refused with a wrong %s', (_, options, message) => {
    const create = () => createS3Archive({ fetch }, options)
    expect(create).toThrow(expect.objectContaining({ code: 'invalid_options' }))
    expect(create).toThrow(message)
    expect(create).toThrow(/^The options of createS3Archive cannot work: /)
  })
})
