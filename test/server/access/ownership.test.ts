import { createMemoryStore, type VideoProxyOptions, type VideoProxyStore } from 'react-video-task/server'
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import {
  createTestProxy,
  errorCode,
  get,
  mp4Response,
  post,
  TASK,
  userOf,
} from '../support/createTestProxy.js'

const ann = { 'x-user': 'ann' }
const bob = { 'x-user': 'bob' }

const upstream = ({ url }: { url: string }) =>
  url.endsWith('/content') ? mp4Response() : Response.json(TASK)

describe('task ownership', () => {
  it('shows a task to its creator and answers 404 to everyone else', async () => {
    const { proxy, requests } = createTestProxy(upstream, { authorize: userOf })
    expect((await proxy(post(ann))).status).toBe(200)
    expect((await proxy(get('/videos/task_1', ann))).status).toBe(200)
    expect((await proxy(get('/videos/task_1/content', ann))).status).toBe(200)
    expect(requests).toHaveLength(3)
    for (const path of ['/videos/task_1', '/videos/task_1/content']) {
      const response = await proxy(get(path, bob))
      expect(response.status).toBe(404)
      expect(await errorCode(response)).toBe('task_not_exist')
    }
    expect(requests).toHaveLength(3)
  })

  it("answers the same for another user's task and for an unknown one", async () => {
    const { proxy, requests } = createTestProxy(upstream, { authorize: userOf })
    await proxy(post(ann))
    const [others, unknown] = await Promise.all([
      proxy(get('/videos/task_1', bob)),
      proxy(get('/videos/task_2', bob)),
    ])
    expect([others?.status, await others?.text()]).toEqual([unknown?.status, await unknown?.text()])
    expect(requests).toHaveLength(1)
  })

  it('checks the owner of a cached task as well', async () => {
    const { proxy } = createTestProxy(upstream, { authorize: userOf })
    await proxy(post(ann))
    await proxy(get('/videos/task_1', ann))
    expect((await proxy(get('/videos/task_1', bob))).status).toBe(404)
  })

  it('shows any task where authorize returns true', async () => {
    const { proxy } = createTestProxy(upstream, {
      authorize: (call) => call.request.headers.get('x-admin') === 'yes' || userOf(call),
    })
    await proxy(post(ann))
    expect((await proxy(get('/videos/task_1', { 'x-admin': 'yes' }))).status).toBe(200)
  })

  it('shows a task created without a user to no user', async () => {
    const { proxy } = createTestProxy(upstream, {
      authorize: (call) => userOf(call) ?? true,
    })
    await proxy(post())
    expect((await proxy(get('/videos/task_1', ann))).status).toBe(404)
    expect((await proxy(get('/videos/task_1'))).status).toBe(200)
  })

  it('is shared by instances through a store', async () => {
    const owners = createMemoryStore()
    const first = createTestProxy(upstream, { authorize: userOf, owners })
    const second = createTestProxy(upstream, { authorize: userOf, owners })
    await first.proxy(post(ann))
    expect((await second.proxy(get('/videos/task_1', ann))).status).toBe(200)
    expect((await second.proxy(get('/videos/task_1', bob))).status).toBe(404)
  })

  it('is kept for 30 days, and that the store has entries for a year', async () => {
    const days = new Set<number>()
    const memory = createMemoryStore()
    const owners: VideoProxyStore = {
      get: memory.get,
      set: (key, value, ttl) => {
        days.add(ttl / (24 * 60 * 60 * 1000))
        return memory.set(key, value, ttl)
      },
    }
    await createTestProxy(upstream, { authorize: userOf, owners }).proxy(post(ann))
    expect([...days].sort()).toEqual([30, 365])
  })

  it('keeps the owner of an id with any characters', async () => {
    const id = 'a/b:c?d=%2f é'
    const { proxy } = createTestProxy(() => Response.json({ ...TASK, id }), { authorize: userOf })
    await proxy(post(ann))
    expect((await proxy(get(`/videos/${encodeURIComponent(id)}`, ann))).status).toBe(200)
    expect((await proxy(get(`/videos/${encodeURIComponent('a/b')}`, ann))).status).toBe(404)
  })

  it('reads the task id of a create from an envelope', async () => {
    const { proxy } = createTestProxy(
      () => Response.json({ code: 'success', data: { task_id: 't7', status: 'SUBMITTED' } }),
      { authorize: userOf },
    )
    await proxy(post(ann))
    expect((await proxy(get('/videos/t7', ann))).status).toBe(200)
  })

  it.each([
    ['blank', { id: ' ' }],
    ['a number', { id: 7 }],
    ['missing', { id: undefined }],
  ])('answers 500 when the id of a user is %s', async (_, user) => {
    const { proxy, requests, reported } = createTestProxy(upstream, {
      authorize: () => JSON.parse('{}', () => user),
    })
    const response = await proxy(post())
    expect(response.status).toBe(500)
    expect(await errorCode(response)).toBe('authorization_failed')
    expect(String(reported[0]?.error.cause)).toMatch(/whose id is/)
    expect(requests).toEqual([])
  })
})

describe('a failing owner store', () => {
  const down = () => Promise.reject(new Error('ECONNREFUSED'))
  const failing = (broken: Partial<VideoProxyStore>) => ({ ...createMemoryStore(), ...broken })

  it.each([
    ['rejects', down],
    [
      'throws',
      () => {
        throw new Error('ECONNREFUSED')
      },
    ],
  ])('answers 503 and sends no create when it %s', async (_, read) => {
    const { proxy, requests, reported } = createTestProxy(upstream, {
      authorize: userOf,
      owners: failing({ get: read }),
    })
    for (const request of [post(ann), get('/videos/task_1', ann), get('/videos/task_1/content', ann)]) {
      const response = await proxy(request)
      expect(response.status).toBe(503)
      expect(response.headers.get('retry-after')).toBe('5')
      expect(await errorCode(response)).toBe('owners_unavailable')
    }
    expect(requests).toEqual([])
    expect(reported).toHaveLength(3)
  })

  it.each<[string, Partial<VideoProxyStore>]>([
    ['keeps nothing and returns false', { set: () => false }],
    ['keeps nothing', { set: () => undefined }],
    ['loses everything', { get: () => undefined }],
  ])('sends no create when it silently %s', async (_, broken) => {
    const { proxy, requests, reported } = createTestProxy(upstream, {
      ...{ authorize: userOf, owners: failing(broken) },
    })
    expect((await proxy(post(ann))).status).toBe(503)
    expect(requests).toEqual([])
    expect(reported.map(({ error }) => String(error.cause))).toEqual([
      expect.stringMatching(
        /The store did not keep the value\.|did not return a value that it had just accepted\./,
      ),
    ])
  })

  it.each<[string, Partial<VideoProxyStore>]>([
    ['hides its failures', { get: () => undefined, set: () => false }],
    ['accepts and forgets', { get: () => undefined }],
  ])('answers 503 and not 404 for a task when it %s', async (_, broken) => {
    const store: VideoProxyStore = createMemoryStore()
    const state: Partial<VideoProxyStore> = {}
    const owners: VideoProxyStore = {
      get: (key) => (state.get ?? store.get)(key),
      set: (...entry) => (state.set ?? store.set)(...entry),
    }
    const { proxy } = createTestProxy(upstream, { authorize: userOf, owners })
    await proxy(post(ann))
    Object.assign(state, broken)
    for (const user of [ann, bob]) {
      const response = await proxy(get('/videos/task_1', user))
      expect(response.status).toBe(503)
      expect(await errorCode(response)).toBe('owners_unavailable')
    }
    Object.assign(state, { get: undefined, set: undefined })
    expect((await proxy(get('/videos/task_1', ann))).status).toBe(200)
    expect((await proxy(get('/videos/task_1', bob))).status).toBe(404)
  })

  it('reads as much for the task of another user as for an unknown one', async () => {
    const memory = createMemoryStore()
    let reads = 0
    const owners = failing({ set: memory.set, get: (key) => (reads++, memory.get(key)) })
    const { proxy } = createTestProxy(upstream, { authorize: userOf, owners })
    await proxy(post(ann))
    const readsOf = async (id: string) => {
      reads = 0
      await proxy(get(`/videos/${id}`, bob))
      return reads
    }
    expect(await readsOf('task_1')).toBe(await readsOf('task_2'))
  })

  describe('after the API has made a task', () => {
    beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
    afterEach(() => void vi.useRealTimers())

    /** A create whose owner cannot be stored at first. */
    async function create(failures: number, failure: () => unknown) {
      const memory = createMemoryStore()
      let attempts = 0
      const test = createTestProxy(upstream, {
        authorize: userOf,
        owners: failing({
          set: (key, ...rest) =>
            key.endsWith('task_1') && attempts++ < failures ? failure() : memory.set(key, ...rest),
          get: memory.get,
          add: undefined,
        }),
      })
      // The first request computes the digest of the key, which takes real time.
      await test.proxy(get('/videos/unknown', ann))
      const answer = test.proxy(post(ann))
      await vi.advanceTimersByTimeAsync(10_000)
      return { ...test, response: await answer }
    }

    it.each([
      ['rejects', down],
      ['hangs', () => new Promise(() => undefined)],
      ['returns false', () => false],
    ])('stores its owner at the third attempt when the store %s twice', async (_, failure) => {
      const { proxy, response, requests } = await create(2, failure)
      expect(response.status).toBe(200)
      expect(requests).toHaveLength(1)
      expect((await proxy(get('/videos/task_1', ann))).status).toBe(200)
    })

    it('takes an owner that an attempt stored before it timed out for its own', async () => {
      const memory = createMemoryStore()
      let attempts = 0
      const { proxy } = createTestProxy(upstream, {
        authorize: userOf,
        owners: failing({
          ...memory,
          add: (...entry) => {
            const isAdded = memory.add?.(...entry) ?? false
            return attempts++ === 0 ? new Promise<never>(() => undefined) : isAdded
          },
        }),
      })
      await proxy(get('/videos/unknown', ann))
      const answer = proxy(post(ann))
      await vi.advanceTimersByTimeAsync(10_000)
      expect((await answer).status).toBe(200)
      expect(attempts).toBe(2)
      expect((await proxy(get('/videos/task_1', ann))).status).toBe(200)
    })

    it('reports the id and the user when the owner could not be stored, and says that the video may be made', async () => {
      const { response, requests, reported } = await create(Infinity, down)
      expect(response.status).toBe(503)
      expect(response.headers.get('retry-after')).toBeNull()
      const text = await response.clone().text()
      expect(await errorCode(response)).toBe('owner_not_stored')
      expect(text).toContain('may be made, and is then billed')
      expect(text).not.toContain('task_1')
      expect(requests).toHaveLength(1)
      expect(reported).toHaveLength(1)
      expect(reported[0]?.context).toEqual({
        action: 'create',
        taskId: 'task_1',
        status: 503,
        code: 'owner_not_stored',
      })
      expect(String(reported[0]?.error.cause)).toContain('The task task_1 was created for the user "ann"')
    })
  })
})

describe('an owner store that has lost its entries', () => {
  it.each([
    ['poll', () => get('/videos/task_1', ann)],
    ['create', () => post(ann)],
    ['list', () => get('/videos', ann)],
  ])('is reported once, at the next %s', async (_, request) => {
    let memory = createMemoryStore()
    const owners: VideoProxyStore = {
      get: (key) => memory.get(key),
      set: (...entry) => memory.set(...entry),
    }
    let made = 0
    const api = ({ method, url }: { method: string; url: string }) =>
      Response.json(
        method === 'GET' && new URL(url).pathname.endsWith('/videos')
          ? { object: 'list', data: [{ ...TASK, id: 'made_0' }], has_more: false }
          : { ...TASK, id: `made_${made++}` },
      )
    const { proxy, reported } = createTestProxy(api, { authorize: userOf, owners, routes: ['list'] })
    await proxy(post(ann))
    memory = createMemoryStore()
    await Promise.all([proxy(request()), proxy(request())])
    expect(reported).toHaveLength(1)
    await proxy(get('/videos/task_2', ann))
    expect(reported.map(({ context }) => context)).toEqual([{ status: 200, code: 'owners_lost' }])
    expect(String(reported[0]?.error)).toContain('appendonly')
  })

  it('is not reported for a store that is new', async () => {
    const { proxy, reported } = createTestProxy(upstream, { authorize: userOf })
    expect((await proxy(get('/videos/task_1', ann))).status).toBe(404)
    await proxy(post(ann))
    expect((await proxy(get('/videos/task_2', ann))).status).toBe(404)
    expect(reported).toEqual([])
  })
})

describe('the memory store when it is full', () => {
  /** A proxy whose API makes the tasks t1, t2, … */
  function createApp(options: Partial<VideoProxyOptions>) {
    let made = 0
    const api = ({ method }: { method: string }) =>
      Response.json({ ...TASK, id: method === 'POST' ? `t${++made}` : 't' })
    const test = createTestProxy(api, { authorize: userOf, ...options })
    const statusOf = async (id: string) => (await test.proxy(get(`/videos/${id}`, ann))).status
    return { ...test, statusOf }
  }

  it('forgets the oldest tasks first', async () => {
    const owners = createMemoryStore({ maxEntries: 4 })
    const { proxy, statusOf } = createApp({ owners })
    for (let task = 0; task < 5; task++) await proxy(post(ann))
    const statuses: number[] = []
    for (const id of ['t1', 't2', 't3', 't4', 't5']) statuses.push(await statusOf(id))
    expect(statuses).toEqual([404, 404, 200, 200, 200])
  })

  it('keeps the tasks that are polled', async () => {
    const owners = createMemoryStore({ maxEntries: 10 })
    const { proxy, statusOf } = createApp({ owners })
    await proxy(post(ann))
    for (let task = 0; task < 50; task++) {
      await proxy(post(ann))
      expect(await statusOf('t1')).toBe(200)
    }
    expect(await statusOf('t2')).toBe(404)
  })

  it('reports once to onError, with the numbers and the options that help', async () => {
    const { proxy, reported } = createApp({ owners: createMemoryStore({ maxEntries: 20 }) })
    for (let task = 0; task < 19; task++) await proxy(post(ann))
    expect(reported).toEqual([])
    for (let task = 0; task < 50; task++) await proxy(post(ann))
    expect(reported.map(({ context }) => context)).toEqual([{ status: 200, code: 'owners_evicted' }])
    const { message = '' } = reported[0]?.error ?? {}
    expect(message).toMatch(/of 20 entries, 2 that had not expired .* `maxEntries`.*`owners`.*`secret`/)
  })

  it('reports to each proxy that keeps owners in it', async () => {
    const owners = createMemoryStore({ maxEntries: 4 })
    const apps = [createApp({ owners }), createApp({ owners })]
    for (let entry = 0; entry < 9; entry++) void owners.set(`key${entry}`, '', 60_000)
    for (const { reported } of apps) expect(reported).toHaveLength(1)
  })

  it('drops expired entries first, and does not report them', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    onTestFinished(() => void vi.useRealTimers())
    const owners = createMemoryStore({ maxEntries: 12 })
    const { proxy, statusOf, reported } = createApp({ owners })
    await proxy(post(ann))
    for (let entry = 0; entry < 10; entry++) void owners.set(`short${entry}`, '', 1_000)
    vi.setSystemTime(Date.now() + 1_000)
    for (let entry = 0; entry < 10; entry++) void owners.set(`long${entry}`, '', 60_000)
    expect(await statusOf('t1')).toBe(200)
    expect(reported).toEqual([])
  })
})
