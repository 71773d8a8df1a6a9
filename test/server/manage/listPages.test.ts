import { describe, expect, it } from 'vitest'
import { errorCode } from '../support/createTestProxy.js'
import { serveProxy } from '../support/serveProxy.js'
import { settle } from '../support/startMapArchive.js'
import { startVideoApi } from '../support/startVideoApi.js'
import { openFileStore } from '../support/taskStores.js'

describe('a list of the API', () => {
  it('says that there is no more where the rest are the tasks of others', async () => {
    const api = await startVideoApi()
    const proxy = await serveProxy({ baseURL: api.baseURL, routes: ['list'] })
    for (let other = 0; other < 120; other++) api.add()
    const ids = [await proxy.create('ann'), await proxy.create('ann')].reverse()
    const page = await (await proxy.send('GET', '/videos?limit=2', 'ann')).json()
    expect(page).toMatchObject({ data: ids.map((id) => ({ id })), has_more: false })
  })

  it('is sorted as the caller asks', async () => {
    const api = await startVideoApi()
    const proxy = await serveProxy({ baseURL: api.baseURL, routes: ['list'] })
    const ids = [await proxy.create('ann'), await proxy.create('ann')]
    const read = async (order: string) => (await proxy.send('GET', `/videos?order=${order}`, 'ann')).json()
    expect(await read('asc')).toMatchObject({ data: ids.map((id) => ({ id })) })
    expect(await read('desc')).toMatchObject({ data: ids.toReversed().map((id) => ({ id })) })
  })

  it.each(['{"object":"list","data":null,"has_more":false}', '{"object":"list"}'])(
    'is empty where the API sends %s',
    async (body) => {
      const api = await startVideoApi(() => new Response(body))
      const proxy = await serveProxy({ baseURL: api.baseURL, routes: ['list'] })
      const answer = await proxy.send('GET', '/videos', 'ann')
      expect([answer.status, await answer.json()]).toMatchObject([200, { data: [], has_more: false }])
    },
  )

  it('has the request id and the wait that the API names', async () => {
    const headers = { 'x-request-id': 'req_1', 'retry-after': '7' }
    const api = await startVideoApi(() => Response.json({ object: 'list', data: [] }, { headers }))
    const proxy = await serveProxy({ baseURL: api.baseURL, routes: ['list'] })
    const answer = await proxy.send('GET', '/videos', 'ann')
    expect(answer.status).toBe(200)
    expect(Object.fromEntries(answer.headers)).toMatchObject(headers)
  })

  it('is shown once the app knows of the ends in it', async () => {
    const api = await startVideoApi()
    let isStored = false
    const proxy = await serveProxy({
      ...{ baseURL: api.baseURL, routes: ['list'] },
      onEnded: async () => {
        await settle()
        isStored = true
      },
    })
    await proxy.create('ann')
    Object.assign(api.tasks.get('video_1') ?? {}, { status: 'completed', progress: 100 })
    await proxy.send('GET', '/videos', 'ann')
    expect(isStored).toBe(true)
  })

  it.each([
    [503, { data: [] }],
    [503, []],
    [404, { data: [] }],
  ])('is none where the API answers %d with %j', async (status, body) => {
    const api = await startVideoApi(() => Response.json(body, { status }))
    const proxy = await serveProxy({ baseURL: api.baseURL, routes: ['list'] })
    const answer = await proxy.send('GET', '/videos', 'ann')
    expect(answer.status).toBe(status)
    expect(await answer.json()).toHaveProperty('error')
  })
})

describe('a list of a store', () => {
  it('is one that the rate limiter is asked for', async () => {
    const api = await startVideoApi()
    const proxy = await serveProxy({
      ...{ baseURL: api.baseURL, tasks: openFileStore() },
      rateLimit: ({ action, user }) => !(action === 'list' && user?.id === 'ann'),
    })
    const answer = await proxy.send('GET', '/videos', 'ann')
    expect([answer.status, await errorCode(answer)]).toEqual([429, 'rate_limited'])
    expect((await proxy.send('GET', '/videos', 'bob')).status).toBe(200)
  })

  it('is empty for a user without tasks, with no ids of a first and a last one', async () => {
    const api = await startVideoApi()
    const proxy = await serveProxy({ baseURL: api.baseURL, tasks: openFileStore() })
    const page = { object: 'list', data: [], first_id: null, last_id: null, has_more: false }
    expect(await (await proxy.send('GET', '/videos', 'ann')).json()).toEqual(page)
  })
})
