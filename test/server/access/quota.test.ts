import { Redis } from 'ioredis'
import { RateLimiterMemory, RateLimiterRedis } from 'rate-limiter-flexible'
import {
  createVideoProxy,
  type VideoProxyOptions,
  type VideoProxyQuota,
  type VideoProxyQuotaCounter,
} from 'react-video-task/server'
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { createTestProxy, errorCode, get, post, SECRET, TASK, userOf } from '../support/createTestProxy.js'
import { startRedis } from '../support/startRedis.js'
import { openFileStore } from '../support/taskStores.js'

afterEach(() => void vi.useRealTimers())

const DAY = 24 * 60 * 60
const inMemory = (points: number) => new RateLimiterMemory({ points, duration: DAY })

/** A proxy with a quota, and an API that makes one task after another. */
function start(
  quota: VideoProxyQuota,
  { tasks = openFileStore(), ...options }: Partial<VideoProxyOptions> = {},
) {
  const made = new Map<string, object>()
  let answer: () => Response | undefined = () => undefined
  const { proxy, requests, reported } = createTestProxy(
    ({ method, url }) => {
      const other = answer()
      if (other) return other
      const id = method === 'POST' ? `task_${made.size + 1}` : (url.split('/').at(-1) ?? '')
      const task = made.get(id) ?? { ...TASK, id }
      made.set(id, task)
      return Response.json(task)
    },
    { authorize: userOf, tasks, cache: false, quota, ...options },
  )
  const create = (user = 'ann') => proxy(post({ 'x-user': user }))
  const read = (id: string, user = 'ann') => proxy(get(`/v1/videos/${id}`, { 'x-user': user }))
  return {
    ...{ proxy, requests, reported, create, read },
    /** Creates several at the same time and counts the answers by status. */
    async createMany(count: number) {
      const answers = await Promise.all(Array.from({ length: count }, () => create()))
      return Object.fromEntries(
        [...new Set(answers.map(({ status }) => status))]
          .sort()
          .map((status) => [status, answers.filter((one) => one.status === status).length]),
      )
    },
    end: (id: string, status: string) => made.set(id, { ...TASK, id, status, progress: 100 }),
    answerWith: (next: () => Response | undefined) => void (answer = next),
  }
}

async function startRedisCounter(points: number) {
  const redis = await startRedis()
  const storeClient = new Redis(redis.url, { maxRetriesPerRequest: 1, lazyConnect: false })
  storeClient.on('error', () => undefined)
  onTestFinished(() => storeClient.disconnect())
  return { redis, storeClient, counter: new RateLimiterRedis({ storeClient, points, duration: DAY }) }
}

describe('quota', () => {
  it.each(['memory', 'Redis'])(
    'lets exactly the videos of a day through under parallel creates, in %s',
    async (place) => {
      const counter = place === 'Redis' ? (await startRedisCounter(3)).counter : inMemory(3)
      const { create, createMany, requests } = start({ counter })
      expect(await createMany(10)).toEqual({ 200: 3, 429: 7 })
      expect(requests).toHaveLength(3)
      // The refused ones have used nothing, and others have a day of their own.
      expect((await create()).status).toBe(429)
      expect((await create('bob')).status).toBe(200)
    },
  )

  it('answers with its own code and the time until the next day', async () => {
    vi.useFakeTimers({ now: Date.UTC(2026, 4, 1, 22, 30), toFake: ['Date'] })
    const { create } = start({ counter: inMemory(0) })
    const answer = await create()
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '5400'])
    expect(await errorCode(answer)).toBe('quota_exceeded')
  })

  it('begins again at midnight in UTC', async () => {
    vi.useFakeTimers({ now: Date.UTC(2026, 4, 1, 23, 59, 58), toFake: ['Date'] })
    const { create } = start({ counter: inMemory(1) })
    expect([(await create()).status, (await create()).status]).toEqual([200, 429])
    vi.setSystemTime(Date.UTC(2026, 4, 2, 0, 0, 1))
    expect([(await create()).status, (await create()).status]).toEqual([200, 429])
  })

  it.each(['failed', 'error'])(
    'gives back a video that ended as %s, once, on both instances',
    async (status) => {
      const counter = inMemory(1)
      const tasks = openFileStore()
      const first = start({ counter }, { tasks })
      const second = start({ counter }, { tasks })
      await first.create()
      for (const { end } of [first, second]) end('task_1', status)
      expect((await first.create()).status).toBe(429)
      await Promise.all([first.read('task_1'), second.read('task_1'), first.read('task_1')])
      expect(await first.createMany(4)).toEqual({ 200: 1, 429: 3 })
    },
  )

  it('gives a video back once, though its end is reported again', async () => {
    const onEnded = vi.fn(async () => Promise.reject(new Error('no database')))
    const { create, createMany, read, end } = start({ counter: inMemory(1) }, { onEnded })
    await create()
    end('task_1', 'failed')
    await read('task_1')
    await read('task_1')
    expect(onEnded).toHaveBeenCalledTimes(2)
    expect(await createMany(4)).toEqual({ 200: 1, 429: 3 })
  })

  it('keeps a completed video taken', async () => {
    const { create, read, end } = start({ counter: inMemory(1) })
    await create()
    end('task_1', 'completed')
    await read('task_1')
    expect((await create()).status).toBe(429)
  })

  it('gives no video of today back for one of yesterday', async () => {
    vi.useFakeTimers({ now: Date.UTC(2026, 4, 1, 23, 59), toFake: ['Date'] })
    const { create, read, end } = start({ counter: inMemory(1) })
    await create()
    vi.setSystemTime(Date.UTC(2026, 4, 2, 0, 1))
    await create()
    end('task_1', 'failed')
    await read('task_1')
    expect((await create()).status).toBe(429)
  })

  it.each([
    [
      'the API refuses',
      () => Response.json({ error: { code: 'invalid_prompt' } }, { status: 400 }),
      400,
      200,
    ],
    ['the API may have made', () => new Response('', { status: 502 }), 502, 429],
    ['the API has made without an id', () => Response.json({ object: 'video' }), 502, 429],
  ])('settles a create that %s', async (_, answer, status, next) => {
    const { create, answerWith } = start({ counter: inMemory(1) })
    answerWith(answer)
    expect((await create()).status).toBe(status)
    answerWith(() => undefined)
    expect((await create()).status).toBe(next)
  })

  it('gives back what the rate limiter refuses, and takes nothing for what authorizeCreate denies', async () => {
    let isLimited = true
    let isDenied = true
    const { create, requests } = start(
      { counter: inMemory(1) },
      { rateLimit: () => !isLimited, authorizeCreate: () => !isDenied },
    )
    expect((await create()).status).toBe(403)
    isDenied = false
    expect((await create()).status).toBe(429)
    isLimited = false
    expect((await create()).status).toBe(200)
    expect(requests).toHaveLength(1)
  })

  it('tells onEnded of a refused create, and settles beside it', async () => {
    const onEnded = vi.fn(async () => Promise.reject(new Error('no database')))
    const { create, reported } = start({ counter: inMemory(0) }, { onEnded })
    await create()
    expect(onEnded).toHaveBeenCalledWith(
      expect.objectContaining({ failure: expect.objectContaining({ outcome: 'refused', status: 429 }) }),
    )
    expect(reported).toMatchObject([{ context: { code: 'on_ended_failed' } }])
  })

  it('has a limit of each user', async () => {
    const plans = new Map([['ann', 2]])
    const limit = async ({ id }: { id: string }) => plans.get(id) ?? 0
    const { create, createMany } = start({ counter: inMemory(9), limit })
    expect(await createMany(5)).toEqual({ 200: 2, 429: 3 })
    expect((await create('bob')).status).toBe(429)
  })

  it.each(['kill', 'freeze'] as const)('denies after a %s of its Redis, and says so', async (outage) => {
    const { counter, redis } = await startRedisCounter(5)
    const { create, requests, reported } = start({ counter })
    expect((await create()).status).toBe(200)
    await redis[outage]()
    const answer = await create()
    expect([answer.status, await errorCode(answer)]).toEqual([503, 'quota_unavailable'])
    expect(requests).toHaveLength(1)
    expect(reported.map(({ context }) => context.code)).toEqual(['quota_unavailable'])
    if (outage === 'freeze') expect(String(reported[0]?.error.cause)).toContain('did not answer within 3 s.')
  })

  it.each([NaN, -1, '5', undefined])('denies where the limit is %s', async (limit) => {
    const broken = { counter: inMemory(5), limit: JSON.parse('{}', () => () => limit) }
    const { create, requests, reported } = start(broken)
    expect((await create()).status).toBe(503)
    expect(requests).toEqual([])
    expect(String(reported[0]?.error.cause)).toContain('`quota.limit`')
  })

  it('needs a user', async () => {
    const { create, reported, requests } = start({ counter: inMemory(5) }, { authorize: () => true })
    const answer = await create()
    expect([answer.status, await errorCode(answer)]).toEqual([403, 'forbidden'])
    expect(requests).toEqual([])
    expect(reported[0]?.error.message).toContain('names no user')
  })

  it('lets the counter forget a day that is over, and no sooner', async () => {
    vi.useFakeTimers({ now: Date.UTC(2026, 4, 1, 12), toFake: ['Date'] })
    const durations: number[] = []
    const counter: VideoProxyQuotaCounter = {
      penalty: async (_key, _points, { customDuration }) => {
        durations.push(customDuration)
        return { consumedPoints: 1 }
      },
      reward: async () => undefined,
    }
    const { create } = start({ counter, limit: 1 })
    await create()
    expect(durations).toEqual([13 * 60 * 60])
  })

  it.each([
    ['no counter', { quota: {} }, /`quota\.counter`/],
    [
      'a counter without reward',
      { quota: { counter: { penalty: () => ({}) }, limit: 1 } },
      /`quota\.counter`/,
    ],
    ['no limit', { quota: { counter: { penalty: () => ({}), reward: () => ({}) } } }, /`quota\.limit`/],
    ['a limit below 0', { quota: { counter: inMemory(5), limit: -1 } }, /`quota\.limit`/],
    ['no store of tasks', { quota: { counter: inMemory(5) }, tasks: undefined }, /`tasks`/],
  ])('is refused with %s', (_, options, message) => {
    const untyped: Partial<VideoProxyOptions> = JSON.parse('{}', () => options)
    const valid = { apiKey: 'sk', authorize: userOf, secret: SECRET, tasks: openFileStore() }
    expect(() => createVideoProxy({ ...valid, ...untyped })).toThrow(message)
  })
})
