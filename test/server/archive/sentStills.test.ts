import {
  createDirectoryArchive,
  createS3Archive,
  type VideoArchiveStore,
  type VideoProxyOptions,
} from 'react-video-task/server'
import { createVideoClient } from 'react-video-task/client'
import { describe, expect, it, vi } from 'vitest'
import { archiveFolder } from '../support/archiveFolder.js'
import { SECRET } from '../support/createTestProxy.js'
import { defer } from '../support/defer.js'
import { makeJpeg } from '../support/makeJpeg.js'
import { serveProxy } from '../support/serveProxy.js'
import { makeFilm, sendFilm, startFilmApi } from '../support/startFilmApi.js'
import { startArchive, untilIdle, untilKept } from '../support/startArchive.js'
import { startS3 } from '../support/startS3.js'
import { openFileStore } from '../support/taskStores.js'

const FILM = makeFilm(50_000)
const STILL = makeJpeg()

/** A proxy with an archive, and a film of `ann` in it without a picture. */
async function startKept(options: Partial<VideoProxyOptions> = {}) {
  const started = await startArchive((response) => sendFilm(response, FILM), options)
  const { store, proxy } = started
  const id = await proxy.create('ann')
  await readTask(proxy, id)
  await untilKept(store)
  await untilIdle(store)
  return { ...started, id, path: pictureOf(id) }
}

type TestProxy = Awaited<ReturnType<typeof serveProxy>>

const pictureOf = (id: string) => `/videos/${id}/content?variant=thumbnail`

const readTask = async (proxy: TestProxy, id: string, user = 'ann') => {
  const response = await proxy.send('GET', `/videos/${id}`, user)
  return (await response.json()) as Record<string, unknown>
}

const put = async (
  proxy: TestProxy,
  id: string,
  user = 'ann',
  body: BodyInit = STILL,
  headers: HeadersInit = {},
) => {
  const response = await proxy.send('PUT', pictureOf(id), user, { body, headers })
  const { error } = (await response.json()) as { error?: { code: string } }
  return [response.status, error?.code]
}

const isPicture = async (response: Response, picture = STILL) =>
  Buffer.from(await response.arrayBuffer()).equals(picture)

describe('a still that a page sends', () => {
  it.each([
    ['a directory', async () => createDirectoryArchive(await archiveFolder())],
    [
      'a bucket',
      async () => {
        const { client, bucketURL } = await startS3()
        return createS3Archive(client, { bucketURL })
      },
    ],
  ])('is kept in %s with its film, served for its owner, and deleted with it', async (_, createStore) => {
    const { api, store, start, proxy, id, path } = await startKept({
      archive: { store: await createStore() },
      routes: ['delete'],
    })
    expect(await readTask(proxy, id)).toMatchObject({ still: 'wanted' })
    const asked = api.state.retrieves + api.state.contents + api.state.stills
    // What the request says of the picture does not count.
    expect(await put(proxy, id, 'ann', STILL, { 'content-type': 'text/html' })).toEqual([201, undefined])
    expect(api.state.retrieves + api.state.contents + api.state.stills).toBe(asked)
    for (const one of [proxy, await start()]) {
      expect(await readTask(one, id)).toMatchObject({ still: 'kept' })
      const picture = await one.send('GET', path, 'ann')
      expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/jpeg'])
      expect(picture.headers.get('x-content-type-options')).toBe('nosniff')
      expect(picture.headers.get('content-length')).toBe(`${STILL.length}`)
      expect(await isPicture(picture)).toBe(true)
      const etag = picture.headers.get('etag') ?? ''
      expect((await one.send('GET', path, 'ann', { headers: { 'if-none-match': etag } })).status).toBe(304)
      expect((await one.send('HEAD', path, 'ann')).headers.get('content-length')).toBe(`${STILL.length}`)
      expect((await one.send('GET', path, 'bob')).status).toBe(404)
    }
    await proxy.send('DELETE', `/videos/${id}`, 'ann')
    expect(await store.list('stills')).toEqual([])
    expect((await put(proxy, id))[0]).toBe(404)
    expect(await store.list('stills')).toEqual([])
  })

  it('is sent by the client, to the proxy alone', async () => {
    const { proxy, id } = await startKept()
    const client = createVideoClient({ baseURL: proxy.baseURL, headers: { 'x-user': 'ann' } })
    await client.sendStill(id, new Blob([STILL]))
    await expect(client.sendStill(id, new Blob([STILL]))).rejects.toMatchObject({
      status: 409,
      code: 'still_exists',
    })
    expect(await isPicture(await client.fetchContent(id, { variant: 'thumbnail' }))).toBe(true)
  })

  it('is named where the film is: by a content link, or by the public URL of the store', async () => {
    const linked = await startKept({ contentLinks: { baseURL: 'https://app.example.com/api/v1' } })
    await put(linked.proxy, linked.id)
    expect((await readTask(linked.proxy, linked.id))['thumbnail_url']).toMatch(
      /^https:\/\/app\.example\.com\/api\/v1\/videos\/.+&variant=thumbnail$/,
    )
    const open = await startKept({
      archive: {
        store: createDirectoryArchive(await archiveFolder()),
        publicUrl: (key) => `https://cdn.example.com/${key}`,
      },
    })
    await put(open.proxy, open.id)
    expect(await readTask(open.proxy, open.id)).toMatchObject({
      thumbnail_url: expect.stringMatching(/^https:\/\/cdn\.example\.com\/stills\/[0-9a-f]{64}$/),
    })
  })

  it('is known at once where answers are shared, and in the list of a proxy with tasks', async () => {
    const tasks = await openFileStore()
    const { proxy, id } = await startKept({ cache: {}, tasks })
    const listed = async () => {
      const response = await proxy.send('GET', '/videos', 'ann')
      return ((await response.json()) as { data: unknown[] }).data
    }
    expect(await listed()).toMatchObject([{ id, still: 'wanted' }])
    await put(proxy, id)
    expect(await readTask(proxy, id)).toMatchObject({ still: 'kept' })
    expect(await listed()).toMatchObject([{ id, still: 'kept' }])
  })

  it('is the first of many that come at once, at two instances', async () => {
    const { store, start, proxy, id, path } = await startKept()
    const other = await start()
    const pictures = Array.from({ length: 12 }, (_, at) => makeJpeg(480, 270, 1_000 + at))
    const answers = await Promise.all(
      pictures.map((picture, at) => put(at % 2 ? proxy : other, id, 'ann', picture)),
    )
    const first = answers.findIndex(([status]) => status === 201)
    expect(answers.filter(([status]) => status === 201)).toHaveLength(1)
    expect(answers.filter(([status, code]) => status === 409 && code === 'still_exists')).toHaveLength(11)
    expect(await store.list('stills')).toHaveLength(1)
    for (const one of [proxy, other]) {
      expect(await isPicture(await one.send('GET', path, 'ann'), pictures[first])).toBe(true)
    }
  })

  it('goes where its film is deleted while it arrives', async () => {
    const directory = createDirectoryArchive(await archiveFolder())
    const [isPut, mayPut] = [defer<true>(), defer<true>()]
    const store: VideoArchiveStore = {
      ...directory,
      async put(key, body, meta) {
        if (key.startsWith('stills/')) {
          isPut.resolve(true)
          await mayPut.promise
        }
        return directory.put(key, body, meta)
      },
    }
    const { start, proxy, id } = await startKept({ archive: { store }, routes: ['delete'] })
    const other = await start()
    const sent = put(proxy, id)
    await isPut.promise
    await other.send('DELETE', `/videos/${id}`, 'ann')
    mayPut.resolve(true)
    expect(await sent).toEqual([404, 'film_not_kept'])
    expect(await store.list('stills')).toEqual([])
  })
})

describe('a still is refused', () => {
  it.each<[string, number, BodyInit]>([
    ['no bytes', 415, ''],
    ['HTML', 415, '<html><script>alert(1)</script>'],
    ['SVG', 415, '<svg xmlns="http://www.w3.org/2000/svg"/>'],
    ['a PNG', 415, Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, ...STILL])],
    ['a JPEG that is cut', 415, STILL.slice(0, -3)],
    ['a JPEG without a frame', 415, Uint8Array.from([0xff, 0xd8, 0xff, 0xd9])],
    ['a JPEG of other coding', 415, makeJpeg(480, 270, 100, 0xc3)],
    [
      'a JPEG with a segment that does not end',
      415,
      Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0, 0, ...STILL]),
    ],
    ['too many pixels', 415, makeJpeg(1025, 1024)],
    ['no pixels', 415, makeJpeg(0, 1024)],
    ['too many bytes', 413, makeJpeg(480, 270, 300_000)],
  ])('with %s', async (_, status, body) => {
    const { store, proxy, id } = await startKept()
    const code = status === 413 ? 'body_too_large' : 'invalid_still'
    expect(await put(proxy, id, 'ann', body)).toEqual([status, code])
    expect(await store.list('stills')).toEqual([])
    expect(await readTask(proxy, id)).toMatchObject({ still: 'wanted' })
  })

  it('where its bytes never end, after 256 KiB', async () => {
    const { store, proxy, id } = await startKept()
    let sent = 0
    const body = new ReadableStream({
      pull(controller) {
        sent += 65_536
        controller.enqueue(
          sent > 65_536 ? new Uint8Array(65_536) : makeJpeg(480, 270, 65_000).slice(0, 65_536),
        )
      },
    })
    const init = { body, duplex: 'half' }
    const response = await proxy.send('PUT', pictureOf(id), 'ann', init)
    expect(response.status).toBe(413)
    expect(await store.list('stills')).toEqual([])
  })

  it('of a stranger, of a caller without a name, and by a content link', async () => {
    const authorize: VideoProxyOptions['authorize'] = ({ request }) => {
      const id = request.headers.get('x-user')
      return id === 'anyone' ? true : id ? { id } : null
    }
    const { store, proxy, id } = await startKept({
      authorize,
      contentLinks: { baseURL: 'https://app.example.com/api/v1' },
    })
    expect(await put(proxy, id, 'bob')).toEqual([404, 'task_not_exist'])
    expect(await put(proxy, id, 'anyone')).toEqual([403, 'forbidden'])
    expect(await readTask(proxy, id, 'anyone')).not.toHaveProperty('still')
    const { search } = new URL(String((await readTask(proxy, id))['video_url']))
    const url = `${proxy.baseURL}/videos/${id}/content${search}&variant=thumbnail`
    expect((await fetch(url)).status).toBe(404)
    expect((await fetch(url, { method: 'PUT', body: STILL })).status).toBe(403)
    expect(await store.list('stills')).toEqual([])
    expect(proxy.reported).toEqual([])
  })

  it('of a page of another site, before `authorize` is asked', async () => {
    const authorize = vi.fn(() => ({ id: 'ann' }))
    const { store, proxy, id } = await startKept({ authorize })
    const calls = authorize.mock.calls.length
    for (const [name, value] of [
      ['origin', 'https://evil.test'],
      ['sec-fetch-site', 'cross-site'],
    ] as const) {
      expect(await put(proxy, id, 'ann', STILL, { [name]: value })).toEqual([403, 'cross_site_request'])
    }
    expect(authorize.mock.calls).toHaveLength(calls)
    expect(await store.list('stills')).toEqual([])
  })

  it('of a public video by everyone but its owner, whom no answer asks for one', async () => {
    const { proxy, id } = await startKept({ isPublic: () => true })
    expect(await readTask(proxy, id, 'bob')).not.toHaveProperty('still')
    expect(await put(proxy, id, 'bob')).toEqual([404, 'task_not_exist'])
    expect(await put(proxy, id)).toEqual([201, undefined])
    expect(await readTask(proxy, id, 'bob')).toMatchObject({ still: 'kept' })
  })

  it('by the app, by its limiter, and as another variant', async () => {
    const { proxy, id } = await startKept({
      authorize: ({ action, request }) =>
        action === 'still' && request.headers.has('x-refused') ? null : { id: 'ann' },
      rateLimit: ({ action }) => (action === 'still' ? { retryAfter: 9 } : true),
    })
    expect(await put(proxy, id, 'ann', STILL, { 'x-refused': '1' })).toEqual([403, 'forbidden'])
    expect(await put(proxy, id)).toEqual([429, 'rate_limited'])
    const other = await proxy.send('PUT', `/videos/${id}/content?variant=spritesheet`, 'ann', { body: STILL })
    expect(other.status).toBe(400)
    const film = await proxy.send('PUT', `/videos/${id}/content`, 'ann', { body: STILL })
    expect([film.status, film.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
  })

  it("where the provider's picture is kept, and of a film that is not kept", async () => {
    const { api, store, start, id: first } = await startKept()
    api.state.still = STILL
    const proxy = await start()
    const id = await proxy.create('ann')
    await readTask(proxy, id)
    expect([
      [404, 'film_not_kept'],
      [409, 'still_exists'],
    ]).toContainEqual(await put(proxy, id))
    await vi.waitFor(async () => expect(await store.list('kept')).toHaveLength(2), { timeout: 20_000 })
    expect(await put(proxy, id)).toEqual([409, 'still_exists'])
    expect(await readTask(proxy, id)).toMatchObject({ still: 'kept' })
    expect(await readTask(proxy, first)).toMatchObject({ still: 'wanted' })
  })

  it('without an archive, which names the option, and is asked for by no answer of an API', async () => {
    const api = await startFilmApi((response) => sendFilm(response, FILM))
    const proxy = await serveProxy({ baseURL: api.baseURL, secret: SECRET, cache: false })
    api.state.extra = { still: 'wanted' }
    const id = await proxy.create('ann')
    expect(await readTask(proxy, id)).not.toHaveProperty('still')
    // Inside of an envelope as well.
    const inner = { id: 'task_1', status: 'in_progress', still: 'wanted' }
    api.state.extra = { id: undefined, status: undefined, code: 'success', data: inner }
    const wrapped = await readTask(proxy, id)
    expect(wrapped).toMatchObject({ id, status: 'in_progress' })
    expect(wrapped).not.toHaveProperty('still')
    const response = await proxy.send('PUT', pictureOf(id), 'ann', { body: STILL })
    expect(response.status).toBe(405)
    expect(await response.text()).toContain('set `archive` of this app')
  })

  it('while the store is down or full, with 503, and is taken when it is back', async () => {
    const directory = createDirectoryArchive(await archiveFolder())
    let isFull = false
    const store: VideoArchiveStore = {
      ...directory,
      put: (key, body, meta) =>
        isFull ? Promise.reject(new Error('ENOSPC')) : directory.put(key, body, meta),
    }
    const { proxy, id } = await startKept({ archive: { store } })
    isFull = true
    expect(await put(proxy, id)).toEqual([503, 'archive_unavailable'])
    expect(proxy.reported).toMatchObject([{ action: 'still', taskId: id, code: 'archive_unavailable' }])
    isFull = false
    expect(await put(proxy, id)).toEqual([201, undefined])
  })
})
