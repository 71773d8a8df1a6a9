import { readdir } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import {
  createDirectoryArchive,
  type VideoArchiveStore,
  type VideoProxyOptions,
} from 'react-video-task/server'
import { createVideoEmulator } from 'react-video-task/testing'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { serve } from '../../support/serve.js'
import { archiveFolder } from '../support/archiveFolder.js'
import { errorCode, form, SECRET } from '../support/createTestProxy.js'
import { defer } from '../support/defer.js'
import { idOf, serveProxy } from '../support/serveProxy.js'
import { startArchive as startProxy, untilIdle, untilKept } from '../support/startArchive.js'
import { openFileStore } from '../support/taskStores.js'
import { makeFilm, sendFilm } from '../support/startFilmApi.js'

afterEach(() => void vi.useRealTimers())

const FILM = makeFilm(300_000)
const STILL = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, ...FILM.slice(0, 5000)])

/** A proxy with an archive in a directory, in front of an API with one film. */
const startArchive = (
  answerContent: (response: ServerResponse, count: number) => void = (response) => sendFilm(response, FILM),
  options: Partial<VideoProxyOptions> = {},
) => startProxy(answerContent, options)

type TestProxy = Awaited<ReturnType<typeof serveProxy>>

const readTask = async (proxy: TestProxy, id: string, user = 'ann') => {
  const response = await proxy.send('GET', `/videos/${id}`, user)
  return { status: response.status, task: (await response.json()) as Record<string, unknown> }
}
const readFilm = (proxy: TestProxy, id: string, headers: HeadersInit = {}, query = '') =>
  proxy.send('GET', `/videos/${id}/content${query}`, 'ann', { headers })

const isFilm = async (response: Response, film = FILM) =>
  Buffer.from(await response.arrayBuffer()).equals(film)

describe('a kept film', () => {
  it('plays whole and in ranges when the API is gone, also after a restart', async () => {
    const { api, store, start, proxy } = await startArchive()
    const id = await proxy.create('ann')
    await readTask(proxy, id)
    await untilKept(store)
    api.state.isDown = true
    for (const one of [proxy, await start()]) {
      const whole = await readFilm(one, id)
      expect([whole.status, whole.headers.get('content-type')]).toEqual([200, 'video/mp4'])
      expect(await isFilm(whole)).toBe(true)
      const part = await readFilm(one, id, { range: 'bytes=1000-1999' })
      expect([part.status, part.headers.get('content-range')]).toEqual([206, 'bytes 1000-1999/300000'])
      expect(await isFilm(part, FILM.slice(1000, 2000))).toBe(true)
      const end = await readFilm(one, id, { range: 'bytes=-10' })
      expect(await isFilm(end, FILM.slice(-10))).toBe(true)
      expect((await readTask(one, id)).task).toMatchObject({
        id,
        status: 'completed',
        model: 'sora-2',
        seconds: '5',
      })
    }
  })

  it('answers HEAD, downloads, conditions and ranges beyond its end', async () => {
    const { api, store, proxy } = await startArchive()
    const id = await proxy.create('ann')
    await readTask(proxy, id)
    await untilKept(store)
    api.state.isDown = true
    const head = await proxy.send('HEAD', `/videos/${id}/content`, 'ann')
    expect([head.status, head.headers.get('content-length'), head.headers.get('accept-ranges')]).toEqual([
      200,
      '300000',
      'bytes',
    ])
    const download = await readFilm(proxy, id, {}, '?download=lake')
    expect(download.headers.get('content-disposition')).toContain('filename="lake.mp4"')
    expect(await isFilm(download)).toBe(true)
    const etag = head.headers.get('etag') ?? ''
    expect((await readFilm(proxy, id, { 'if-none-match': etag })).status).toBe(304)
    const beyond = await readFilm(proxy, id, { range: 'bytes=300000-' })
    expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, 'bytes */300000'])
    const range = { range: 'bytes=0-9' }
    expect((await readFilm(proxy, id, { ...range, 'if-range': etag })).status).toBe(206)
    expect((await readFilm(proxy, id, { ...range, 'if-range': '"another"' })).status).toBe(200)
  })

  it('has no expiry, and no URL at the API', async () => {
    const { api, store, proxy } = await startArchive()
    const id = await proxy.create('ann')
    expect((await readTask(proxy, id)).task['expires_at']).toBeTypeOf('number')
    await untilKept(store)
    await untilIdle(store)
    const retrieves = api.state.retrieves
    const { task } = await readTask(proxy, id)
    expect(JSON.stringify(task)).not.toContain('bucket.example.com')
    expect(task).not.toHaveProperty('expires_at')
    expect(task).not.toHaveProperty('video_url')
    expect(api.state.retrieves).toBe(retrieves)
  })

  it('is named by a content link, or by the public URL of the store', async () => {
    const contentLinks = { baseURL: 'https://app.example.com/api/v1' }
    const linked = await startArchive(undefined, { contentLinks })
    const id = await linked.proxy.create('ann')
    await readTask(linked.proxy, id)
    await untilKept(linked.store)
    const { video_url } = (await readTask(linked.proxy, id)).task
    expect(video_url).toContain(`https://app.example.com/api/v1/videos/${id}/content?expires=`)
    const query = String(video_url).slice(String(video_url).indexOf('?'))
    expect(await isFilm(await linked.proxy.send('GET', `/videos/${id}/content${query}`, 'bob'))).toBe(true)

    const folder = await archiveFolder()
    const store = createDirectoryArchive(folder)
    const archive = { store, publicUrl: (key: string) => `https://cdn.example.com/${key}` }
    const open = await startArchive(undefined, { archive })
    const other = await open.proxy.create('ann')
    await readTask(open.proxy, other)
    await untilKept(store)
    expect((await readTask(open.proxy, other)).task['video_url']).toBe(
      `https://cdn.example.com/${(await store.list('films'))[0]}`,
    )
  })

  it('has the same URL in the list of a proxy with tasks, and none of the API', async () => {
    const contentLinks = { baseURL: 'https://app.example.com/api/v1' }
    const { api, store, proxy } = await startArchive(undefined, { contentLinks, tasks: openFileStore() })
    const id = await proxy.create('ann')
    await readTask(proxy, id)
    await untilKept(store)
    await untilIdle(store)
    api.state.isDown = true
    const text = await (await proxy.send('GET', '/videos', 'ann')).text()
    expect(text).not.toContain('bucket.example.com')
    const { data } = JSON.parse(text)
    const { task } = await readTask(proxy, id)
    expect(data[0]).toMatchObject({ ...task, video_url: expect.stringContaining(`/videos/${id}/content?`) })
    expect(data[0]).toMatchObject({ title: 'A lake', params: { prompt: 'A lake' } })
    expect(data[0]).not.toHaveProperty('expires_at')
  })

  it("has the provider's picture, also when the API is gone, for its owner alone", async () => {
    const contentLinks = { baseURL: 'https://app.example.com/api/v1' }
    const { api, store, proxy, start } = await startArchive(undefined, { contentLinks, routes: ['delete'] })
    api.state.still = STILL
    const id = await proxy.create('ann')
    await readTask(proxy, id)
    await untilKept(store)
    await untilIdle(store)
    const path = `/videos/${id}/content?variant=thumbnail`
    api.state.isDown = true
    for (const one of [proxy, await start()]) {
      const picture = await one.send('GET', path, 'ann')
      // By its first bytes, whatever the provider calls it.
      expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/png'])
      expect(picture.headers.get('x-content-type-options')).toBe('nosniff')
      expect(await isFilm(picture, STILL)).toBe(true)
      const etag = picture.headers.get('etag') ?? ''
      const again = await one.send('GET', path, 'ann', { headers: { 'if-none-match': etag } })
      expect(again.status).toBe(304)
      expect((await one.send('HEAD', path, 'ann')).headers.get('content-length')).toBe(`${STILL.length}`)
      expect((await one.send('GET', path, 'bob')).status).toBe(404)
      const { thumbnail_url } = (await readTask(one, id)).task
      expect(thumbnail_url).toContain(`https://app.example.com/api/v1/videos/${id}/content?expires=`)
      const query = String(thumbnail_url).slice(String(thumbnail_url).indexOf('?'))
      expect(await isFilm(await one.send('GET', `/videos/${id}/content${query}`, 'bob'), STILL)).toBe(true)
    }
    api.state.isDown = false
    await proxy.send('DELETE', `/videos/${id}`, 'ann')
    expect(await store.list('stills')).toEqual([])
  })

  it.each([
    ['no picture', undefined],
    ['SVG', new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['more than 4 MiB', Buffer.concat([Buffer.from('\x89PNG\r\n', 'latin1'), Buffer.alloc(5_000_000)])],
  ])('is kept without a picture where the provider sends %s', async (_, still) => {
    const { api, store, proxy } = await startArchive()
    api.state.still = still
    const id = await proxy.create('ann')
    await readTask(proxy, id)
    await untilKept(store)
    await untilIdle(store)
    expect(api.state.stills).toBe(1)
    expect(await store.list('stills')).toEqual([])
    expect(await isFilm(await readFilm(proxy, id))).toBe(true)
    expect((await readTask(proxy, id)).task).not.toHaveProperty('thumbnail_url')
    expect(proxy.reported).toMatchObject(still ? [{ code: 'still_not_kept', taskId: id }] : [])
  })

  it('does not exist for another user', async () => {
    const { store, proxy } = await startArchive()
    const id = await proxy.create('ann')
    await readTask(proxy, id)
    await untilKept(store)
    expect((await readTask(proxy, id, 'bob')).status).toBe(404)
    expect((await proxy.send('GET', `/videos/${id}/content`, 'bob')).status).toBe(404)
  })

  it('is deleted with its task, also when the API no longer has that, and is not kept again', async () => {
    const { api, store, proxy } = await startArchive(undefined, { routes: ['delete'] })
    const id = await proxy.create('ann')
    await readTask(proxy, id)
    await untilKept(store)
    await untilIdle(store)
    expect((await proxy.send('DELETE', `/videos/${id}`, 'bob')).status).toBe(404)
    expect(await store.list('films')).toHaveLength(1)
    for (const round of [1, 2]) {
      const response = await proxy.send('DELETE', `/videos/${id}`, 'ann')
      expect([round, response.status, await response.json()]).toEqual([
        round,
        200,
        expect.objectContaining({ id, object: 'video.deleted', deleted: true }),
      ])
    }
    expect(await store.list('films')).toEqual([])
    expect((await readTask(proxy, id)).status).toBe(404)
    expect(api.state.contents).toBe(1)
  })

  it('stays with its task where the store cannot delete it, so that the delete can be repeated', async () => {
    const down = { is: true }
    const directory = createDirectoryArchive(await archiveFolder())
    const failing: VideoArchiveStore = {
      ...directory,
      delete: async (key) => {
        if (down.is && key.startsWith('films/')) throw new Error('EIO')
        return directory.delete(key)
      },
    }
    const { store, proxy } = await startArchive(undefined, {
      tasks: openFileStore(),
      archive: { store: failing },
    })
    const id = await proxy.create('ann')
    await readTask(proxy, id)
    await untilKept(store)
    await untilIdle(store)
    const refused = await proxy.send('DELETE', `/videos/${id}`, 'ann')
    expect([refused.status, await errorCode(refused)]).toEqual([503, 'archive_unavailable'])
    expect((await readTask(proxy, id)).status).toBe(200)
    down.is = false
    expect((await proxy.send('DELETE', `/videos/${id}`, 'ann')).status).toBe(200)
    expect(await store.list('films')).toEqual([])
  })

  it('comes from the emulator, whose film it is byte by byte', async () => {
    let time = Date.UTC(2026, 0, 1)
    const emulator = createVideoEmulator({ apiKey: 'sk-of-the-server', now: () => time })
    const origin = await serve((request) => emulator.fetch(request))
    const store = createDirectoryArchive(await archiveFolder())
    const proxy = await serveProxy({
      baseURL: `${origin}/v1`,
      cache: false,
      secret: SECRET,
      archive: { store },
    })
    const id = idOf(await (await proxy.send('POST', '/videos', 'ann', { body: form() })).json())
    await readTask(proxy, id)
    expect(await store.list('jobs')).toEqual([])
    time += 600_000
    const before = Buffer.from(await (await readFilm(proxy, id)).arrayBuffer())
    await readTask(proxy, id)
    await untilKept(store)
    expect((await readFilm(proxy, id)).headers.get('etag')).toMatch(/^"[0-9a-f]{32}-\d+"$/)
    expect(await isFilm(await readFilm(proxy, id), before)).toBe(true)
  })
})

describe('a film that cannot be copied', () => {
  const cut = (response: ServerResponse) => {
    response.writeHead(200, { 'content-type': 'video/mp4', 'content-length': FILM.byteLength })
    response.write(FILM.subarray(0, 297_000), () => response.destroy())
  }
  const answers: [string, (response: ServerResponse) => void][] = [
    ['cut at 99 %', cut],
    [
      'cut without a length',
      (response) => {
        response.writeHead(200, { 'content-type': 'video/mp4' })
        response.write(FILM.subarray(0, 297_000), () => response.destroy())
      },
    ],
    ['an error of the API', (response) => response.writeHead(503).end('{}')],
    [
      'a page instead of a film',
      (response) =>
        response.writeHead(200, { 'content-type': 'video/mp4' }).end('<!doctype html><title>Sign in</title>'),
    ],
    [
      'bytes that are no film',
      (response) => response.writeHead(200, { 'content-type': 'video/mp4' }).end(FILM.subarray(5_000)),
    ],
    [
      'nothing',
      (response) => response.writeHead(200, { 'content-type': 'video/mp4', 'content-length': 0 }).end(),
    ],
  ]

  it.each(answers)('is tried again: %s', async (_, answer) => {
    const { api, folder, store, proxy } = await startArchive((response, count) =>
      count === 1 ? answer(response) : sendFilm(response, FILM),
    )
    const id = await proxy.create('ann')
    await readTask(proxy, id)
    await vi.waitFor(() => expect(proxy.reported).toHaveLength(1), { timeout: 10_000 })
    expect(proxy.reported).toMatchObject([{ code: 'archive_failed', taskId: id, status: 200 }])
    expect([await store.list('kept'), await store.list('films')]).toEqual([[], []])
    await untilKept(store)
    await untilIdle(store)
    api.state.isDown = true
    expect(await isFilm(await readFilm(proxy, id))).toBe(true)
    expect(await readdir(`${folder}/partial`)).toEqual([])
  })

  it('stalls: the attempt ends after the time limit of content', async () => {
    const { store, proxy } = await startArchive(
      (response, count) => {
        if (count > 1) return sendFilm(response, FILM)
        response.writeHead(200, { 'content-type': 'video/mp4', 'content-length': FILM.byteLength })
        response.write(FILM.subarray(0, 100_000))
      },
      { contentTimeout: 300 },
    )
    await readTask(proxy, await proxy.create('ann'))
    await untilKept(store)
    expect(proxy.reported.map(({ code }) => code)).toEqual(['archive_failed'])
  })

  it.each([
    ['says so', (response: ServerResponse) => sendFilm(response, FILM)],
    [
      'does not say so',
      (response: ServerResponse) => response.writeHead(200, { 'content-type': 'video/mp4' }).end(FILM),
    ],
  ])('is larger than `maxBytes` and %s: nothing of it is kept', async (_, answer) => {
    const store = createDirectoryArchive(await archiveFolder())
    const { proxy } = await startArchive(answer, { archive: { store, maxBytes: 200_000 } })
    await readTask(proxy, await proxy.create('ann'))
    await vi.waitFor(() => expect(proxy.reported.map(({ code }) => code)).toContain('archive_failed'))
    expect(await store.list('films')).toEqual([])
  })

  it('is still shown from the API', async () => {
    const broken = {
      ...createDirectoryArchive(await archiveFolder()),
      put: () => Promise.reject(new Error('ENOSPC')),
    }
    const { proxy } = await startArchive(undefined, { archive: { store: broken } })
    const id = await proxy.create('ann')
    expect((await readTask(proxy, id)).task['video_url']).toContain('bucket.example.com')
    expect(await isFilm(await readFilm(proxy, id))).toBe(true)
    expect(proxy.reported.map(({ code }) => code)).toContain('archive_unavailable')
  })
})

describe('a store that', () => {
  /** A store in a directory with some functions in the place of its own. */
  async function changedStore(change: (store: VideoArchiveStore) => Partial<VideoArchiveStore>) {
    const store = createDirectoryArchive(await archiveFolder())
    return { store: { ...store, ...change(store) }, whole: store }
  }

  it('is full in the middle of a film gets it again, and shows no half of it', async () => {
    let isFull = true
    const { store } = await changedStore((whole) => ({
      put(key, body, meta) {
        if (!key.startsWith('films/') || !isFull) return whole.put(key, body, meta)
        isFull = false
        let left = 100_000
        const full = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
          transform(chunk, controller) {
            left -= chunk.byteLength
            if (left < 0) throw new Error('ENOSPC: no space left on device')
            controller.enqueue(chunk)
          },
        })
        return whole.put(key, body.pipeThrough(full), meta)
      },
    }))
    const { api, proxy } = await startArchive(undefined, { archive: { store } })
    const id = await proxy.create('ann')
    await readTask(proxy, id)
    await untilKept(store)
    expect(proxy.reported.map(({ code }) => code)).toEqual(['archive_failed'])
    api.state.isDown = true
    expect(await isFilm(await readFilm(proxy, id))).toBe(true)
  })

  it('says that it has a film of which it lost the end is found out', async () => {
    let puts = 0
    const { store } = await changedStore((whole) => ({
      async put(key, body, meta) {
        if (!key.startsWith('films/') || ++puts > 1) return whole.put(key, body, meta)
        const bytes = await new Response(body).arrayBuffer()
        const half = new Response(bytes.slice(0, 150_000)).body
        if (half) await whole.put(key, half, meta)
      },
    }))
    const { proxy } = await startArchive(undefined, { archive: { store } })
    await readTask(proxy, await proxy.create('ann'))
    await untilKept(store)
    expect([puts, proxy.reported.map(({ code }) => code)]).toEqual([2, ['archive_failed']])
  })

  it('stops reading in the middle of a film is given up for this attempt', async () => {
    let puts = 0
    const { store } = await changedStore((whole) => ({
      async put(key, body, meta) {
        if (!key.startsWith('films/') || ++puts > 1) return whole.put(key, body, meta)
        await body.getReader().read()
        return new Promise(() => undefined)
      },
    }))
    const { proxy } = await startArchive(undefined, { archive: { store }, contentTimeout: 300 })
    await readTask(proxy, await proxy.create('ann'))
    await untilKept(store)
    expect(puts).toBe(2)
  })

  it('stores each film twice changes nothing', async () => {
    const { store } = await changedStore((whole) => ({
      async put(key, body, meta) {
        const [one, two] = body.tee()
        await Promise.all([whole.put(key, one, meta), whole.put(key, two, { ...meta, onlyIfAbsent: false })])
      },
    }))
    const { api, proxy } = await startArchive(undefined, { archive: { store } })
    const id = await proxy.create('ann')
    await readTask(proxy, id)
    await untilKept(store)
    api.state.isDown = true
    expect(await isFilm(await readFilm(proxy, id))).toBe(true)
  })

  it('is down when a kept film is read lets it come from the API', async () => {
    let isDown = false
    const { store, whole } = await changedStore((own) => ({
      get: (key, range) => (isDown ? Promise.reject(new Error('ECONNREFUSED')) : own.get(key, range)),
    }))
    const { api, proxy } = await startArchive(undefined, { archive: { store } })
    const id = await proxy.create('ann')
    await readTask(proxy, id)
    await untilKept(whole)
    await untilIdle(whole)
    isDown = true
    expect(await isFilm(await readFilm(proxy, id))).toBe(true)
    expect(api.state.contents).toBe(2)
    expect(proxy.reported.map(({ code }) => code)).toContain('archive_unavailable')
  })
})

describe('a film is kept once', () => {
  it('by several instances that learn of its end at the same moment', async () => {
    const { api, store, start, proxy } = await startArchive()
    const instances = [proxy, await start(), await start(), await start()]
    const ids = await Promise.all(['ann', 'ann', 'ann'].map((user) => proxy.create(user)))
    await Promise.all(ids.flatMap((id) => instances.map((one) => readTask(one, id))))
    await untilKept(store, 3)
    await untilIdle(store)
    expect(api.state.contents).toBe(3)
  })

  it('by an instance that learns of its end while another one copies it', async () => {
    const arrived = defer<undefined>()
    const proceed = defer<undefined>()
    const { api, store, start, proxy } = await startArchive((response, count) => {
      if (count > 1) return sendFilm(response, FILM)
      arrived.resolve(undefined)
      void proceed.promise.then(() => sendFilm(response, FILM))
    })
    const second = await start()
    const [slow, quick] = [await proxy.create('ann'), await proxy.create('ann')]
    await readTask(proxy, slow)
    await arrived.promise
    await readTask(second, slow)
    await readTask(second, quick)
    await untilKept(store)
    proceed.resolve(undefined)
    await untilKept(store, 2)
    await untilIdle(store)
    expect(api.state.contents).toBe(2)
  })

  it('by a store that cannot decide in one step as well, whatever it costs', async () => {
    const whole = createDirectoryArchive(await archiveFolder())
    const put: VideoArchiveStore['put'] = async (key, body, { type, size }) => {
      await whole.put(key, body, { type, size })
    }
    const { api, store, start, proxy } = await startArchive(undefined, {
      archive: { store: { ...whole, put } },
    })
    const instances = [proxy, await start(), await start()]
    const id = await proxy.create('ann')
    await Promise.all(instances.map((one) => readTask(one, id)))
    await untilKept(store)
    await untilIdle(store)
    api.state.isDown = true
    for (const one of instances) expect(await isFilm(await readFilm(one, id))).toBe(true)
  })

  it('under the key with which it was made, and found after a rotation', async () => {
    const { api, store, proxy } = await startArchive(undefined, { apiKey: 'sk-of-last-year' })
    const id = await proxy.create('ann')
    await readTask(proxy, id)
    await untilKept(store)
    await untilIdle(store)
    api.state.isDown = true
    const rotated = await serveProxy({
      baseURL: api.baseURL,
      secret: SECRET,
      apiKey: ['sk-of-this-year', 'sk-of-last-year'],
      archive: { store },
    })
    expect(await isFilm(await readFilm(rotated, id))).toBe(true)
  })

  it('unless `keep` says no, which is asked again before it can be seen', async () => {
    const arrived = defer<undefined>()
    const proceed = defer<undefined>()
    const users = new Set(['ann', 'bob'])
    const { store, proxy } = await startArchive(
      (response) => {
        arrived.resolve(undefined)
        void proceed.promise.then(() => sendFilm(response, FILM))
      },
      {
        archive: {
          store: createDirectoryArchive(await archiveFolder()),
          keep: ({ user }) => user !== undefined && users.has(user.id),
        },
      },
    )
    const annas = await proxy.create('ann')
    await readTask(proxy, annas)
    await arrived.promise
    users.delete('ann')
    proceed.resolve(undefined)
    await untilIdle(store)
    expect([await store.list('films'), await store.list('kept')]).toEqual([[], []])
    await readTask(proxy, await proxy.create('bob'), 'bob')
    await untilKept(store)
  })

  it('and not where its task is deleted while it is copied', async () => {
    const arrived = defer<undefined>()
    const proceed = defer<undefined>()
    const { store, proxy } = await startArchive(
      (response) => {
        arrived.resolve(undefined)
        void proceed.promise.then(() => sendFilm(response, FILM))
      },
      { routes: ['delete'] },
    )
    const id = await proxy.create('ann')
    await readTask(proxy, id)
    await arrived.promise
    expect((await proxy.send('DELETE', `/videos/${id}`, 'ann')).status).toBe(200)
    proceed.resolve(undefined)
    await untilIdle(store)
    expect(await store.list('films')).toEqual([])
  })
  it('and a copy that failed is not tried again once its task is deleted', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const failed = defer<undefined>()
    const reads: string[] = []
    const folder = createDirectoryArchive(await archiveFolder())
    const store: typeof folder = {
      ...folder,
      get: (key, ...others) => {
        if (key.startsWith('jobs/')) reads.push(key)
        return folder.get(key, ...others)
      },
    }
    const { api, proxy } = await startArchive((response) => void response.writeHead(502).end(), {
      ...{ archive: { store }, routes: ['delete'] },
      onError: () => failed.resolve(undefined),
    })
    const id = await proxy.create('ann')
    await readTask(proxy, id)
    await failed.promise
    expect((await proxy.send('DELETE', `/videos/${id}`, 'ann')).status).toBe(200)
    const { contents } = api.state
    reads.length = 0
    await vi.advanceTimersByTimeAsync(3_600_000)
    expect([reads, api.state.contents]).toEqual([[], contents])
  })
})
