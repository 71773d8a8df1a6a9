import type { VideoArchiveMeta, VideoArchiveStore, VideoProxyOptions } from 'react-video-task/server'
import { describe, expect, it } from 'vitest'
import { createTestProxy, get, post, TASK, userOf } from '../support/createTestProxy.js'
import { createMapArchive } from '../support/mapArchive.js'
import { DONE, sendFilm, settle, startMapArchive } from '../support/startMapArchive.js'
import { openFileStore } from '../support/taskStores.js'

const untilKept = async (store: VideoArchiveStore) => {
  await expect.poll(() => store.list('kept'), { interval: 2, timeout: 10_000 }).toHaveLength(1)
  await expect.poll(() => store.list('jobs'), { interval: 2, timeout: 10_000 }).toEqual([])
}

describe('a kept film', () => {
  it('costs no request to the API any more', async () => {
    const { proxy, requests, store } = startMapArchive(() => sendFilm())
    await proxy(get('/videos/task_1'))
    await untilKept(store)
    const before = requests.length
    const answer = await proxy(get('/videos/task_1'))
    expect(await answer.json()).toMatchObject({ id: 'task_1', status: 'completed' })
    await (await proxy(get('/videos/task_1/content'))).arrayBuffer()
    expect(requests).toHaveLength(before)
  })

  it('is that of its owner for `keep`, also where another caller reads the end of its task', async () => {
    const users: unknown[] = []
    const store = createMapArchive()
    const options: Partial<VideoProxyOptions> = {
      ...{ tasks: openFileStore(), cache: false },
      archive: { store, keep: ({ user }) => users.push(user) > 0 },
    }
    const owner = createTestProxy(undefined, { ...options, authorize: userOf })
    await owner.proxy(post({ 'x-user': 'ann' }))
    const visitor = createTestProxy(
      ({ url }) => (url.endsWith('/content') ? sendFilm() : Response.json(DONE)),
      options,
    )
    await visitor.proxy(get('/videos/task_1'))
    await untilKept(store)
    expect(users.length).toBeGreaterThan(0)
    expect(new Set(users)).toEqual(new Set(users.map(() => ({ id: 'ann' }))))
  })

  it('is not one of an error, whatever that says', async () => {
    const store = createMapArchive()
    const { proxy, requests } = createTestProxy(() => Response.json({ ...TASK, ...DONE }, { status: 404 }), {
      ...{ archive: { store }, cache: false },
    })
    expect((await proxy(get('/videos/task_1'))).status).toBe(404)
    await settle()
    expect([await store.list('jobs'), requests.length]).toEqual([[], 1])
  })

  it('is in the store with the type and the size of each of its files', async () => {
    const metas = new Map<string, VideoArchiveMeta>()
    const map = createMapArchive()
    const sizes: [string, number][] = []
    const put: VideoArchiveStore['put'] = async (key, body, meta) => {
      const bytes = await new Response(body).arrayBuffer()
      const [folder = ''] = key.split('/')
      metas.set(folder, meta)
      sizes.push([folder, bytes.byteLength])
      const copy = new Response(bytes).body
      return copy && map.put(key, copy, meta)
    }
    const { proxy, store } = startMapArchive(() => sendFilm(), { ...map, put })
    await proxy(get('/videos/task_1'))
    await untilKept(store)
    for (const [folder, size] of sizes) expect(metas.get(folder)).toMatchObject({ size })
    expect(
      [...metas].map(([folder, { type, onlyIfAbsent }]) => [folder, type, onlyIfAbsent ?? false]),
    ).toEqual([
      ['jobs', 'application/json', false],
      ['claims', 'application/json', true],
      ['films', 'video/mp4', false],
      ['kept', 'application/json', true],
    ])
  })
})
