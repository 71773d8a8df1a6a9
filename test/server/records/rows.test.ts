import {
  createVideoProxy,
  readVideoTaskRow,
  type VideoProxyOptions,
  type VideoProxyTaskStore,
} from 'react-video-task/server'
import { afterEach, describe, expect, it, vi } from 'vitest'
import {
  createTestProxy,
  errorCode,
  get,
  KEY,
  post,
  postJson,
  SECRET,
  TASK,
  userOf,
} from '../support/createTestProxy.js'
import { settle } from '../support/startMapArchive.js'
import { openFileStore } from '../support/taskStores.js'

afterEach(() => void vi.useRealTimers())

const ANN = { 'x-user': 'ann' }
const DONE = { ...TASK, status: 'completed', progress: 100, video_url: 'https://a.test/v.mp4' }
const pendingOf = async (store: VideoProxyTaskStore) => store.list({ isPending: true, limit: 9 })

describe('the row of a create', () => {
  it('is gone where the API refused it, also without onEnded', async () => {
    const tasks = openFileStore()
    const refusal = { error: { message: 'No', code: 'not_today' } }
    const { proxy } = createTestProxy(() => Response.json(refusal, { status: 400 }), {
      ...{ tasks, authorize: userOf },
    })
    expect((await proxy(post(ANN))).status).toBe(400)
    expect(await pendingOf(tasks)).toEqual([])
  })

  it('costs next to nothing for a prompt of 60,000 blanks', async () => {
    const tasks = openFileStore()
    const { proxy } = createTestProxy(undefined, { tasks, authorize: userOf })
    const prompt = ` A fox${' '.repeat(60_000)}at night \r\n\r\n in the snow`
    const { user } = process.cpuUsage()
    expect((await proxy(postJson({ model: 'wan2.6', prompt }, ANN))).status).toBe(200)
    expect((process.cpuUsage().user - user) / 1000).toBeLessThan(1000)
    const row = await tasks.get('task_1')
    expect(row && readVideoTaskRow(row)?.title).toBe(`A fox${' '.repeat(74)}…`)
  })

  it('is shown, shared and ended as of any task where the API answers polls with 202, as xAI does', async () => {
    const tasks = openFileStore()
    let task: object = TASK
    const ended: unknown[] = []
    const { proxy } = createTestProxy(
      ({ method }) => Response.json(task, { status: method === 'POST' ? 200 : 202 }),
      {
        ...{ tasks, authorize: userOf, cache: false, routes: ['share'] as const },
        onEnded: (end) => void ended.push(end.task?.status),
      },
    )
    await proxy(post(ANN))
    const share = await proxy(
      new Request('https://app.test/videos/task_1/share', { method: 'POST', headers: ANN }),
    )
    const { id: link } = JSON.parse(await share.text())
    const read = async (id: string) => {
      const answer = await proxy(get(`/videos/${id}`, ANN))
      return [answer.status, JSON.parse(await answer.text())]
    }
    expect(await read('task_1')).toMatchObject([202, { status: 'queued', title: 'A lake' }])
    expect(await read(link)).toMatchObject([202, { id: link, status: 'queued' }])
    task = DONE
    expect(await read(link)).toMatchObject([202, { id: link, status: 'completed' }])
    expect(ended).toEqual(['completed'])
    expect(await pendingOf(tasks)).toEqual([])
  })

  it('that a stopped process left names no user where it had none', async () => {
    vi.useFakeTimers({ toFake: ['Date', 'performance'], now: Date.UTC(2026, 0, 1) })
    const tasks = openFileStore()
    const stopped = createTestProxy(() => new Promise<Response>(() => undefined), { tasks })
    void stopped.proxy(post())
    await settle(() => stopped.requests.length > 0)
    vi.setSystemTime(Date.UTC(2026, 0, 8))
    const next = createTestProxy(undefined, { tasks })
    await next.proxy(get('/videos/task_1'))
    await settle(() => next.reported.length > 0)
    expect(next.reported.map(({ error }) => error.message)).toEqual([
      expect.stringMatching(/^A create of no user was sent at 2026-01-01T00:00:00\.000Z by a process/),
    ])
  })

  it('becomes that of its task once the store has room, and is never written over a later one', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] })
    const file = openFileStore()
    let [isFull, isDone] = [true, false]
    const tasks: VideoProxyTaskStore = {
      ...file,
      put: (row) => {
        if (isFull && row.id.startsWith('task_')) throw new Error('database or disk is full')
        return file.put(row)
      },
    }
    const { proxy, reported } = createTestProxy(() => Response.json(isDone ? DONE : TASK), {
      ...{ tasks, authorize: userOf, secret: SECRET, cache: false },
    })
    const answer = proxy(post(ANN))
    while (!reported.length) await vi.advanceTimersByTimeAsync(100)
    const { id } = await (await answer).json()
    isFull = false
    const stateOf = async () => (await file.get(id))?.isPending
    const recover = async () => {
      vi.advanceTimersByTime(301_000)
      await proxy(get('/videos', ANN))
      await settle()
    }
    await recover()
    expect(await stateOf()).toBe(true)
    isDone = true
    await proxy(get(`/videos/${id}`, ANN))
    expect(await stateOf()).toBe(false)
    await recover()
    expect(await stateOf()).toBe(false)
  })
})

it('a task that its store refuses for good keeps no other one from being recorded', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] })
  const file = openFileStore()
  let isFull = true
  const tasks: VideoProxyTaskStore = {
    ...file,
    put: (row) => {
      const isRefused = row.id.startsWith('task_') && (isFull || row.data.includes('too long'))
      if (isRefused) throw new Error('data too long')
      return file.put(row)
    },
  }
  const made = [
    { ...TASK, note: 'too long' },
    { ...TASK, id: 'task_2' },
  ]
  const { proxy, reported } = createTestProxy(() => Response.json(made.shift() ?? TASK), {
    ...{ tasks, authorize: userOf, secret: SECRET, cache: false },
  })
  for (const count of [1, 2]) {
    const answer = proxy(post(ANN))
    while (reported.length < count) await vi.advanceTimersByTimeAsync(100)
    expect((await answer).status).toBe(200)
  }
  isFull = false
  vi.advanceTimersByTime(301_000)
  await proxy(get('/videos', ANN))
  await settle()
  expect(await file.list({ owner: 'ann', limit: 9 })).toHaveLength(1)
})

describe('the row of a task', () => {
  const DATA_URL = `data:video/mp4;base64,${Buffer.alloc(30_000).toString('base64')}`

  it.each([
    ['video_url', { video_url: DATA_URL }],
    ['url', { url: DATA_URL }],
    ['metadata.url', { metadata: { url: DATA_URL } }],
    ['two fields', { url: DATA_URL, metadata: { url: DATA_URL } }],
    ['a list', { output: { videos: [{ url: DATA_URL }] } }],
  ])('has no video that the API put into %s of the task', async (_, video) => {
    const tasks = openFileStore()
    const end = { ...TASK, status: 'completed', progress: 100, ...video }
    const { proxy } = createTestProxy(({ method }) => Response.json(method === 'POST' ? TASK : end), {
      ...{ tasks, authorize: userOf, cache: false },
    })
    await proxy(post(ANN))
    expect(await (await proxy(get('/videos/task_1', ANN))).text()).toContain(DATA_URL)
    const row = await tasks.get('task_1')
    expect(row?.isPending).toBe(false)
    expect(row?.data.length).toBeLessThan(2_000)
  })

  it.each([
    ['task_1', 'upstream_duplicate_id'],
    ['..', 'upstream_invalid_answer'],
  ])('stays with its owner where the API makes a second task with the id %s', async (id, code) => {
    const ids = ['task_1', id]
    const tasks = openFileStore()
    const { proxy } = createTestProxy(() => Response.json({ ...TASK, id: ids.shift() }), {
      ...{ tasks, authorize: userOf },
    })
    expect((await proxy(post(ANN))).status).toBe(200)
    const second = await proxy(post({ 'x-user': 'bob' }))
    expect([second.status, await errorCode(second)]).toEqual([502, code])
    expect(await tasks.get('task_1')).toMatchObject({ owner: 'ann' })
    expect(await tasks.list({ owner: 'bob', limit: 9 })).toEqual([])
  })
})

describe('a store of tasks', () => {
  it('that is down is answered with when to try again', async () => {
    const down = () => Promise.reject(new Error('disk I/O error'))
    const tasks = { put: down, get: down, list: down, delete: down }
    const { proxy } = createTestProxy(undefined, { tasks, authorize: userOf })
    const answer = await proxy(post(ANN))
    expect([answer.status, answer.headers.get('retry-after'), await answer.json()]).toMatchObject([
      503,
      '5',
      { error: { code: 'tasks_unavailable', message: 'The task store is unavailable. Try again later.' } },
    ])
  })

  it('that is silent is given up after three seconds, which the report says', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const tasks: VideoProxyTaskStore = { ...openFileStore(), put: () => new Promise(() => undefined) }
    const { proxy, reported } = createTestProxy(undefined, { tasks, authorize: userOf })
    const answer = proxy(post(ANN))
    while (!reported.length) await vi.advanceTimersByTimeAsync(100)
    expect((await answer).status).toBe(503)
    expect(reported[0]?.error.cause).toMatchObject({
      message: 'The task store did not answer within 3 s.',
    })
  })

  const methods = ['put', 'get', 'list', 'delete']
  it.each([[['put']], [['get']], [['list']], [['delete']], [['put', 'list']]])(
    'is refused without %j',
    (missing) => {
      const options: VideoProxyOptions = { apiKey: KEY, authorize: () => true }
      const present = methods.filter((name) => !missing.includes(name))
      const tasks = Object.fromEntries(present.map((name) => [name, () => undefined]))
      expect(() => createVideoProxy(Object.assign(options, { tasks }))).toThrow(
        expect.objectContaining({
          code: 'invalid_options',
          message: expect.stringContaining(`It has no ${missing.join(', ')}.`),
        }),
      )
    },
  )
})
