import { createVideoEmulator } from 'react-video-task/testing'
import {
  createMemoryStore,
  createVideoProxy,
  type VideoProxyCreatedContext,
  type VideoProxyEndedContext,
  type VideoProxyOptions,
} from 'react-video-task/server'
import { afterEach, describe, expect, it, vi } from 'vitest'
import {
  createTestProxy,
  errorCode,
  form,
  get,
  KEY,
  post,
  SECRET,
  TASK,
  userOf,
} from '../support/createTestProxy.js'
import { defer } from '../support/defer.js'
import { idOf, serveProxy } from '../support/serveProxy.js'
import { serve } from '../../support/serve.js'
import { startVideoApi } from '../support/startVideoApi.js'

afterEach(() => void vi.useRealTimers())

/** A store outside the process, as two instances see it: no memory store of the package. */
function sharedStore() {
  const store = createMemoryStore()
  return { get: store.get, set: store.set, add: store.add }
}

/** Records what the app's functions get. */
function recordCalls() {
  const created: VideoProxyCreatedContext[] = []
  const ended: VideoProxyEndedContext[] = []
  const options = {
    onCreated: (context: VideoProxyCreatedContext) => void created.push(context),
    onEnded: (context: VideoProxyEndedContext) => void ended.push(context),
  }
  return { created, ended, options }
}

/** An upstream whose task ends with the second read. */
function endingUpstream(
  end: object = { status: 'completed', progress: 100, video_url: 'https://a.test/v.mp4' },
) {
  let reads = 0
  return ({ method }: { method: string }) =>
    Response.json(method === 'GET' && ++reads > 1 ? { ...TASK, ...end } : TASK)
}

const readBytes = async (stream: ReadableStream<Uint8Array<ArrayBuffer>>) =>
  new Uint8Array(await new Response(stream).arrayBuffer())

describe('onCreated', () => {
  it('gets task, parameters, files, user and request, once for each create over real HTTP', async () => {
    const api = await startVideoApi()
    const { created, options } = recordCalls()
    const proxy = await serveProxy({
      baseURL: api.baseURL,
      maxBodyBytes: 1_000_000,
      secret: SECRET,
      ...options,
    })
    const picture = Uint8Array.from({ length: 200_000 }, (_, index) => index % 251)
    const body = form()
    body.append('input_reference', new Blob([picture], { type: 'image/png' }), 'fox.png')
    const response = await proxy.send('POST', '/videos', 'ann', { body })
    const id = idOf(await response.json())

    expect(created).toHaveLength(1)
    const [context] = created
    expect(context).toMatchObject({
      action: 'create',
      task: { id, status: 'queued', model: 'sora-2' },
      params: { model: 'wan2.6', prompt: 'A lake' },
      user: { id: 'ann' },
    })
    expect(context?.request.headers.get('x-user')).toBe('ann')
    const [file] = context?.files ?? []
    expect(file).toMatchObject({
      param: 'input_reference',
      name: 'fox.png',
      type: 'image/png',
      size: 200_000,
    })
    for (const round of [1, 2]) {
      expect([round, file && (await readBytes(file.stream()))]).toEqual([round, picture])
    }
  })

  it('is called for a remix, with the video it was made from', async () => {
    const api = await startVideoApi()
    const { created, options } = recordCalls()
    const proxy = await serveProxy({ baseURL: api.baseURL, routes: ['remix'], ...options })
    const source = await proxy.create('ann')
    const response = await proxy.sendJson(`/videos/${source}/remix`, 'ann', { prompt: 'At night' })
    const id = idOf(await response.json())
    expect(created[1]).toMatchObject({
      action: 'remix',
      taskId: source,
      task: { id },
      params: { prompt: 'At night' },
    })
    expect(created).toHaveLength(2)
  })

  it('loses nothing when it throws, and the error is reported without the key', async () => {
    const { proxy, reported } = createTestProxy(undefined, {
      authorize: userOf,
      onCreated: () => {
        throw new Error(`Cannot insert ${KEY}`)
      },
    })
    const response = await proxy(post({ 'x-user': 'ann' }))
    expect([response.status, idOf(await response.json())]).toEqual([200, 'task_1'])
    expect(reported).toMatchObject([
      { context: { action: 'create', taskId: 'task_1', status: 200, code: 'on_created_failed' } },
    ])
    expect(reported[0]?.error.message).not.toContain(KEY)
    expect((await proxy(get('/api/v1/videos/task_1', { 'x-user': 'ann' }))).status).toBe(200)
  })

  it('holds the answer for ten seconds at most', async () => {
    vi.useFakeTimers()
    const called = defer<undefined>()
    const { proxy } = createTestProxy(undefined, {
      onCreated: () => {
        called.resolve(undefined)
        return new Promise<void>(() => undefined)
      },
    })
    const answer = proxy(post())
    await called.promise
    await vi.advanceTimersByTimeAsync(10_000)
    expect((await answer).status).toBe(200)
  })

  it('is called when the caller has left before the API answered', async () => {
    const apiAnswer = defer<Response>()
    const { created, options } = recordCalls()
    const { proxy, requests } = createTestProxy(() => apiAnswer.promise, options)
    const caller = new AbortController()
    const request = new Request('https://app.test/api/v1/videos', {
      method: 'POST',
      body: form(),
      signal: caller.signal,
    })
    const answer = proxy(request)
    await vi.waitFor(() => expect(requests).toHaveLength(1))
    caller.abort()
    apiAnswer.resolve(Response.json(TASK))
    await answer
    expect(created.map(({ task }) => task.id)).toEqual(['task_1'])
  })

  it('leaves the body of the create as it was, whatever a reader does with the files', async () => {
    const api = await startVideoApi()
    const { options } = recordCalls()
    const proxy = await serveProxy({
      baseURL: api.baseURL,
      ...options,
      authorizeCreate: async ({ files }) => {
        for (const { stream } of files) for await (const piece of stream()) piece.fill(0)
        return true
      },
    })
    const body = form()
    body.append('input_reference', new Blob(['the picture'], { type: 'image/png' }), 'a.png')
    await proxy.send('POST', '/videos', 'ann', { body })
    expect(api.calls[0]?.body).toContain('the picture')
  })
})

describe('onEnded', () => {
  const read = () => get('/api/v1/videos/task_1', { 'x-user': 'ann' })

  it.each([
    ['completed', { status: 'completed', progress: 100, video_url: 'https://a.test/v.mp4' }],
    ['failed', { status: 'failed', error: { message: 'No', code: 'moderation' } }],
    ['error', { status: 'error' }],
  ])('gets a %s task and its owner once, however many read it', async (status, end) => {
    const { ended, options } = recordCalls()
    const { proxy } = createTestProxy(endingUpstream(end), { authorize: userOf, cache: false, ...options })
    await proxy(post({ 'x-user': 'ann' }))
    await proxy(read())
    expect(ended).toEqual([])
    await Promise.all([proxy(read()), proxy(read()), proxy(read())])
    await proxy(read())
    expect(ended).toMatchObject([{ task: { id: 'task_1', status }, user: { id: 'ann' } }])
  })

  it('gets a task that the create answers as ended', async () => {
    const { ended, options } = recordCalls()
    const { proxy } = createTestProxy(() => Response.json({ ...TASK, status: 'failed' }), options)
    await proxy(post())
    await proxy(read())
    expect(ended).toMatchObject([{ task: { id: 'task_1', status: 'failed' } }])
  })

  it('gets the public id of a signed task', async () => {
    const { ended, options } = recordCalls()
    const { proxy } = createTestProxy(endingUpstream(), {
      authorize: userOf,
      secret: SECRET,
      cache: false,
      ...options,
    })
    const id = idOf(await (await proxy(post({ 'x-user': 'ann' }))).json())
    for (const round of [1, 2]) {
      const response = await proxy(get(`/api/v1/videos/${id}`, { 'x-user': 'ann' }))
      expect([round, response.status]).toEqual([round, 200])
    }
    expect(ended).toMatchObject([{ task: { id }, user: { id: 'ann' } }])
  })

  it('is called again after it threw, though no one reads the task', async () => {
    vi.useFakeTimers()
    let calls = 0
    const { proxy, reported } = createTestProxy(endingUpstream(), {
      authorize: userOf,
      cache: false,
      onEnded: () => {
        if (++calls <= 2) throw new Error('The database is down')
      },
    })
    await proxy(post({ 'x-user': 'ann' }))
    await proxy(read())
    const answer = await proxy(read())
    expect([answer.status, calls]).toEqual([200, 1])
    await vi.advanceTimersByTimeAsync(1_000 + 4_000)
    expect(calls).toBe(3)
    await vi.advanceTimersByTimeAsync(600_000)
    await proxy(read())
    expect(calls).toBe(3)
    expect(reported.map(({ context }) => context.code)).toEqual(['on_ended_failed', 'on_ended_failed'])
  })

  it('is called by the next read once the retries are over', async () => {
    vi.useFakeTimers()
    let calls = 0
    const { proxy } = createTestProxy(endingUpstream(), {
      authorize: userOf,
      onEnded: () => {
        calls += 1
        throw new Error('The database is down')
      },
    })
    await proxy(post({ 'x-user': 'ann' }))
    await proxy(read())
    await vi.advanceTimersByTimeAsync(2_000)
    await proxy(read())
    await vi.advanceTimersByTimeAsync(3_600_000)
    expect(calls).toBe(6)
    await proxy(read())
    expect(calls).toBe(7)
  })

  it('is not called again by another instance, or after a restart, with a store of owners', async () => {
    const owners = sharedStore()
    const upstream = endingUpstream()
    const { ended, options } = recordCalls()
    const start = () =>
      createTestProxy(upstream, { authorize: userOf, cache: false, owners, ...options }).proxy
    const first = start()
    await first(post({ 'x-user': 'ann' }))
    await first(read())
    await first(read())
    await start()(read())
    expect(ended).toHaveLength(1)
  })

  it('is called by the next instance where the first one stopped before it returned', async () => {
    const owners = sharedStore()
    const upstream = endingUpstream()
    const { ended, options } = recordCalls()
    const base = { authorize: userOf, cache: false, owners } as const
    const first = createTestProxy(upstream, {
      ...base,
      onEnded: () => Promise.reject(new Error('Killed')),
    }).proxy
    await first(post({ 'x-user': 'ann' }))
    await first(read())
    await first(read())
    await createTestProxy(upstream, { ...base, ...options }).proxy(read())
    expect(ended).toMatchObject([{ task: { status: 'completed' } }])
  })

  it('is called where the store cannot say that it was, because once too often is safe', async () => {
    const { ended, options } = recordCalls()
    const store = sharedStore()
    const owners = {
      ...store,
      get: (key: string) => {
        if (key.startsWith('video-ended:')) throw new Error('Down')
        return store.get(key)
      },
    }
    const { proxy } = createTestProxy(endingUpstream(), {
      authorize: userOf,
      cache: false,
      owners,
      ...options,
    })
    await proxy(post({ 'x-user': 'ann' }))
    await proxy(read())
    expect((await proxy(read())).status).toBe(200)
    expect(ended).toHaveLength(1)
  })

  it('names no owner when the first reader of a public task is not known to be one', async () => {
    const { ended, options } = recordCalls()
    const { proxy } = createTestProxy(endingUpstream(), {
      authorize: userOf,
      isPublic: () => true,
      cache: false,
      ...options,
    })
    await proxy(post({ 'x-user': 'ann' }))
    await proxy(get('/api/v1/videos/task_1', { 'x-user': 'bob' }))
    await proxy(get('/api/v1/videos/task_1', { 'x-user': 'bob' }))
    expect(ended).toMatchObject([{ task: { id: 'task_1' }, user: undefined }])
  })

  it('learns of ends from a list of the API', async () => {
    const api = await startVideoApi()
    const { ended, options } = recordCalls()
    const proxy = await serveProxy({ baseURL: api.baseURL, routes: ['list'], ...options })
    const id = await proxy.create('ann')
    await proxy.create('ann')
    Object.assign(api.tasks.get(id) ?? {}, { status: 'completed', progress: 100 })
    await proxy.send('GET', '/videos', 'ann')
    await proxy.send('GET', '/videos', 'ann')
    expect(ended).toMatchObject([{ task: { id, status: 'completed' }, user: { id: 'ann' } }])
  })

  it('learns of every end of a page that watches the emulator', async () => {
    let time = Date.UTC(2026, 0, 1)
    const emulator = createVideoEmulator({ apiKey: 'sk-of-the-server', now: () => time })
    const origin = await serve((request) => emulator.fetch(request))
    const { created, ended, options } = recordCalls()
    const proxy = await serveProxy({ baseURL: `${origin}/v1`, cache: false, ...options })
    const ids = await Promise.all(
      ['ann', 'bob', 'ann'].map(async (user) =>
        idOf(await (await proxy.send('POST', '/videos', user, { body: form() })).json()),
      ),
    )
    for (let round = 0; round < 3; round++) {
      for (const [index, id] of ids.entries())
        await proxy.send('GET', `/videos/${id}`, index === 1 ? 'bob' : 'ann')
      time += 60_000
    }
    expect(created.map(({ task }) => task.id).sort()).toEqual([...ids].sort())
    expect(ended.map(({ task, user }) => [task?.id, user?.id])).toEqual([
      [ids[0], 'ann'],
      [ids[1], 'bob'],
      [ids[2], 'ann'],
    ])
  })
})

describe('onEnded of a create that made no task', () => {
  const refusal = (status: number) => () =>
    Response.json({ error: { message: 'No', type: 'x', param: null, code: 'not_today' } }, { status })
  const cases: [string, Partial<VideoProxyOptions>, (() => Response) | undefined, string, number, string][] =
    [
      ['the API refuses', {}, refusal(400), 'refused', 400, 'not_today'],
      ['the API limits', {}, refusal(429), 'refused', 429, 'not_today'],
      ['the API fails', {}, refusal(503), 'unknown', 503, 'not_today'],
      ['the API refuses the key', {}, refusal(401), 'refused', 502, 'upstream_unauthorized'],
      ['the rate limiter refuses', { rateLimit: () => false }, undefined, 'refused', 429, 'rate_limited'],
      [
        'the answer has no id',
        {},
        () => Response.json({ ok: true }),
        'unknown',
        502,
        'upstream_invalid_answer',
      ],
      [
        'the connection breaks',
        { fetch: () => Promise.reject(new Error('x')) },
        undefined,
        'unknown',
        502,
        'upstream_unreachable',
      ],
    ]
  it.each(cases)('is called where %s', async (_, extra, upstream, outcome, status, code) => {
    const { created, ended, options } = recordCalls()
    const requests: Request[] = []
    const { proxy } = createTestProxy(upstream, {
      authorize: userOf,
      authorizeCreate: ({ request }) => requests.push(request) > 0,
      ...options,
      ...extra,
    })
    const response = await proxy(post({ 'x-user': 'ann' }))
    expect([response.status, await errorCode(response)]).toEqual([status, code])
    expect(created).toEqual([])
    expect(ended).toMatchObject([
      { user: { id: 'ann' }, failure: { outcome, status, code, create: { params: { prompt: 'A lake' } } } },
    ])
    expect(ended[0]?.failure?.create.request).toBe(requests[0])
  })

  it('is not called where authorizeCreate refuses, which reserved nothing', async () => {
    const { ended, options } = recordCalls()
    const { proxy } = createTestProxy(undefined, { authorizeCreate: () => false, ...options })
    expect((await proxy(post())).status).toBe(403)
    expect(ended).toEqual([])
  })
})

it.each(['onCreated', 'onEnded'])('refuses %s that is no function', (name) => {
  const options: VideoProxyOptions = { apiKey: KEY, authorize: () => true }
  expect(() => createVideoProxy(Object.assign(options, { [name]: 'log' }))).toThrow(
    expect.objectContaining({ code: 'invalid_options', message: expect.stringContaining(name) }),
  )
})
