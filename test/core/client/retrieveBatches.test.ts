import { setTimeout as wait } from 'node:timers/promises'
import { createVideoClient, type VideoClientOptions, type VideoTask } from 'react-video-task/client'
import { createVideoProxy, type VideoProxyOptions } from 'react-video-task/server'
import { describe, expect, it, vi } from 'vitest'
import { serve } from '../../support/serve.js'

const idsOf = (url: string) => new URL(url, 'http://a').searchParams.get('ids')?.split(',')
const sizesOf = (requests: string[]) =>
  requests.map((url) => idsOf(url)?.length ?? 1).toSorted((a, b) => a - b)
const tasksBelow = (count: number) => Array.from({ length: count }, (_, index) => `t${index}`)

/** An answer of the API about a task. */
const taskOf = (id: string, fields: Partial<VideoTask> = {}) =>
  Response.json({ id, object: 'video', model: 'wan2.6', status: 'in_progress', progress: 40, ...fields })

interface ServerOptions extends Partial<Omit<VideoProxyOptions, 'fetch'>> {
  /** Answers about a task in place of the API. */
  api?: (
    id: string,
    signal: AbortSignal | null | undefined,
  ) => Response | undefined | Promise<Response | undefined>
  /** Answers a request in place of the proxy. */
  inFront?: (request: Request) => Response | undefined | Promise<Response | undefined>
  client?: Partial<VideoClientOptions>
}

/** A client of a proxy over HTTP that has heard of its batches. */
async function startClient({ api, inFront, client: clientOptions, ...options }: ServerOptions = {}) {
  const requests: string[] = []
  const asked: string[] = []
  const proxy = createVideoProxy({
    apiKey: 'sk-of-the-server',
    authorize: () => true,
    cache: false,
    onError: () => undefined,
    ...options,
    fetch: async (url, { signal }) => {
      const id = decodeURIComponent(url.slice(url.lastIndexOf('/') + 1))
      asked.push(id)
      return (await api?.(id, signal)) ?? taskOf(id)
    },
  })
  let isReady = false
  const origin = await serve(async (request) => {
    const url = new URL(request.url)
    requests.push(`${url.pathname}${url.search}`.replace('/api', ''))
    return (isReady ? await inFront?.(request) : undefined) ?? proxy(request)
  })
  const client = createVideoClient({ baseURL: `${origin}/api`, ...clientOptions })
  await client.retrieve('first')
  await client.retrieve('second')
  await vi.waitFor(() => expect(client.batch).toBeDefined())
  isReady = true
  requests.length = 0
  asked.length = 0
  const retrieveAll = (ids: string[], signal?: AbortSignal) =>
    Promise.allSettled(ids.map((id) => client.retrieve(id, { signal })))
  return { client, requests, asked, retrieveAll, origin }
}

const outcomesOf = (results: PromiseSettledResult<VideoTask>[]) =>
  results.map((result) => (result.status === 'fulfilled' ? result.value.id : result.reason.code))

describe('a client behind a proxy of this package', () => {
  it('sends retrieves of one moment as one request', async () => {
    const { requests, retrieveAll } = await startClient()
    const ids = tasksBelow(50)
    const results = await retrieveAll(ids)
    expect(outcomesOf(results)).toEqual(ids)
    expect(results[3]).toEqual({
      status: 'fulfilled',
      value: { id: 't3', object: 'video', model: 'wan2.6', status: 'in_progress', progress: 40 },
    })
    expect(requests).toEqual([`/videos?ids=${ids.join()}`])
  })

  it('asks once for a task that two callers ask for', async () => {
    const { asked, retrieveAll } = await startClient()
    expect(outcomesOf(await retrieveAll(['t1', 't2', 't1']))).toEqual(['t1', 't2', 't1'])
    expect(asked.toSorted()).toEqual(['t1', 't2'])
  })

  it('knows that from the second task on, and sends one task alone', async () => {
    const { client, requests, origin } = await startClient()
    expect(client.batch?.size).toBe(50)
    await client.retrieve('t1')
    expect(requests).toEqual(['/videos/t1'])
    const other = createVideoClient({ baseURL: `${origin}/api` })
    await other.retrieve('t1')
    await other.retrieve('t1')
    await wait(20)
    expect(other.batch).toBeUndefined()
  })

  it('asks other gateways for each task alone', async () => {
    const requests: string[] = []
    const origin = await serve((request) => {
      requests.push(new URL(request.url).pathname)
      return taskOf(request.url.slice(-2))
    })
    const client = createVideoClient({ baseURL: `${origin}/v1` })
    for (let round = 0; round < 2; round++) await Promise.all(['t1', 't2'].map((id) => client.retrieve(id)))
    await wait(20)
    expect(client.batch).toBeUndefined()
    expect(requests.toSorted()).toEqual(['/v1/videos/t1', '/v1/videos/t1', '/v1/videos/t2', '/v1/videos/t2'])
  })

  it('asks for at most 50 tasks and 6,000 characters of ids at once', async () => {
    const { requests, retrieveAll } = await startClient()
    await retrieveAll(tasksBelow(120))
    expect(sizesOf(requests)).toEqual([20, 50, 50])
    requests.length = 0
    const long = tasksBelow(30).map((id) => id.padEnd(400, '-'))
    expect(outcomesOf(await retrieveAll(long))).toEqual(long)
    expect(sizesOf(requests)).toEqual([2, 14, 14])
    expect(requests.every(({ length }) => length < 6_100)).toBe(true)
  })

  it.each(['a,b', 'a+b/c=', 'ü & ?', 'video:1'])('asks for the id %j among others', async (id) => {
    const { requests, asked, retrieveAll } = await startClient()
    expect(outcomesOf(await retrieveAll([id, 't1']))).toEqual([id, 't1'])
    expect(requests).toHaveLength(1)
    expect(asked).toContain(id)
  })

  it('gives each task its own error, hint and wait, as alone', async () => {
    const answers: Record<string, () => Response> = {
      unknown: () =>
        Response.json({ error: { message: 'No such task', code: 'task_not_exist' } }, { status: 404 }),
      hinted: () =>
        Response.json({ id: 'hinted', status: 'queued' }, { headers: { 'openai-poll-after-ms': '15000' } }),
      refused: () => Response.json({ error: { message: 'Bad', code: 'bad', param: 'x' } }, { status: 400 }),
      broken: () => new Response('<html>', { status: 502 }),
      limited: () =>
        Response.json(
          { error: { message: 'Slow (request id: r7)' } },
          { status: 429, headers: { 'retry-after': '7' } },
        ),
      failed: () => taskOf('failed', { status: 'failed', error: { message: 'Blocked', code: 'moderation' } }),
      dialect: () =>
        Response.json({ code: 'success', data: { task_id: 'dialect', status: 'SUCCESS', progress: '100%' } }),
      empty: () => new Response(null, { status: 202 }),
      large: () => new Response('{"id":"large","status":"queued","seed":12345678901234567890}'),
    }
    const ids = Object.keys(answers)
    const { client, requests, retrieveAll } = await startClient({ api: (id) => answers[id]?.() })
    const together = await retrieveAll(ids)
    expect(requests).toHaveLength(1)
    // Each alone, by a client that has heard of nothing.
    for (const [index, id] of ids.entries()) {
      const { client: other } = await startClient({ api: (id) => answers[id]?.() })
      const [alone] = await Promise.allSettled([other.retrieve(id)])
      const strip = (result: PromiseSettledResult<VideoTask> | undefined) =>
        result?.status === 'rejected'
          ? JSON.parse(JSON.stringify(result.reason).replaceAll(/http:\S+:\d+/g, ''))
          : result
      expect(strip(together[index]), id).toEqual(strip(alone))
    }
    expect(client.batch?.size).toBe(50)
  })

  it('settles each task as its part arrives', async () => {
    const { client, retrieveAll } = await startClient({
      api: (id) => (id === 'silent' ? new Promise<never>(() => undefined) : undefined),
      timeout: 700,
    })
    const silent = client.retrieve('silent').catch((error: unknown) => error)
    expect(outcomesOf(await retrieveAll(['t1', 't2']))).toEqual(['t1', 't2'])
    expect(await silent).toMatchObject({ status: 504, code: 'upstream_timeout', retryable: true })
  })

  it('fails each task that is not answered within the time limit of the client', async () => {
    const { client, requests, retrieveAll } = await startClient({
      api: (id) => (id.startsWith('silent') ? new Promise<never>(() => undefined) : undefined),
      client: { timeout: 2_000 },
    })
    const results = await retrieveAll(['silent1', 't1', 'silent2'])
    expect(outcomesOf(results)).toEqual(['timeout', 't1', 'timeout'])
    expect(String(results[0]?.status === 'rejected' && results[0].reason.message)).toMatch(
      /api\/videos in 2 s/,
    )
    expect(requests).toHaveLength(1)
    expect(client.batch?.size).toBe(50)
  })
})

describe('aborts', () => {
  it('end one task of a batch, and the batch with its last task', async () => {
    let aborted = 0
    const { client, asked } = await startClient({
      api: (id, signal) =>
        !id.startsWith('t')
          ? undefined
          : new Promise((_, reject) => {
              signal?.addEventListener('abort', () => {
                aborted += 1
                reject(signal.reason)
              })
            }),
    })
    const controllers = [new AbortController(), new AbortController()]
    const calls = controllers.map(({ signal }, index) => client.retrieve(`t${index}`, { signal }))
    const settled = Promise.allSettled(calls)
    await vi.waitFor(() => expect(asked).toHaveLength(2))
    controllers[0]?.abort(new Error('left'))
    await expect(calls[0]).rejects.toThrow('left')
    await wait(50)
    expect(aborted).toBe(0)
    controllers[1]?.abort(new Error('left too'))
    await expect(calls[1]).rejects.toThrow('left too')
    await vi.waitFor(() => expect(aborted).toBe(2))
    await settled
    // It was no failure of the batch.
    expect(client.batch?.size).toBe(50)
    expect(asked).toHaveLength(2)
  })

  it('before the request leave no request', async () => {
    const { requests, retrieveAll } = await startClient()
    const results = retrieveAll(['t1', 't2'], AbortSignal.abort(new Error('gone')))
    expect((await results).every(({ status }) => status === 'rejected')).toBe(true)
    const controller = new AbortController()
    const waiting = retrieveAll(['t1', 't2'], controller.signal)
    controller.abort(new Error('gone'))
    await waiting
    await wait(100)
    expect(requests).toEqual([])
  })
})

describe('a batch that fails', () => {
  it.each([
    ['400', () => Response.json({ error: { message: 'Which task?' } }, { status: 400 })],
    ['404', () => new Response('Not found', { status: 404 })],
    ['405', () => new Response(null, { status: 405 })],
    ['414', () => new Response(null, { status: 414 })],
    ['502', () => new Response('<html>Bad gateway</html>', { status: 502 })],
    ['a redirect', () => new Response(null, { status: 302, headers: { location: '/login' } })],
    ['HTML', () => new Response('<html>', { headers: { 'content-type': 'text/html' } })],
    [
      'the list of an older instance',
      () => Response.json({ object: 'list', data: [{ id: 't1', status: 'queued' }] }),
    ],
    ['nothing', () => new Response(null)],
  ])('with %s loses no poll: each task is asked for alone, for a minute', async (_, answer) => {
    const { client, requests, retrieveAll } = await startClient({
      inFront: (request) => (idsOf(request.url) ? answer() : undefined),
    })
    const ids = tasksBelow(12)
    expect(outcomesOf(await retrieveAll(ids))).toEqual(ids)
    expect(requests.slice(1).toSorted()).toEqual(ids.map((id) => `/videos/${id}`).toSorted())
    expect(client.batch?.size).toBe(1)
    requests.length = 0
    await retrieveAll(['t1', 't2'])
    expect(requests).toEqual(['/videos/t1', '/videos/t2'])
    const later = Date.now() + 60_000
    vi.spyOn(Date, 'now').mockReturnValue(later)
    expect(client.batch?.size).toBe(50)
  })

  it('asks for some tasks at a time, not for all at once', async () => {
    let open = 0
    let most = 0
    const { retrieveAll } = await startClient({
      inFront: async (request) => {
        if (idsOf(request.url)) return new Response(null, { status: 404 })
        most = Math.max(most, (open += 1))
        await wait(5)
        open -= 1
        return undefined
      },
    })
    await retrieveAll(tasksBelow(40))
    expect(most).toBeLessThanOrEqual(4)
  })

  it.each([429, 503])(
    'with %s and a wait is the error of each task, without further requests',
    async (status) => {
      const { client, requests, retrieveAll } = await startClient({
        inFront: () =>
          Response.json({ error: { message: 'Slow down' } }, { status, headers: { 'retry-after': '9' } }),
      })
      const results = await retrieveAll(['t1', 't2'])
      for (const result of results) {
        expect(result).toMatchObject({
          status: 'rejected',
          reason: { status, retryAfter: 9_000, retryable: true },
        })
      }
      expect(requests).toHaveLength(1)
      expect(client.batch?.size).toBe(50)
    },
  )

  it('in the middle asks alone for the tasks that are left, and goes on with batches', async () => {
    const { client, requests, retrieveAll } = await startClient({
      inFront: (request) =>
        idsOf(request.url)
          ? new Response(
              `{"object":"video.batch","data":[\n${JSON.stringify({ id: 't1', status: 200, headers: {}, body: { id: 't1', status: 'queued' } })}\n,{"id":"t2","sta`,
            )
          : undefined,
    })
    expect(outcomesOf(await retrieveAll(['t1', 't2', 't3']))).toEqual(['t1', 't2', 't3'])
    expect(requests).toEqual(['/videos?ids=t1,t2,t3', '/videos/t2', '/videos/t3'])
    expect(client.batch?.size).toBe(50)
  })

  it.each([
    ['a status that is none', { id: 't1', status: 42, headers: {}, body: {} }],
    ['the id of another', { id: 't9', status: 200, headers: {}, body: { id: 't9', status: 'queued' } }],
    ['no body', { id: 't1', status: 200, headers: {} }],
    ['no headers', { id: 't1', status: 200, headers: null, body: { status: 'queued' } }],
  ])('or has a part with %s asks for that task alone', async (_, part) => {
    const { requests, retrieveAll } = await startClient({
      inFront: (request) =>
        idsOf(request.url)
          ? new Response(
              `{"object":"video.batch","data":[\n${JSON.stringify(part)}\n,{"id":"t2","status":200,"headers":{},"body":{"id":"t2","status":"queued"}}\n]}\n`,
            )
          : undefined,
    })
    expect(outcomesOf(await retrieveAll(['t1', 't2']))).toEqual(['t1', 't2'])
    expect(requests).toEqual(['/videos?ids=t1,t2', '/videos/t1'])
  })
})
