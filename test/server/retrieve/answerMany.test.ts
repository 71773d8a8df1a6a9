import { AsyncLocalStorage } from 'node:async_hooks'
import { setTimeout as wait } from 'node:timers/promises'
import { createMemoryStore, type VideoProxyOptions } from 'react-video-task/server'
import { describe, expect, it, vi } from 'vitest'
import { createTestProxy, errorCode, get, KEY, post, SECRET, userOf } from '../support/createTestProxy.js'
import { defer } from '../support/defer.js'
import { serveProxy } from '../support/serveProxy.js'
import { startVideoApi } from '../support/startVideoApi.js'

interface Part {
  id: string | null
  status: number
  headers: Record<string, string>
  body: unknown
}

/** The parts of an answer about many tasks. */
async function partsOf(response: Response): Promise<Part[]> {
  expect(response.status).toBe(200)
  const { object, data } = JSON.parse(await response.text())
  expect(object).toBe('video.batch')
  return data
}

/** The parts by their id, with status and error code or task status. */
async function outcomes(response: Response): Promise<Record<string, unknown>> {
  const parts = await partsOf(response)
  return Object.fromEntries(
    parts.map(({ id, status, body }) => [
      id,
      [status, (Object(body).error?.code ?? Object(body).status) as unknown],
    ]),
  )
}

const idOfUrl = (url: string) => decodeURIComponent(url.slice(url.lastIndexOf('/') + 1))
const taskOf = (url: string) =>
  Response.json({ id: idOfUrl(url), object: 'video', model: 'wan2.6', status: 'in_progress', progress: 40 })

const ask = (ids: string, headers: HeadersInit = {}, method = 'GET') =>
  get(`/api/v1/videos?ids=${ids}`, headers, method)

describe('GET …/videos?ids=', () => {
  it('answers about each task as a request for it alone', async () => {
    const answers: Record<string, () => Response> = {
      running: () => taskOf('/running'),
      limited: () =>
        Response.json({ error: { message: 'Slow down' } }, { status: 429, headers: { 'retry-after': '9' } }),
      hinted: () =>
        Response.json(
          { id: 'hinted', status: 'queued', created_at: 12345678901234567890n.toString() },
          { headers: { 'openai-poll-after-ms': '15000', 'x-request-id': 'r7', 'set-cookie': 'a=1' } },
        ),
      unknown: () => Response.json({ error: { message: 'No', code: 'task_not_exist' } }, { status: 404 }),
      page: () => new Response('<html>', { status: 503 }),
      refused: () => Response.json({ error: { message: `Bad key ${KEY}` } }, { status: 401 }),
      pretty: () => new Response(JSON.stringify({ id: 'pretty', status: 'queued' }, null, 2)),
    }
    const upstream = ({ url }: { url: string }) => answers[idOfUrl(url)]?.() ?? taskOf(url)
    const proxyOptions = { cache: false } as const
    for (const [id, part] of (
      await partsOf(await createTestProxy(upstream, proxyOptions).proxy(ask(Object.keys(answers).join(','))))
    ).map((each) => [each.id, each] as const)) {
      const alone = await createTestProxy(upstream, proxyOptions).proxy(get(`/videos/${id}`))
      expect(part.status, `${id}`).toBe(alone.status)
      expect(part.body, `${id}`).toEqual(JSON.parse(await alone.text()))
      const hints = ['retry-after', 'openai-poll-after-ms', 'x-request-id', 'video-answered-by']
      expect(part.headers, `${id}`).toEqual(
        Object.fromEntries([...alone.headers].filter(([name]) => hints.includes(name))),
      )
    }
  })

  it('tells with each task of a user that it answers about 50 at once', async () => {
    const { proxy } = createTestProxy()
    expect((await proxy(get('/videos/task_1'))).headers.get('video-batch')).toBe('50')
    const { proxy: shared } = createTestProxy(undefined, { isPublic: () => true })
    expect((await shared(get('/videos/task_1'))).headers.has('video-batch')).toBe(false)
  })

  it('is kept by no cache, and passed on without a wait by nginx', async () => {
    const { proxy } = createTestProxy(undefined, { isPublic: () => true })
    expect(Object.fromEntries((await proxy(ask('a,b'))).headers)).toEqual({
      'cache-control': 'no-store',
      'content-type': 'application/json',
      'x-accel-buffering': 'no',
      'x-content-type-options': 'nosniff',
    })
  })

  it.each([
    ['51 ids', Array.from({ length: 51 }, (_, index) => `t${index}`).join(',')],
    ['1 MiB of ids', 'a,'.repeat(2 ** 19)],
    ['one id of 1 MiB', 'a'.repeat(2 ** 20)],
    ['a second list', 'a&ids=b'],
  ])('refuses %s with 400, without a check of a task', async (_, ids) => {
    const authorize = vi.fn(() => true)
    const { proxy, requests } = createTestProxy(undefined, { authorize })
    const response = await proxy(ask(ids))
    expect(response.status).toBe(400)
    expect(await errorCode(response)).toBe('invalid_param')
    expect(authorize).not.toHaveBeenCalled()
    expect(requests).toEqual([])
  })

  it('reads ids with commas where they are percent-encoded, and each once', async () => {
    const { proxy, requests } = createTestProxy(({ url }) => taskOf(url))
    const ids = ['a,b', 'c+d=', 'video:1/2', 'a']
    const parts = await partsOf(await proxy(ask([...ids, ...ids, '%61'].map(encodeURIComponent).join(','))))
    expect(parts.map(({ id }) => id).toSorted()).toEqual([...ids, '%61'].toSorted())
    expect(parts.every(({ status }) => status === 200)).toBe(true)
    expect(requests).toHaveLength(5)
  })

  it.each(['..%2Fmodels', '%zz', '', 'a%00b', '%252e%252e%2fmodels', '%2e%2e'])(
    'answers for the id %j alone that it is not valid',
    async (id) => {
      const { proxy, requests } = createTestProxy(({ url }) => taskOf(url))
      expect(await outcomes(await proxy(ask(`a,${id},b`)))).toEqual({
        a: [200, 'in_progress'],
        b: [200, 'in_progress'],
        null: [400, 'invalid_id'],
      })
      expect(requests).toHaveLength(2)
    },
  )

  it.each(['POST', 'DELETE', 'PUT'])('is not answered for %s', async (method) => {
    const { proxy, requests } = createTestProxy()
    const response = await proxy(ask('a', method === 'POST' ? { origin: 'https://evil.test' } : {}, method))
    expect([403, 405]).toContain(response.status)
    expect(requests).toEqual([])
  })

  it('asks for nothing with HEAD', async () => {
    const authorize = vi.fn(() => true)
    const { proxy, requests } = createTestProxy(undefined, { authorize })
    const response = await proxy(ask('a,b', {}, 'HEAD'))
    expect([response.status, response.body]).toEqual([200, null])
    expect(authorize).not.toHaveBeenCalled()
    expect(requests).toEqual([])
  })
})

describe('GET …/videos?ids= checks each task', () => {
  it.each([
    ['signed ids', { secret: SECRET }],
    ['a store of owners', { owners: createMemoryStore() }],
  ])('and answers alike for those of others and unknown ones, with %s', async (_, options) => {
    let made = 0
    const upstream = ({ method, url }: { method: string; url: string }) =>
      method === 'POST' ? Response.json({ id: `task_${++made}`, status: 'queued' }) : taskOf(url)
    const { proxy, requests } = createTestProxy(upstream, { authorize: userOf, ...options })
    const create = async (user: string) => (await (await proxy(post({ 'x-user': user }))).json()).id as string
    const [own, foreign] = [await create('ann'), await create('bob')]
    requests.length = 0
    const parts = await partsOf(
      await proxy(ask(`${own},${foreign},never-made,${foreign}x`, { 'x-user': 'ann' })),
    )
    const byId = Object.fromEntries(parts.map((part) => [part.id, part]))
    expect(byId[own]).toMatchObject({ status: 200, body: { id: own } })
    expect(byId[foreign]?.status).toBe(404)
    for (const id of ['never-made', `${foreign}x`]) expect(byId[id]).toEqual({ ...byId[foreign], id })
    expect(requests).toHaveLength(1)
  })

  it('by authorize, rateLimit and isPublic with its own id, and reads the key once', async () => {
    const asked: unknown[] = []
    const apiKey = vi.fn(() => KEY)
    const options: Partial<VideoProxyOptions> = {
      apiKey,
      owners: createMemoryStore(),
      authorize: ({ action, taskId }) => {
        asked.push([action, taskId])
        return taskId === 'denied' ? false : { id: 'ann' }
      },
      rateLimit: ({ action, taskId }) => {
        asked.push([action, taskId, 'rate'])
        return taskId === 'limited' ? { retryAfter: 3 } : true
      },
      isPublic: (taskId) => taskId === 'public',
    }
    const { proxy, requests } = createTestProxy(({ url }) => taskOf(url), options)
    const parts = await partsOf(await proxy(ask('denied,limited,public,unknown')))
    expect(Object.fromEntries(parts.map(({ id, status, headers }) => [id, [status, headers]]))).toEqual({
      denied: [403, { 'video-answered-by': 'proxy' }],
      limited: [429, { 'retry-after': '3', 'retry-after-ms': '3000', 'video-answered-by': 'proxy' }],
      public: [200, {}],
      unknown: [404, { 'video-answered-by': 'proxy' }],
    })
    expect(requests.map(({ url }) => idOfUrl(url))).toEqual(['public'])
    expect(apiKey).toHaveBeenCalledTimes(1)
    expect(asked.toSorted()).toEqual(
      [
        ...['denied', 'limited', 'public', 'unknown'].map((id) => ['retrieve', id]),
        ...['limited', 'public', 'unknown'].map((id) => ['retrieve', id, 'rate']),
      ].toSorted(),
    )
  })

  it('in the async context of the request, and not in that of the reader', async () => {
    const session = new AsyncLocalStorage<string>()
    const found: unknown[] = []
    const check = () => found.push(session.getStore()) > 0
    const options = { authorize: check, rateLimit: check, isPublic: check }
    const { proxy } = createTestProxy(({ url }) => taskOf(url), options)
    const response = await session.run('ann', () => proxy(ask('a,b')))
    expect(found).toEqual([])
    expect(await outcomes(response)).toEqual({ a: [200, 'in_progress'], b: [200, 'in_progress'] })
    expect(found).toEqual(Array.from({ length: 6 }, () => 'ann'))
  })

  it('and passes a response of authorize on as its part, without its cookies', async () => {
    const { proxy, requests } = createTestProxy(({ url }) => taskOf(url), {
      authorize: ({ taskId }) => {
        if (taskId === 'a') return true
        const headers = { 'set-cookie': 'session=1', 'retry-after': '5' }
        return taskId === 'b'
          ? new Response('Sign in', { status: 401, headers })
          : Response.json({ error: 'Sign in' }, { status: 401 })
      },
    })
    const parts = await partsOf(await proxy(ask('a,b,c')))
    expect(parts.find(({ id }) => id === 'a')?.status).toBe(200)
    expect(parts.find(({ id }) => id === 'b')).toEqual({
      id: 'b',
      status: 401,
      headers: { 'retry-after': '5', 'video-answered-by': 'proxy' },
      body: 'Sign in',
    })
    expect(parts.find(({ id }) => id === 'c')?.body).toEqual({ error: 'Sign in' })
    expect(requests).toHaveLength(1)
  })

  it('and reports an error with the id of its task', async () => {
    const { proxy, reported } = createTestProxy(({ url }) => {
      if (idOfUrl(url) === 'broken') throw new TypeError(`No connection with ${KEY}`)
      return taskOf(url)
    })
    expect(await outcomes(await proxy(ask('a,broken')))).toEqual({
      a: [200, 'in_progress'],
      broken: [502, 'upstream_unreachable'],
    })
    expect(reported.map(({ context }) => context)).toEqual([
      { action: 'retrieve', taskId: 'broken', status: 502, code: 'upstream_unreachable' },
    ])
  })
})

describe('GET …/videos?ids= shares requests', () => {
  it('with those for one task, and caches the answer for both', async () => {
    const gate = defer<undefined>()
    const { proxy, requests } = createTestProxy(async ({ url }) => {
      await gate.promise
      return taskOf(url)
    })
    const many = proxy(ask('a,b')).then(partsOf)
    const alone = proxy(get('/videos/a'))
    await vi.waitFor(() => expect(requests).toHaveLength(2))
    gate.resolve(undefined)
    expect((await alone).status).toBe(200)
    expect(await many).toHaveLength(2)
    await partsOf(await proxy(ask('b,a')))
    expect(requests).toHaveLength(2)
  })

  it('and asks a limited key once more, with one poll', async () => {
    const { proxy, requests } = createTestProxy(() =>
      Response.json({ error: { message: 'Slow' } }, { status: 429, headers: { 'retry-after': '60' } }),
    )
    await proxy(get('/videos/first'))
    const parts = await partsOf(await proxy(ask('a,b,c')))
    expect(parts.map(({ status, headers }) => [status, headers])).toEqual(
      Array.from({ length: 3 }, () => [429, { 'retry-after': '60', 'video-answered-by': 'proxy' }]),
    )
    expect(requests).toHaveLength(1)
  })
})

describe('GET …/videos?ids= over HTTP', () => {
  it('sends the answers that are ready while the API is silent about one task, which gets 504', async () => {
    const api = await startVideoApi(({ path }) =>
      path.endsWith('/silent') ? new Promise<never>(() => undefined) : undefined,
    )
    for (const id of ['a', 'b']) api.add({ id })
    const { send } = await serveProxy({ baseURL: api.baseURL, authorize: () => true, timeout: 700 })
    const response = await send('GET', '/videos?ids=a,silent,b', 'ann')
    const reader = (response.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream()).getReader()
    let text = ''
    while (!text.includes('"id":"a"') || !text.includes('"id":"b"')) text += (await reader.read()).value
    expect(text).not.toContain('silent')
    // Each part is a line of its own, complete before the next one is ready.
    expect(text.endsWith('}\n')).toBe(true)
    for (let read = await reader.read(); !read.done; read = await reader.read()) text += read.value
    const { data } = JSON.parse(text)
    expect(data.slice(0, 2).map(({ status }: Part) => status)).toEqual([200, 200])
    expect(data[2]).toMatchObject({
      id: 'silent',
      status: 504,
      body: { error: { code: 'upstream_timeout' } },
    })
  })

  it('ends the requests to the API when the caller leaves, and reports nothing', async () => {
    let open = 0
    const { proxy, reported } = createTestProxy(({ init }) => {
      open += 1
      return new Promise<Response>((_, reject) => {
        init.signal?.addEventListener('abort', () => {
          open -= 1
          reject(init.signal?.reason)
        })
      })
    })
    const response = await proxy(ask('a,b,c'))
    const reader = response.body?.getReader()
    await reader?.read()
    void reader?.read().catch(() => undefined)
    await vi.waitFor(() => expect(open).toBe(3))
    await reader?.cancel()
    await vi.waitFor(() => expect(open).toBe(0))
    await wait(10)
    expect(reported).toEqual([])
  })
})
