import { createClient, createKeyv } from '@keyv/redis'
import { createVideoProxy, type VideoProxyStore } from 'react-video-task/server'
import { describe, expect, it, onTestFinished } from 'vitest'
import { errorCode, form, TASK, userOf } from '../support/createTestProxy.js'
import { serve } from '../support/serve.js'
import { startRedis } from '../support/startRedis.js'

/** A Keyv store with a connection of its own. */
function connect(url: string): VideoProxyStore {
  const store = createKeyv({ url, socket: { reconnectStrategy: false } }, { throwOnErrors: true })
  // It emits an event for a lost connection, besides rejecting.
  store.on('error', () => undefined)
  onTestFinished(() => store.disconnect().catch(() => undefined))
  return store
}

async function start() {
  const redis = await startRedis()
  const requests: string[] = []
  const api = await serve((request) => {
    requests.push(`${request.method} ${new URL(request.url).pathname}`)
    return Response.json({ ...TASK, status: 'in_progress', progress: requests.length })
  })
  const reported: string[] = []
  const instances = [1, 2].map(() => {
    const store = connect(redis.url)
    const proxy = createVideoProxy({
      apiKey: 'sk-redis-0123456789',
      baseURL: `${api}/v1`,
      authorize: userOf,
      owners: store,
      cache: { ttl: 60_000, store },
      onError: (_error, { code }) => reported.push(code),
    })
    return serve(proxy)
  })
  const [a = '', b = ''] = await Promise.all(instances)
  const as = (user: string) => ({ headers: { 'x-user': user } })
  return { redis, requests, reported, a: `${a}/videos`, b: `${b}/videos`, as }
}

describe('two proxy instances with one Redis', { timeout: 30_000 }, () => {
  it('share owners and cached answers', async () => {
    const { a, b, requests, as } = await start()
    expect((await fetch(a, { method: 'POST', body: form(), ...as('ann') })).status).toBe(200)
    const first = await fetch(`${b}/task_1`, as('ann'))
    const second = await fetch(`${a}/task_1`, as('ann'))
    expect([first.status, second.status]).toEqual([200, 200])
    expect(await second.text()).toBe(await first.text())
    for (const origin of [a, b]) {
      const response = await fetch(`${origin}/task_1`, as('bob'))
      expect(response.status).toBe(404)
      expect(await errorCode(response)).toBe('task_not_exist')
    }
    expect(requests).toEqual(['POST /v1/videos', 'GET /v1/videos/task_1'])
  })

  it('send at most one upstream request each for a hundred viewers', async () => {
    const { a, b, requests, as } = await start()
    await fetch(a, { method: 'POST', body: form(), ...as('ann') })
    const viewers = Array.from({ length: 200 }, async (_, viewer) => {
      const response = await fetch(`${viewer % 2 ? a : b}/task_1`, as('ann'))
      return response.status
    })
    expect(new Set(await Promise.all(viewers))).toEqual(new Set([200]))
    expect(requests.filter((line) => line.startsWith('GET')).length).toBeLessThanOrEqual(2)
  })

  it('give an id that the API returns twice one owner, with `add` as documented', async () => {
    const redis = await startRedis()
    let answered = 0
    const api = await serve(() => Response.json({ ...TASK, id: `t${Math.floor(answered++ / 2)}` }))
    const reported: string[] = []
    const instances = [1, 2].map(async () => {
      const client = await createClient({ url: redis.url }).connect()
      onTestFinished(() => client.destroy())
      const owners: VideoProxyStore = {
        get: (key) => client.get(key),
        set: (key, value, ttl) => client.set(key, value, { PX: ttl }),
        add: async (key, value, ttl) => (await client.set(key, value, { PX: ttl, NX: true })) === 'OK',
      }
      const proxy = createVideoProxy({
        ...{ apiKey: 'sk-redis-0123456789', baseURL: `${api}/v1`, authorize: userOf, owners },
        onError: (_error, { code }) => reported.push(code),
      })
      return serve(proxy)
    })
    const origins = await Promise.all(instances)
    for (let task = 0; task < 20; task++) {
      const creates = origins.map(async (origin, user) => {
        const headers = { 'x-user': `user-${user}` }
        return (await fetch(`${origin}/videos`, { method: 'POST', body: form(), headers })).status
      })
      const statuses = await Promise.all(creates)
      expect([...statuses].sort()).toEqual([200, 502])
      for (const user of [0, 1]) {
        const response = await fetch(`${origins[0]}/videos/t${task}`, {
          headers: { 'x-user': `user-${user}` },
        })
        expect(response.status).toBe(statuses[user] === 200 ? 200 : 404)
      }
      // The two reads above count as answers of the API where they reached it.
      answered = (task + 1) * 2
    }
    expect(new Set(reported)).toEqual(new Set(['upstream_duplicate_id']))
    expect(reported).toHaveLength(20)
  })

  it('answer 503 and send no create when Redis is down', async () => {
    const { a, redis, requests, reported, as } = await start()
    await fetch(a, { method: 'POST', body: form(), ...as('ann') })
    await redis.kill()
    const read = await fetch(`${a}/task_1`, as('ann'))
    const create = await fetch(a, { method: 'POST', body: form(), ...as('ann') })
    expect([read.status, create.status]).toEqual([503, 503])
    expect(requests).toEqual(['POST /v1/videos'])
    expect(reported).toEqual(['owners_unavailable', 'owners_unavailable'])
  })
})
