import { join } from 'node:path'
import {
  createMemoryStore,
  createVideoProxy,
  readVideoTaskRow,
  type VideoProxyCreateContext,
  type VideoProxyEndedContext,
  type VideoProxyTaskStore,
} from 'react-video-task/server'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { errorCode, form, KEY, SECRET } from '../support/createTestProxy.js'
import { idOf, serveProxy } from '../support/serveProxy.js'
import { startVideoApi } from '../support/startVideoApi.js'
import { makeFolder, openFileStore, startPostgresStore } from '../support/taskStores.js'
import { expectOpenAIList } from '../support/testTaskStore.js'

afterEach(() => void vi.useRealTimers())

interface Item {
  id: string
  title: string
  status: string
  params: Record<string, unknown>
  video_url?: string
}
interface Page {
  object: string
  data: Item[]
  first_id: string | null
  last_id: string | null
  has_more: boolean
}
const readPage = async (response: Response): Promise<Page> => response.json()
const idsOf = ({ data }: Page) => data.map(({ id }) => id)

/** The store, with calls that fail while `isDown`. */
function breakable(store: VideoProxyTaskStore) {
  const state = { isDown: false, failPut: (id: string): boolean => id === '' }
  const check = () => {
    if (state.isDown) throw new Error('disk I/O error')
  }
  const broken: VideoProxyTaskStore = {
    put: (row) => {
      check()
      if (state.failPut(row.id)) throw new Error('database or disk is full')
      return store.put(row)
    },
    get: (id) => {
      check()
      return store.get(id)
    },
    list: (query) => {
      check()
      return store.list(query)
    },
    delete: (id) => {
      check()
      return store.delete(id)
    },
  }
  return { state, store: broken }
}

const end = (task: object | undefined, status = 'completed') =>
  Object.assign(task ?? {}, {
    status,
    progress: 100,
    ...(status === 'completed' && { video_url: 'https://a.test/v.mp4' }),
  })

const modes: [string, object][] = [
  ['the store alone', {}],
  ['signed ids', { secret: SECRET }],
  ['a store of owners', { owners: createMemoryStore() }],
]

describe.each(modes)('tasks in a file, with owners in %s', (_, mode) => {
  it("lists the caller's own, the newest first, with title and parameters, and asks the API nothing", async () => {
    const api = await startVideoApi()
    const proxy = await serveProxy({ baseURL: api.baseURL, tasks: openFileStore(), ...mode })
    const made: string[] = []
    for (const user of ['ann', 'bob', 'ann', 'ann']) made.push(await proxy.create(user))
    const calls = api.calls.length
    const page = await readPage(await proxy.send('GET', '/videos', 'ann'))
    expect(idsOf(page)).toEqual([made[3], made[2], made[0]])
    expect(page).toMatchObject({ object: 'list', first_id: made[3], last_id: made[0], has_more: false })
    expect(page.data[0]).toMatchObject({
      ...{ object: 'video', status: 'queued', model: 'sora-2', title: 'A lake' },
      params: { model: 'sora-2', prompt: 'A lake' },
    })
    expect(api.calls).toHaveLength(calls)
    expect(JSON.stringify(page)).not.toContain('bob')
  })

  it('pages with limit and after', async () => {
    const api = await startVideoApi()
    const proxy = await serveProxy({ baseURL: api.baseURL, tasks: openFileStore(), ...mode })
    const made: string[] = []
    for (let index = 0; index < 5; index++) made.unshift(await proxy.create('ann'))
    const first = await readPage(await proxy.send('GET', '/videos?limit=2', 'ann'))
    const second = await readPage(await proxy.send('GET', `/videos?limit=3&after=${first.last_id}`, 'ann'))
    expect([...idsOf(first), ...idsOf(second)]).toEqual(made)
    expect([first.has_more, second.has_more]).toEqual([true, false])
  })

  it('keeps ids, owners and ended tasks over a restart', async () => {
    const api = await startVideoApi()
    const path = join(makeFolder(), 'videos.db')
    const start = () =>
      serveProxy({ baseURL: api.baseURL, tasks: openFileStore(path), cache: false, ...mode })
    const before = await start()
    const id = await before.create('ann')
    end([...api.tasks.values()][0])
    await before.send('GET', `/videos/${id}`, 'ann')

    const after = await start()
    const page = await readPage(await after.send('GET', '/videos', 'ann'))
    expect(page.data).toMatchObject([{ id, status: 'completed', video_url: 'https://a.test/v.mp4' }])
    expect((await after.send('GET', `/videos/${id}`, 'ann')).status).toBe(200)
    expect((await after.send('GET', `/videos/${id}`, 'bob')).status).toBe(404)
  })

  it('answers a retrieve with the title and parameters of the list, for the owner alone', async () => {
    const api = await startVideoApi()
    const options = { baseURL: api.baseURL, tasks: openFileStore(), isPublic: () => true, ...mode }
    const proxy = await serveProxy(options)
    const id = await proxy.create('ann')
    const kept = { title: 'A lake', params: { model: 'sora-2', prompt: 'A lake' } }
    const read = async (user: string): Promise<Item> =>
      (await proxy.send('GET', `/videos/${id}`, user)).json()
    const task = await read('ann')
    // Everyone may see the task of this proxy: what its owner wrote is none of it.
    expect(task).not.toHaveProperty('params')
    const own = await serveProxy({ ...options, isPublic: undefined })
    const answer = await own.send('GET', `/videos/${id}`, 'ann')
    const text = await answer.text()
    expect(answer.headers.get('content-length')).toBe(String(Buffer.byteLength(text)))
    expect(JSON.parse(text)).toMatchObject({ ...kept, id, status: 'queued' })
    expect((await readPage(await own.send('GET', '/videos', 'ann'))).data[0]).toMatchObject(kept)
  })

  it('names the source of a remix, in the list and in a retrieve, also after its end', async () => {
    const api = await startVideoApi()
    const options = {
      baseURL: api.baseURL,
      tasks: openFileStore(),
      routes: ['remix'] as const,
      cache: false as const,
    }
    const proxy = await serveProxy({ ...options, ...mode })
    const source = await proxy.create('ann')
    end([...api.tasks.values()][0])
    const id = idOf(
      await (await proxy.sendJson(`/videos/${source}/remix`, 'ann', { prompt: 'At night' })).json(),
    )
    for (const isEnded of [false, true]) {
      if (isEnded) end([...api.tasks.values()][1])
      const task: unknown = await (await proxy.send('GET', `/videos/${id}`, 'ann')).json()
      const page = await readPage(await proxy.send('GET', '/videos', 'ann'))
      for (const shown of [task, page.data[0]]) {
        expect(shown).toMatchObject({ id, remixed_from_video_id: source, params: { prompt: 'At night' } })
      }
    }
  })

  it.each(['video_forged', '..%2F..', 'of bob'])('answers 400 to the cursor %s', async (cursor) => {
    const api = await startVideoApi()
    const proxy = await serveProxy({ baseURL: api.baseURL, tasks: openFileStore(), ...mode })
    await proxy.create('ann')
    const foreign = await proxy.create('bob')
    const response = await proxy.send('GET', `/videos?after=${cursor === 'of bob' ? foreign : cursor}`, 'ann')
    expect(response.status).toBe(400)
    expect(['invalid_cursor', 'invalid_id']).toContain(await errorCode(response))
  })

  it('answers 400 to a cursor that is cut, empty, changed, of a public link, or off the list', async () => {
    const api = await startVideoApi()
    const tasks = openFileStore()
    const routes = ['share'] as const
    const proxy = await serveProxy({ baseURL: api.baseURL, tasks, routes, cache: false, ...mode })
    const [running, ended, kept] = [
      await proxy.create('ann'),
      await proxy.create('ann'),
      await proxy.create('ann'),
    ]
    const list = async (after: string) => {
      const response = await proxy.send('GET', `/videos?after=${encodeURIComponent(after)}`, 'ann')
      return response.ok ? idsOf(await readPage(response)) : [response.status, await errorCode(response)]
    }
    expect(await list(kept)).toEqual([ended, running])
    const link = idOf(await (await proxy.send('POST', `/videos/${kept}/share`, 'ann')).json())
    end([...api.tasks.values()][1])
    await proxy.send('GET', `/videos/${ended}`, 'ann')
    for (const id of [running, ended]) await proxy.send('DELETE', `/videos/${id}`, 'ann')
    // A row of another kind: a create that is being sent.
    await tasks.put({ id: 'create-1', owner: '', createdAt: Date.now(), isPending: true, data: '{}' })
    const last = kept.at(-1) === 'A' ? 'B' : 'A'
    const cursors = [running, ended, kept.slice(0, -1), kept.slice(0, -1) + last, `${kept}A`, ' ', link]
    for (const cursor of [...cursors, 'create-1', `share\n${kept}`, "' or 1=1 --"]) {
      const [status, code] = await list(cursor)
      expect([cursor, status]).toEqual([cursor, 400])
      expect(['invalid_cursor', 'invalid_id']).toContain(code)
    }
    expect(await list(kept)).toEqual([])
    expect(idsOf(await readPage(await proxy.send('GET', '/videos', 'ann')))).toEqual([kept])
  })

  it("takes a task off the list without asking the API, and never another user's", async () => {
    const api = await startVideoApi()
    const proxy = await serveProxy({ baseURL: api.baseURL, tasks: openFileStore(), ...mode })
    const id = await proxy.create('ann')
    expect((await proxy.send('DELETE', `/videos/${id}`, 'bob')).status).toBe(404)
    const response = await proxy.send('DELETE', `/videos/${id}`, 'ann')
    expect([response.status, await response.json()]).toEqual([
      200,
      { id, object: 'video.deleted', deleted: true, deleted_at_api: false },
    ])
    expect(idsOf(await readPage(await proxy.send('GET', '/videos', 'ann')))).toEqual([])
    expect(api.calls.map(({ method }) => method)).toEqual(['POST'])
  })
})

describe('a delete that the API knows', () => {
  it('deletes there too, keeps an outage, and takes off the list what the API refuses to delete', async () => {
    let status = 200
    const api = await startVideoApi(({ method }) =>
      method === 'DELETE' && status !== 200
        ? Response.json({ error: { message: 'No' } }, { status })
        : undefined,
    )
    const proxy = await serveProxy({ baseURL: api.baseURL, tasks: openFileStore(), routes: ['delete'] })
    const [first, second] = [await proxy.create('ann'), await proxy.create('ann')]
    end(api.tasks.get(first))
    status = 503
    expect((await proxy.send('DELETE', `/videos/${first}`, 'ann')).status).toBe(503)
    expect(idsOf(await readPage(await proxy.send('GET', '/videos', 'ann')))).toEqual([second, first])
    status = 200
    const deleted = await proxy.send('DELETE', `/videos/${first}`, 'ann')
    expect(await deleted.json()).toMatchObject({ deleted: true, deleted_at_api: true })
    expect(api.tasks.has(first)).toBe(false)
    // Still running, so this API deletes nothing.
    const kept = await proxy.send('DELETE', `/videos/${second}`, 'ann')
    expect(await kept.json()).toMatchObject({ deleted: true, deleted_at_api: false })
    expect(api.tasks.has(second)).toBe(true)
    expect(idsOf(await readPage(await proxy.send('GET', '/videos', 'ann')))).toEqual([])
    expect((await proxy.send('GET', `/videos/${second}`, 'ann')).status).toBe(404)
  })

  it('reports the end of a running task that was taken off the list, and then forgets it', async () => {
    const api = await startVideoApi()
    const tasks = openFileStore()
    const ended: VideoProxyEndedContext[] = []
    const proxy = await serveProxy({
      ...{ baseURL: api.baseURL, tasks, cache: false },
      authorize: ({ request }) => request.headers.get('x-user') === 'watcher' || { id: 'ann' },
      onEnded: (context) => void ended.push(context),
    })
    const id = await proxy.create('ann')
    await proxy.send('DELETE', `/videos/${id}`, 'ann')
    expect((await tasks.list({ isPending: true, limit: 9 })).map((row) => row.id)).toEqual([id])
    end(api.tasks.get(id))
    await proxy.send('GET', `/videos/${id}`, 'watcher')
    expect(ended).toMatchObject([{ task: { id }, user: { id: 'ann' } }])
    expect((await tasks.get(id)) ?? undefined).toBeUndefined()
  })
})

describe('what is kept with a task', () => {
  it('is what onCreated returns: a title, and where the app keeps the pictures', async () => {
    const api = await startVideoApi()
    const proxy = await serveProxy({
      ...{ baseURL: api.baseURL, tasks: openFileStore() },
      onCreated: async ({ files, task }) => ({
        title: 'My fox',
        params: { input_reference: `https://app.test/pictures/${task.id}/${files[0]?.name}` },
      }),
    })
    const body = form({ model: 'sora-2', prompt: 'A fox\nin snow' })
    body.append('input_reference', new Blob(['picture'], { type: 'image/png' }), 'fox.png')
    const id = idOf(await (await proxy.send('POST', '/videos', 'ann', { body })).json())
    const { data } = await readPage(await proxy.send('GET', '/videos', 'ann'))
    expect(data).toMatchObject([
      {
        title: 'My fox',
        params: { prompt: 'A fox\r\nin snow', input_reference: `https://app.test/pictures/${id}/fox.png` },
      },
    ])
  })

  it('is a short title of the first line, and no bytes of pictures', async () => {
    const api = await startVideoApi()
    const tasks = openFileStore()
    const proxy = await serveProxy({ baseURL: api.baseURL, tasks, maxBodyBytes: 1_000_000 })
    const picture = `data:image/png;base64,${'A'.repeat(200_000)}`
    const prompt = `${'🦊'.repeat(200)}\nsecond line`
    const response = await proxy.sendJson('/videos', 'ann', {
      prompt,
      input_reference: { image_url: picture },
    })
    const id = idOf(await response.json())
    const { data } = await readPage(await proxy.send('GET', '/videos', 'ann'))
    expect([...(data[0]?.title ?? '')]).toEqual([...'🦊'.repeat(79), '…'])
    expect(data[0]?.params).toMatchObject({
      input_reference: { image_url: { type: 'image/png', size: 150_000 } },
    })
    expect((await tasks.get(id))?.data.length).toBeLessThan(5_000)
  })

  it('is read from its row by the app, until it is taken off the list', async () => {
    const api = await startVideoApi()
    const tasks = openFileStore()
    const proxy = await serveProxy({ baseURL: api.baseURL, tasks })
    const read = async (id: string) => {
      const row = await tasks.get(id)
      return row ? readVideoTaskRow(row) : undefined
    }
    const id = await proxy.create('ann')
    expect(await read(id)).toMatchObject({
      title: 'A lake',
      user: { id: 'ann' },
      task: { id, status: 'queued' },
    })
    await proxy.send('DELETE', `/videos/${id}`, 'ann')
    expect(await read(id)).toBeUndefined()
    expect(readVideoTaskRow({ id, owner: 'ann', createdAt: 0, isPending: false, data: '{}' })).toBeUndefined()
  })

  it('does not come back as a URL that has expired', async () => {
    const api = await startVideoApi()
    const proxy = await serveProxy({ baseURL: api.baseURL, tasks: openFileStore(), cache: false })
    const id = await proxy.create('ann')
    Object.assign(end(api.tasks.get(id)), { video_url: 'https://a.test/v.mp4?Expires=1760000000' })
    await proxy.send('GET', `/videos/${id}`, 'ann')
    const { data } = await readPage(await proxy.send('GET', '/videos', 'ann'))
    expect([data[0]?.status, data[0]?.video_url]).toEqual(['completed', undefined])
  })
})

describe('a store that fails', () => {
  it('before a create costs nothing: 503, and the API is not asked', async () => {
    const api = await startVideoApi()
    const { state, store } = breakable(openFileStore())
    const proxy = await serveProxy({ baseURL: api.baseURL, tasks: store })
    state.isDown = true
    const create = await proxy.send('POST', '/videos', 'ann', { body: form() })
    expect([create.status, await errorCode(create)]).toEqual([503, 'tasks_unavailable'])
    const list = await proxy.send('GET', '/videos', 'ann')
    expect([list.status, await errorCode(list)]).toEqual([503, 'tasks_unavailable'])
    expect(api.calls).toEqual([])
  })

  it('takes nothing from a poll but title and parameters, and is reported', async () => {
    const api = await startVideoApi()
    const { state, store } = breakable(openFileStore())
    const proxy = await serveProxy({ baseURL: api.baseURL, tasks: store, secret: SECRET, cache: false })
    const id = await proxy.create('ann')
    state.isDown = true
    const answer = await proxy.send('GET', `/videos/${id}`, 'ann')
    expect(answer.status).toBe(200)
    const task: unknown = await answer.json()
    expect(task).toMatchObject({ id, status: 'queued' })
    expect(task).not.toHaveProperty('params')
    expect(proxy.reported).toContainEqual(
      expect.objectContaining({ action: 'retrieve', code: 'tasks_unavailable', status: 200, taskId: id }),
    )
    state.isDown = false
    expect(await (await proxy.send('GET', `/videos/${id}`, 'ann')).json()).toMatchObject({ title: 'A lake' })
  })

  it('after a create with signed ids gives the caller its task, reports the id, and is caught up later', async () => {
    const api = await startVideoApi()
    const file = openFileStore()
    const { state, store } = breakable(file)
    const proxy = await serveProxy({ baseURL: api.baseURL, tasks: store, secret: SECRET })
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] })
    await proxy.send('GET', '/videos', 'ann')
    state.failPut = (id) => id.startsWith('task_')
    const answer = proxy.send('POST', '/videos', 'ann', { body: form() })
    while (!proxy.reported.length) await vi.advanceTimersByTimeAsync(100)
    const id = idOf(await (await answer).json())
    expect(proxy.reported).toMatchObject([{ code: 'task_not_recorded', taskId: id, status: 200 }])
    state.failPut = () => false
    vi.advanceTimersByTime(301_000)
    await proxy.send('GET', '/videos', 'ann')
    await vi.waitFor(async () => expect(await file.get(id)).toMatchObject({ owner: 'ann' }))
  })

  it('is full when an end is seen lists the task as ended once it has room', async () => {
    const api = await startVideoApi()
    const { state, store } = breakable(openFileStore())
    const ended: VideoProxyEndedContext[] = []
    const proxy = await serveProxy({
      ...{ baseURL: api.baseURL, tasks: store, cache: false },
      onEnded: (context) => void ended.push(context),
    })
    const id = await proxy.create('ann')
    end(api.tasks.get(id))
    state.failPut = (one) => one === id
    expect((await proxy.send('GET', `/videos/${id}`, 'ann')).status).toBe(200)
    expect(ended).toMatchObject([{ task: { id, status: 'completed' }, user: { id: 'ann' } }])
    expect(proxy.reported.map(({ code }) => code)).toEqual(['end_not_marked'])
    state.failPut = () => false
    await proxy.send('GET', `/videos/${id}`, 'ann')
    const { data } = await readPage(await proxy.send('GET', '/videos', 'ann'))
    expect(data).toMatchObject([{ id, status: 'completed', title: 'A lake' }])
    expect(await store.list({ isPending: true, limit: 9 })).toEqual([])
    expect(ended).toHaveLength(1)
  })

  it('is slow is given up after three seconds: 503, and nothing is billed', async () => {
    const api = await startVideoApi()
    const file = openFileStore()
    let isSlow = false
    const slow: typeof file = {
      ...file,
      put: (row) => (isSlow ? new Promise(() => undefined) : file.put(row)),
      list: (query) => (isSlow ? new Promise(() => undefined) : file.list(query)),
    }
    const proxy = await serveProxy({ baseURL: api.baseURL, tasks: slow })
    const id = await proxy.create('ann')
    isSlow = true
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    for (const send of [
      () => proxy.send('POST', '/videos', 'ann', { body: form() }),
      () => proxy.send('GET', '/videos', 'ann'),
    ]) {
      let response: Response | undefined
      void send().then((answer) => (response = answer))
      while (!response) await vi.advanceTimersByTimeAsync(100)
      expect([response.status, await errorCode(response)]).toEqual([503, 'tasks_unavailable'])
    }
    expect(api.calls.filter(({ method }) => method === 'POST')).toHaveLength(1)
    isSlow = false
    expect(idsOf(await readPage(await proxy.send('GET', '/videos', 'ann')))).toEqual([id])
  })

  it('does each write and says that it failed, or does it twice, has each task once', async () => {
    const api = await startVideoApi()
    const file = openFileStore()
    let failures = 0
    const store: typeof file = {
      ...file,
      async put(row) {
        await file.put(row)
        await file.put(row)
        // The connection breaks between the write and its answer.
        if (!row.isPending || !row.id.startsWith('task_') || ++failures > 2) return
        throw new Error('Connection terminated unexpectedly')
      },
      async delete(id) {
        await file.delete(id)
        await file.delete(id)
      },
    }
    const ended: VideoProxyEndedContext[] = []
    const proxy = await serveProxy({
      ...{ baseURL: api.baseURL, tasks: store, cache: false, secret: SECRET },
      onEnded: (context) => void ended.push(context),
    })
    const id = await proxy.create('ann')
    expect(failures).toBeGreaterThan(1)
    end([...api.tasks.values()][0])
    for (let round = 0; round < 2; round++) await proxy.send('GET', `/videos/${id}`, 'ann')
    expect(idsOf(await readPage(await proxy.send('GET', '/videos', 'ann')))).toEqual([id])
    expect(ended).toMatchObject([{ task: { id }, user: { id: 'ann' } }])
    expect(await file.list({ isPending: true, limit: 9 })).toEqual([])
  })

  it('after a create that it alone owns is a 503, and the id goes to onError', async () => {
    const api = await startVideoApi()
    const { state, store } = breakable(openFileStore())
    const proxy = await serveProxy({ baseURL: api.baseURL, tasks: store })
    await proxy.send('GET', '/videos', 'ann')
    state.failPut = (id) => id.startsWith('video_')
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const answer = proxy.send('POST', '/videos', 'ann', { body: form() })
    while (!proxy.reported.length) await vi.advanceTimersByTimeAsync(100)
    const response = await answer
    expect([response.status, await errorCode(response)]).toEqual([503, 'owner_not_stored'])
    expect(proxy.reported).toMatchObject([{ code: 'owner_not_stored', taskId: 'video_1' }])
  })
})

describe('after a restart', () => {
  const start = async (options: object = {}) => {
    const api = await startVideoApi()
    const path = join(makeFolder(), 'videos.db')
    const ended: VideoProxyEndedContext[] = []
    const run = (extra: object = {}) =>
      serveProxy({
        ...{ baseURL: api.baseURL, tasks: openFileStore(path), cache: false, createTimeout: 60_000 },
        onEnded: (context) => void ended.push(context),
        ...options,
        ...extra,
      })
    return { api, path, ended, run }
  }

  it('reports an end that was seen and not reported, though no one reads the task again', async () => {
    const { api, ended, run } = await start()
    const first = await run({ onEnded: () => Promise.reject(new Error('Killed')) })
    const id = await first.create('ann')
    end(api.tasks.get(id))
    await first.send('GET', `/videos/${id}`, 'ann')
    vi.useFakeTimers({ toFake: ['Date'] })
    vi.setSystemTime(Date.now() + 120_000)
    const second = await run()
    await second.send('GET', '/videos', 'bob')
    await vi.waitFor(() => expect(ended).toMatchObject([{ task: { id }, user: { id: 'ann' } }]))
    const third = await run()
    await third.send('GET', `/videos/${id}`, 'ann')
    expect(ended).toHaveLength(1)
  })

  it('names the create of an end, as authorizeCreate got it', async () => {
    const creates: object[] = []
    const { api, ended, run } = await start({
      authorizeCreate: ({ createId, createdAt }: VideoProxyCreateContext) =>
        creates.push({ createId, createdAt }) > 0,
    })
    const first = await run()
    const id = await first.create('ann')
    end(api.tasks.get(id))
    await (await run()).send('GET', `/videos/${id}`, 'ann')
    expect(creates).toHaveLength(1)
    expect(ended).toMatchObject([{ task: { id }, ...creates[0] }])
    vi.useFakeTimers({ toFake: ['Date'] })
    vi.setSystemTime(Date.now() + 86_400_000)
    const failing = await run({ fetch: () => Promise.reject(new Error('Down')) })
    await failing.send('POST', '/videos', 'ann', { body: form() })
    expect(ended[1]).toMatchObject({ failure: { outcome: 'unknown' }, createdAt: Date.now(), ...creates[1] })
  })

  it('reports a create whose process stopped before the API answered, once, with its user and parameters', async () => {
    const { ended, path, run } = await start()
    const first = await run({ fetch: () => new Promise(() => undefined) })
    void first.send('POST', '/videos', 'ann', { body: form() }).catch(() => undefined)
    const file = openFileStore(path)
    await vi.waitFor(async () => expect(await file.list({ isPending: true, limit: 1 })).toHaveLength(1))
    vi.useFakeTimers({ toFake: ['Date', 'performance'] })
    const second = await run()
    await second.send('GET', '/videos', 'ann')
    expect(second.reported).toEqual([])
    vi.advanceTimersByTime(301_000)
    await second.send('GET', '/videos', 'ann')
    await vi.waitFor(() => expect(ended).toHaveLength(1))
    expect(second.reported).toMatchObject([{ code: 'create_interrupted', action: 'create' }])
    expect(ended).toMatchObject([
      {
        user: { id: 'ann' },
        failure: { outcome: 'unknown', create: { params: { prompt: 'A lake' }, request: undefined } },
      },
    ])
    await vi.waitFor(async () => expect(await file.list({ isPending: true, limit: 1 })).toEqual([]))
  })

  it('takes the entry of a create whose task was recorded for what it is', async () => {
    const { path, run } = await start()
    const file = openFileStore(path)
    const first = await run({ tasks: { ...file, delete: () => Promise.reject(new Error('Killed')) } })
    await first.create('ann')
    vi.useFakeTimers({ toFake: ['Date', 'performance'] })
    const second = await run()
    await second.send('GET', '/videos', 'ann')
    vi.advanceTimersByTime(301_000)
    await second.send('GET', '/videos', 'ann')
    await vi.waitFor(async () => expect(await file.list({ isPending: true, limit: 9 })).toHaveLength(1))
    expect(second.reported).toEqual([])
  })
})

it('answers an OpenAI client from Postgres', { timeout: 60_000 }, async () => {
  const api = await startVideoApi()
  const proxy = await serveProxy({
    baseURL: api.baseURL,
    tasks: await startPostgresStore(),
    authorize: () => ({ id: 'ann' }),
  })
  await expectOpenAIList(proxy)
})

it.each(['asc', 'up'])('refuses the order %s', async (order) => {
  const api = await startVideoApi()
  const proxy = await serveProxy({ baseURL: api.baseURL, tasks: openFileStore() })
  const response = await proxy.send('GET', `/videos?order=${order}`, 'ann')
  expect([response.status, await errorCode(response)]).toEqual([400, 'invalid_param'])
})

it('refuses a store that lacks a method', () => {
  const tasks = Object.assign({}, openFileStore(), { list: undefined })
  expect(() =>
    createVideoProxy({ apiKey: KEY, authorize: () => true, tasks: JSON.parse(JSON.stringify(tasks)) }),
  ).toThrow(expect.objectContaining({ code: 'invalid_options', message: expect.stringContaining('list') }))
})
