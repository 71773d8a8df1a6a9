import { createMemoryStore, type VideoProxyStore } from 'react-video-task/server'
import { describe, expect, it } from 'vitest'
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

  it('forgets the oldest tasks first when the memory store is full', async () => {
    let made = 0
    const { proxy } = createTestProxy(
      ({ method }) => Response.json({ ...TASK, id: method === 'POST' ? `t${++made}` : 't' }),
      { authorize: userOf, owners: createMemoryStore({ maxEntries: 4 }) },
    )
    for (let task = 0; task < 5; task++) await proxy(post(ann))
    expect((await proxy(get('/videos/t1', ann))).status).toBe(404)
    expect((await proxy(get('/videos/t5', ann))).status).toBe(200)
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
    const { proxy, requests } = createTestProxy(upstream, { authorize: userOf, owners: failing(broken) })
    expect((await proxy(post(ann))).status).toBe(503)
    expect(requests).toEqual([])
  })

  it('reports the id of a task whose owner could not be stored', async () => {
    const memory = createMemoryStore()
    const { proxy, requests, reported } = createTestProxy(upstream, {
      authorize: userOf,
      // It fails between the check and the create's answer.
      owners: failing({
        set: (key, ...rest) => (key.endsWith('task_1') ? down() : memory.set(key, ...rest)),
        get: memory.get,
      }),
    })
    expect((await proxy(post(ann))).status).toBe(503)
    expect(requests).toHaveLength(1)
    expect(String(reported[0]?.error.cause)).toContain('task_1')
  })
})
