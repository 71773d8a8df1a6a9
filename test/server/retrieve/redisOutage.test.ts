import KeyvRedis from '@keyv/redis'
import { Keyv } from 'keyv'
import { createVideoProxy, type VideoProxyOptions, type VideoProxyStore } from 'react-video-task/server'
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { errorCode, form, SECRET, TASK, userOf } from '../support/createTestProxy.js'
import { serve } from '../support/serve.js'
import { startRedis } from '../support/startRedis.js'

// Real connections and timers; only the clock that ends pauses and lifetimes is moved.
beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }))
afterEach(() => void vi.useRealTimers())
/** How long the connections may take to come back on a busy machine. */
const SLOW = { timeout: 20_000 }

const later = (ms: number) => vi.setSystemTime(Date.now() + ms)

/** A Keyv store whose connection comes back, with a count of its calls. */
function connect(url: string, throwOnErrors = true) {
  const redis = new KeyvRedis({ url, socket: { reconnectStrategy: 20 } }, { throwOnErrors })
  const keyv = new Keyv(redis, { useKeyPrefix: false, throwOnErrors })
  keyv.on('error', () => undefined)
  onTestFinished(() => redis.disconnect(true))
  const state = { calls: 0 }
  const store: VideoProxyStore = {
    get: (key) => (state.calls++, keyv.get(key)),
    set: (key, value, ttl) => (state.calls++, keyv.set(key, value, ttl)),
  }
  return { store, state }
}

/** Two instances of a proxy behind real HTTP, each with a connection to Redis of its own. */
async function start(
  url: string,
  optionsOf: (store: VideoProxyStore) => Partial<VideoProxyOptions>,
  { throwOnErrors = true, onCreate = async () => {} } = {},
) {
  const requests: string[] = []
  let made = 0
  const api = await serve(async (request) => {
    requests.push(request.method)
    if (request.method === 'POST') await onCreate()
    const id = request.method === 'POST' ? `task_${++made}` : new URL(request.url).pathname.slice(11)
    return Response.json({ ...TASK, id, status: 'in_progress' })
  })
  const reported: string[] = []
  const stores = [connect(url, throwOnErrors), connect(url, throwOnErrors)]
  const instances = stores.map(({ store }) =>
    serve(
      createVideoProxy({
        apiKey: 'sk-redis-0123456789',
        baseURL: `${api}/v1`,
        authorize: userOf,
        onError: (_error, { code }) => reported.push(code),
        ...optionsOf(store),
      }),
    ),
  )
  const addresses = (await Promise.all(instances)).map((origin) => `${origin}/videos`)
  const call = (index: number, path: string, user: string, init: RequestInit = {}) =>
    fetch(`${addresses[index % 2]}${path}`, { headers: { 'x-user': user }, ...init })
  return {
    requests,
    codes: () => reported.toSorted(),
    calls: () => stores.reduce((sum, { state }) => sum + state.calls, 0),
    create: (index: number, user = 'ann') => call(index, '', user, { method: 'POST', body: form() }),
    poll: (index: number, id: string, user = 'ann') => call(index, `/${id}`, user),
  }
}

const statuses = async (responses: Iterable<Promise<Response>>) =>
  (await Promise.all(responses)).map(({ status }) => status)

describe('two instances whose cache is in a Redis that fails', { timeout: 60_000 }, () => {
  const TASKS = 8
  const DOWN = ['cache_unavailable', 'cache_unavailable']
  const UP = ['cache_recovered', 'cache_recovered']

  /** Two instances with signed ids, and tasks to poll. */
  async function startPolls(url: string) {
    const app = await start(url, (store) => ({ secret: SECRET, cache: { store } }))
    const createTasks = async () => {
      const answers = Array.from({ length: TASKS }, async (_, index) => {
        const task: { id: string } = JSON.parse(await (await app.create(index)).text())
        return task.id
      })
      return Promise.all(answers)
    }
    const ids = await createTasks()
    /** The statuses of all polls. */
    const polled = new Set<number>()
    /** Polls every task at both instances, after what they keep themselves has expired. */
    const pollAll = async () => {
      later(2_000)
      const answers = await statuses(ids.flatMap((id) => [app.poll(0, id), app.poll(1, id)]))
      for (const status of answers) polled.add(status)
    }
    /** The requests to the API for new tasks that are polled at one instance and then at the other. */
    const countRequests = async () => {
      const fresh = await createTasks()
      app.requests.length = 0
      for (const index of [0, 1]) await statuses(fresh.map((id) => app.poll(index, id)))
      return app.requests.length
    }
    /** Polls until both instances have reported that the store is back. */
    const pollUntilBack = async () => {
      const poll = async () => {
        later(1_000)
        await pollAll()
        return app.codes()
      }
      await expect.poll(poll, SLOW).toEqual([...UP, ...DOWN])
    }
    return { ...app, polled, pollAll, pollUntilBack, countRequests }
  }

  it.each([
    ['without persistence', false],
    ['with persistence', true],
  ])('answer every poll while it is killed and restarted %s, and share again', async (_, isPersistent) => {
    const redis = await startRedis({ isPersistent })
    const { polled, pollAll, pollUntilBack, countRequests, codes, calls } = await startPolls(redis.url)
    expect(await countRequests()).toBe(TASKS)

    const underLoad = pollAll()
    await redis.kill()
    await underLoad
    await pollAll()
    expect(codes()).toEqual(DOWN)
    const before = calls()
    await pollAll()
    expect(calls()).toBe(before)
    expect(await countRequests()).toBe(2 * TASKS)

    const restarting = redis.restart()
    await pollAll()
    await restarting
    await pollUntilBack()
    expect(await countRequests()).toBe(TASKS)
    expect(polled).toEqual(new Set([200]))
  })

  it('answer every poll while it is frozen, without calls to it, and share again', async () => {
    const redis = await startRedis()
    const { polled, pollAll, pollUntilBack, countRequests, codes, calls } = await startPolls(redis.url)
    await redis.freeze()
    await pollAll()
    expect(codes()).toEqual(DOWN)
    const before = calls()
    for (let round = 0; round < 2; round++) await pollAll()
    expect(calls()).toBe(before)

    await redis.resume()
    await pollUntilBack()
    expect(await countRequests()).toBe(TASKS)
    expect(polled).toEqual(new Set([200]))
  })
})

describe('two instances whose owners are in a Redis that fails', { timeout: 60_000 }, () => {
  const owners = (store: VideoProxyStore) => ({ owners: store, cache: false as const })

  async function expectUnavailable(...answers: Promise<Response>[]) {
    for (const response of await Promise.all(answers)) {
      expect(response.status).toBe(503)
      expect(response.headers.get('retry-after')).toBe('5')
      expect(await errorCode(response)).toBe('owners_unavailable')
    }
  }

  it('deny everything while it is down, and know the owners after a restart with persistence', async () => {
    const redis = await startRedis({ isPersistent: true })
    const { create, poll, requests, codes } = await start(redis.url, owners)
    await create(0)
    await redis.kill()
    await expectUnavailable(poll(0, 'task_1'), poll(1, 'task_1', 'bob'), create(1))
    expect(requests).toEqual(['POST'])
    await redis.restart()
    await expect.poll(async () => statuses([poll(0, 'task_1'), poll(1, 'task_1')]), SLOW).toEqual([200, 200])
    expect(await statuses([poll(0, 'task_1', 'bob'), poll(1, 'task_1', 'bob'), create(0)])).toEqual([
      404, 404, 200,
    ])
    expect(new Set(codes())).toEqual(new Set(['owners_unavailable']))
  })

  it('deny everything while it is frozen, and know the owners afterwards', async () => {
    const redis = await startRedis()
    const { create, poll, requests } = await start(redis.url, owners)
    await create(0)
    await redis.freeze()
    await expectUnavailable(poll(0, 'task_1'), poll(1, 'task_1', 'bob'), create(1))
    expect(requests).toEqual(['POST'])
    await redis.resume()
    expect(await statuses([poll(0, 'task_1'), poll(1, 'task_1'), poll(1, 'task_1', 'bob')])).toEqual([
      200, 200, 404,
    ])
  })

  it('report lost owners after a restart without persistence, and own new tasks', async () => {
    const redis = await startRedis()
    const { create, poll, codes } = await start(redis.url, owners)
    await create(0)
    expect(await statuses([poll(1, 'task_1')])).toEqual([200])
    await redis.restart()
    await expect.poll(async () => statuses([poll(0, 'task_1'), poll(1, 'task_1')]), SLOW).toEqual([404, 404])
    expect(await statuses([create(1)])).toEqual([200])
    expect(await statuses([poll(0, 'task_2'), poll(0, 'task_2', 'bob')])).toEqual([200, 404])
    // Each of the two reports it, where both notice at the same moment.
    const reported = codes().filter((code) => code !== 'owners_unavailable')
    expect(new Set(reported)).toEqual(new Set(['owners_lost']))
    expect(reported.length).toBeLessThanOrEqual(2)
  })

  it('deny with 503, not 404, when the client hides its failures', async () => {
    const redis = await startRedis({ isPersistent: true })
    const { create, poll } = await start(redis.url, owners, { throwOnErrors: false })
    await create(0)
    await redis.kill()
    await expectUnavailable(poll(0, 'task_1'), poll(1, 'task_1'))
    await redis.restart()
    await expect.poll(async () => statuses([poll(0, 'task_1'), poll(1, 'task_1')]), SLOW).toEqual([200, 200])
  })

  it('store the owner of a task that is made while Redis restarts', async () => {
    const redis = await startRedis({ isPersistent: true })
    const { create, poll } = await start(redis.url, owners, {
      onCreate: async () => {
        await redis.kill()
        void redis.restart()
      },
    })
    expect(await statuses([create(0)])).toEqual([200])
    const polls = async () => statuses([poll(1, 'task_1'), poll(1, 'task_1', 'bob')])
    await expect.poll(polls, SLOW).toEqual([200, 404])
  })
})
