import OpenAI from 'openai'
import { createMemoryStore, createVideoProxy } from 'react-video-task/server'
import { createVideoEmulator } from 'react-video-task/testing'
import { describe, expect, it } from 'vitest'
import { errorCode, SECRET } from '../support/createTestProxy.js'
import { serve } from '../support/serve.js'
import { serveProxy } from '../support/serveProxy.js'
import { startVideoApi } from '../support/startVideoApi.js'

interface Page {
  data: { id: string }[]
  first_id: string | null
  last_id: string | null
  has_more: boolean
}

const readPage = async (response: Response): Promise<Page> => response.json()
const idsOf = ({ data }: Page) => data.map(({ id }) => id)

describe('a list', () => {
  it("holds the caller's own tasks, the newest first, and no trace of others", async () => {
    const api = await startVideoApi()
    const proxy = await serveProxy({ baseURL: api.baseURL, routes: ['list'] })
    for (const user of ['ann', 'bob', 'ann', 'bob']) await proxy.create(user)
    // Made with the same key, not through the proxy.
    api.add({ id: 'video_elsewhere' })
    const response = await proxy.send('GET', '/videos', 'ann')
    expect(response.headers.get('cache-control')).toBe('no-store')
    const text = await response.text()
    expect(JSON.parse(text)).toMatchObject({
      object: 'list',
      data: [{ id: 'video_3' }, { id: 'video_1' }],
      first_id: 'video_3',
      last_id: 'video_1',
      has_more: false,
    })
    for (const id of ['video_2', 'video_4', 'video_elsewhere']) expect(text).not.toContain(id)
    const empty = await readPage(await proxy.send('GET', '/videos', 'eve'))
    expect(empty).toMatchObject({ data: [], first_id: null, last_id: null, has_more: false })
  })

  it('is paged by limit and after, over the pages of the API', async () => {
    const api = await startVideoApi()
    const proxy = await serveProxy({ baseURL: api.baseURL, routes: ['list'] })
    for (let count = 0; count < 3; count++) {
      await proxy.create('ann')
      for (let other = 0; other < 60; other++) api.add()
    }
    const first = await readPage(await proxy.send('GET', '/videos?limit=2', 'ann'))
    expect(idsOf(first)).toEqual(['video_123', 'video_62'])
    expect(first.has_more).toBe(true)
    const second = await readPage(await proxy.send('GET', '/videos?limit=2&after=video_62', 'ann'))
    expect([idsOf(second), second.has_more]).toEqual([['video_1'], false])
    const oldest = await readPage(await proxy.send('GET', '/videos?limit=1&order=asc', 'ann'))
    expect([idsOf(oldest), oldest.has_more]).toEqual([['video_1'], true])
  })

  it('is read page by page with OpenAI’s client', async () => {
    const api = await startVideoApi()
    const proxy = await serveProxy({
      baseURL: api.baseURL,
      routes: ['list'],
      authorize: () => ({ id: 'ann' }),
    })
    for (let count = 0; count < 5; count++) await proxy.create('ann')
    const openai = new OpenAI({ baseURL: proxy.baseURL, apiKey: 'none' })
    const ids: string[] = []
    for await (const video of openai.videos.list({ limit: 2 })) ids.push(video.id)
    expect(ids).toEqual(['video_5', 'video_4', 'video_3', 'video_2', 'video_1'])
  })

  it('reads a bounded number of pages', async () => {
    let pages = 0
    const api = await startVideoApi(({ method }) => {
      if (method !== 'GET') return undefined
      pages += 1
      const data = [{ id: `other_${pages}`, object: 'video', status: 'queued' }]
      return Response.json({ object: 'list', data, has_more: true, last_id: `other_${pages}` })
    })
    const proxy = await serveProxy({ baseURL: api.baseURL, routes: ['list'] })
    const page = await readPage(await proxy.send('GET', '/videos', 'ann'))
    expect([page.data, page.has_more]).toEqual([[], false])
    expect(pages).toBe(5)
  })

  it('normalizes each task, skips what is none, and keeps the digits of ids', async () => {
    const items =
      '[{"task_id":9007199254740993123,"status":"SUCCESS","video_url":"https://cdn.test/a.mp4"},{"object":"video"},7]'
    const api = await startVideoApi(({ method }) => {
      if (method === 'POST') return new Response('{"id":9007199254740993123,"status":"queued"}')
      return method === 'GET' ? new Response(`{"data":${items}}`) : undefined
    })
    const proxy = await serveProxy({ baseURL: api.baseURL, routes: ['list'] })
    expect(await proxy.create('ann')).toBe('9007199254740993123')
    const { data } = await readPage(await proxy.send('GET', '/videos', 'ann'))
    expect(data).toMatchObject([
      { id: '9007199254740993123', status: 'completed', video_url: 'https://cdn.test/a.mp4' },
    ])
    expect(data).toHaveLength(1)
  })

  it.each([
    ['signed ids', { secret: SECRET }],
    ['ids of the API', {}],
  ])("holds the user's tasks at LiteLLM, under the ids of their creates: %s", async (_, ids) => {
    const emulator = createVideoEmulator({ gateway: 'litellm' })
    const upstream = await serve((request) => emulator.handle(request))
    const settings = { baseURL: `${upstream}/v1`, apiKey: 'sk-emulator', owners: createMemoryStore() }
    const proxy = await serveProxy({ ...settings, ...ids, routes: ['list', 'delete'] })
    const create = async (user: string) => {
      const form = new FormData()
      form.set('model', 'sora-2')
      form.set('prompt', 'A lake [instant]')
      const { id } = await (await proxy.send('POST', '/videos', user, { body: form })).json()
      return String(id)
    }
    const made = [await create('ann'), await create('bob'), await create('ann')]
    const page = await readPage(await proxy.send('GET', '/videos', 'ann'))
    expect(idsOf(page)).toEqual([made[2], made[0]])
    const next = `/videos?limit=1&after=${encodeURIComponent(page.first_id ?? '')}`
    expect(idsOf(await readPage(await proxy.send('GET', next, 'ann')))).toEqual([made[0]])
    const path = `/videos/${encodeURIComponent(made[0] ?? '')}`
    expect((await proxy.send('DELETE', path, 'bob')).status).toBe(404)
    expect((await proxy.send('DELETE', path, 'ann')).status).toBe(200)
    expect(idsOf(await readPage(await proxy.send('GET', '/videos', 'ann')))).toEqual([made[2]])
  })

  it.each([
    ['limit=0', 'invalid_param'],
    ['limit=101', 'invalid_param'],
    ['limit=ten', 'invalid_param'],
    ['order=up', 'invalid_param'],
    ['after=', 'invalid_id'],
    ['after=..%2Fmodels', 'invalid_id'],
  ])('answers 400 to ?%s without a request to the API', async (query, code) => {
    const api = await startVideoApi()
    const proxy = await serveProxy({ baseURL: api.baseURL, routes: ['list'] })
    const response = await proxy.send('GET', `/videos?${query}`, 'ann')
    expect([response.status, await errorCode(response)]).toEqual([400, code])
    expect(api.calls).toEqual([])
  })

  it("answers 404 where it begins after another user's task", async () => {
    const api = await startVideoApi()
    const proxy = await serveProxy({ baseURL: api.baseURL, routes: ['list'] })
    const id = await proxy.create('bob')
    const response = await proxy.send('GET', `/videos?after=${id}`, 'ann')
    expect([response.status, await errorCode(response)]).toEqual([404, 'task_not_exist'])
    expect(api.calls).toHaveLength(1)
  })

  it('needs a user: true is a 403, which is reported', async () => {
    const api = await startVideoApi()
    const proxy = await serveProxy({ baseURL: api.baseURL, routes: ['list'], authorize: () => true })
    const response = await proxy.send('GET', '/videos', 'ann')
    expect([response.status, await errorCode(response)]).toEqual([403, 'forbidden'])
    expect(proxy.reported).toMatchObject([{ action: 'list', status: 403 }])
    expect(api.calls).toEqual([])
  })

  it('asks authorize and rateLimit with its action', async () => {
    const api = await startVideoApi()
    const proxy = await serveProxy({
      baseURL: api.baseURL,
      routes: ['list'],
      authorize: ({ action }) => (action === 'list' ? { id: 'ann' } : false),
      rateLimit: ({ action, user }) => !(action === 'list' && user?.id === 'ann'),
    })
    expect((await proxy.send('GET', '/videos', 'ann')).status).toBe(429)
    expect(api.calls).toEqual([])
  })

  it.each([
    [503, { error: { message: 'Down', type: 'server_error', param: null, code: 'down' } }, 503, 'down'],
    [404, { detail: 'Not Found' }, 404, null],
    [200, { id: 'video_1', status: 'queued' }, 502, 'upstream_invalid_answer'],
    [401, { error: { message: 'No' } }, 502, 'upstream_unauthorized'],
  ])('passes on %s %j as an error', async (status, body, expected, code) => {
    const api = await startVideoApi(() => Response.json(body, { status }))
    const proxy = await serveProxy({ baseURL: api.baseURL, routes: ['list'] })
    const response = await proxy.send('GET', '/videos', 'ann')
    expect([response.status, await errorCode(response)]).toEqual([expected, code])
  })

  it('is a 503 while the owner store is down, because an empty list would look like lost tasks', async () => {
    const api = await startVideoApi()
    const store = createMemoryStore()
    let isDown = false
    const get = (key: string) => {
      if (isDown) throw new Error('Connection refused')
      return store.get(key)
    }
    const proxy = await serveProxy({ baseURL: api.baseURL, routes: ['list'], owners: { ...store, get } })
    await proxy.create('ann')
    isDown = true
    const response = await proxy.send('GET', '/videos', 'ann')
    expect([response.status, await errorCode(response)]).toEqual([503, 'owners_unavailable'])
  })
})

describe('the option routes', () => {
  const options = { apiKey: 'sk-of-the-server', authorize: () => true }

  it('refuses a list where only signed ids know the owners', () => {
    expect(() => createVideoProxy({ ...options, secret: SECRET, routes: ['list'] })).toThrow(
      expect.objectContaining({ code: 'invalid_options', message: expect.stringContaining('`owners`') }),
    )
    createVideoProxy({ ...options, secret: SECRET, owners: createMemoryStore(), routes: ['list'] })
    createVideoProxy({ ...options, secret: SECRET, routes: ['remix', 'delete'] })
  })

  it.each([[['cancel']], ['list'], [[undefined]], [{}]])('refuses %j', (routes) => {
    const create = () => createVideoProxy({ ...options, ...JSON.parse(JSON.stringify({ routes })) })
    expect(create).toThrow(expect.objectContaining({ code: 'invalid_options' }))
  })
})
