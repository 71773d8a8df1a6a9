import OpenAI from 'openai'
import { createMemoryStore } from 'react-video-task/server'
import { describe, expect, it } from 'vitest'
import { errorCode, SECRET } from '../support/createTestProxy.js'
import { createMapArchive } from '../support/mapArchive.js'
import { serveProxy } from '../support/serveProxy.js'
import { sendFilm } from '../support/startMapArchive.js'
import { startVideoApi } from '../support/startVideoApi.js'
import { openFileStore } from '../support/taskStores.js'

/** A proxy with a completed task of Ann's, which she has watched. */
async function startWithTask(options: Partial<Parameters<typeof serveProxy>[0]> = {}, status = 'completed') {
  const api = await startVideoApi()
  const proxy = await serveProxy({ baseURL: api.baseURL, routes: ['delete'], secret: SECRET, ...options })
  const id = await proxy.create('ann')
  const task = api.tasks.get('video_1')
  if (task) task.status = status
  await proxy.send('GET', `/videos/${id}`, 'ann')
  return { api, proxy, id }
}

describe('a delete', () => {
  it('reaches the API for the owner and answers in the documented shape, by the public id', async () => {
    const { api, proxy, id } = await startWithTask()
    const response = await proxy.send('DELETE', `/videos/${id}`, 'ann')
    expect(response.status).toBe(200)
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(await response.json()).toEqual({ id, object: 'video.deleted', deleted: true })
    const { method, path, headers } = api.calls.at(-1) ?? {}
    expect([method, path]).toEqual(['DELETE', '/v1/videos/video_1'])
    expect(headers?.get('authorization')).toBe('Bearer sk-of-the-server')
    expect(headers?.get('x-user')).toBeNull()
  })

  it('works with OpenAI’s client', async () => {
    const { proxy, id } = await startWithTask({ authorize: () => ({ id: 'ann' }) })
    const openai = new OpenAI({ baseURL: proxy.baseURL, apiKey: 'none' })
    expect(await openai.videos.delete(id)).toMatchObject({ id, deleted: true })
  })

  it.each([
    ['in this process', {}],
    ['in a shared store', { cache: { store: createMemoryStore() } }],
  ])('drops the cached answer %s, so that the next poll asks the API', async (_, options) => {
    const { proxy, id } = await startWithTask(options)
    await proxy.send('DELETE', `/videos/${id}`, 'ann')
    const response = await proxy.send('GET', `/videos/${id}`, 'ann')
    expect([response.status, await errorCode(response)]).toEqual([404, 'task_not_exist'])
  })

  it('drops the answer that another instance has cached', async () => {
    const api = await startVideoApi()
    const store = createMemoryStore()
    const options = { baseURL: api.baseURL, routes: ['delete'], secret: SECRET, cache: { store } } as const
    const [one, two, three] = [
      await serveProxy(options),
      await serveProxy(options),
      await serveProxy(options),
    ]
    const id = await one.create('ann')
    Object.assign(api.tasks.get('video_1') ?? {}, { status: 'completed' })
    await one.send('GET', `/videos/${id}`, 'ann')
    await two.send('DELETE', `/videos/${id}`, 'ann')
    expect((await three.send('GET', `/videos/${id}`, 'ann')).status).toBe(404)
  })

  it('does not keep an answer that was on its way', async () => {
    let release = () => {}
    let isHeld = false
    const api = await startVideoApi(async ({ method, path }) => {
      if (!isHeld || method !== 'GET') return undefined
      isHeld = false
      await new Promise<void>((resolve) => (release = resolve))
      return Response.json({ id: path.split('/').at(-1), object: 'video', status: 'completed' })
    })
    const proxy = await serveProxy({ baseURL: api.baseURL, routes: ['delete'], secret: SECRET })
    const id = await proxy.create('ann')
    Object.assign(api.tasks.get('video_1') ?? {}, { status: 'completed' })
    isHeld = true
    const poll = proxy.send('GET', `/videos/${id}`, 'ann')
    await expect.poll(() => api.calls.length).toBe(2)
    await proxy.send('DELETE', `/videos/${id}`, 'ann')
    const next = await proxy.send('GET', `/videos/${id}`, 'ann')
    release()
    await poll
    expect(next.status).toBe(404)
    expect((await proxy.send('GET', `/videos/${id}`, 'ann')).status).toBe(404)
  })

  it("of another user's or a public task is a 404 without a request to the API", async () => {
    const { api, proxy, id } = await startWithTask({ isPublic: () => true })
    const response = await proxy.send('DELETE', `/videos/${id}`, 'bob')
    expect([response.status, await errorCode(response)]).toEqual([404, 'task_not_exist'])
    expect(api.tasks.size).toBe(1)
  })

  it('passes on that the API deletes no running task, which is made and billed', async () => {
    const { api, proxy, id } = await startWithTask({}, 'in_progress')
    const response = await proxy.send('DELETE', `/videos/${id}`, 'ann')
    expect([response.status, await errorCode(response)]).toEqual([400, 'video_not_deletable'])
    expect(api.tasks.size).toBe(1)
  })

  it('refuses another site, and asks authorize and rateLimit with its action', async () => {
    const seen: unknown[] = []
    const { api, proxy, id } = await startWithTask({
      authorize: ({ action }) => seen.push(action) > 0 && { id: 'ann' },
      rateLimit: ({ action, taskId }) => action !== 'delete' || taskId === undefined,
    })
    const headers = { 'sec-fetch-site': 'cross-site' }
    const foreign = await proxy.send('DELETE', `/videos/${id}`, 'ann', { headers })
    expect([foreign.status, await errorCode(foreign)]).toEqual([403, 'cross_site_request'])
    expect((await proxy.send('DELETE', `/videos/${id}`, 'ann')).status).toBe(429)
    expect(seen.at(-1)).toBe('delete')
    expect(api.tasks.size).toBe(1)
  })
})

describe('what an API answers to a delete', () => {
  it.each([
    ['200 with deleted: true', 200, '{"id":"video_1","object":"video.deleted","deleted":true}', true],
    ['200 with deleted: false', 200, '{"id":"video_1","deleted":false}', false],
    ['200 without a body', 200, '', true],
    ['200 with a greeting', 200, '{"success":true}', true],
    ['200 with the ended task', 200, '{"id":"video_1","status":"deleted"}', true],
    ['200 with the cancelled task', 200, '{"id":"video_1","status":"cancelled"}', true],
    ['200 with the running task', 200, '{"id":"video_1","status":"in_progress"}', false],
    ['200 with a task that is being cancelled', 200, '{"id":"video_1","status":"cancelling"}', false],
    ['202', 202, '', false],
    ['204', 204, null, true],
  ])('%s: is confirmed or not', async (_, status, body, deleted) => {
    const api = await startVideoApi(({ method }) =>
      method === 'DELETE' ? new Response(body, { status }) : undefined,
    )
    const proxy = await serveProxy({ baseURL: api.baseURL, routes: ['delete'], secret: SECRET })
    const id = await proxy.create('ann')
    const response = await proxy.send('DELETE', `/videos/${id}`, 'ann')
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual({ id, object: 'video.deleted', deleted })
  })

  it.each([
    [
      'an error under 200',
      200,
      '{"error":{"message":"Rendering","type":"t","param":null,"code":"busy"}}',
      503,
      'busy',
    ],
    ['a refused key', 401, '{"error":{"message":"No"}}', 502, 'upstream_unauthorized'],
    ['a page', 405, '<html>', 405, 'upstream_invalid_answer'],
    ['a list', 200, '[]', 502, 'upstream_invalid_answer'],
  ])('%s stays an error', async (_, status, body, expected, code) => {
    const api = await startVideoApi(({ method }) =>
      method === 'DELETE' ? new Response(body, { status }) : undefined,
    )
    const proxy = await serveProxy({ baseURL: api.baseURL, routes: ['delete'], secret: SECRET })
    const id = await proxy.create('ann')
    const response = await proxy.send('DELETE', `/videos/${id}`, 'ann')
    expect([response.status, await errorCode(response)]).toEqual([expected, code])
  })
})

describe('a delete that the API refuses', () => {
  const refuseWith = (status: number) =>
    startVideoApi(({ method, path }) => {
      if (method === 'DELETE') return Response.json({ error: { message: 'No' } }, { status })
      return path.endsWith('/content') ? sendFilm() : undefined
    })

  it.each([
    [400, false],
    [404, false],
    [408, true],
    [409, false],
    [410, false],
    [429, true],
    [499, false],
    [500, true],
    [503, true],
  ])('with %d leaves the task on the list, so that it can be repeated: %s', async (status, isListed) => {
    const api = await refuseWith(status)
    const options = { tasks: openFileStore(), routes: ['delete'] } as const
    const proxy = await serveProxy({ baseURL: api.baseURL, ...options })
    const id = await proxy.create('ann')
    const answer = await proxy.send('DELETE', `/videos/${id}`, 'ann')
    const deletion = { id, object: 'video.deleted', deleted: true, deleted_at_api: false }
    expect([answer.status, await answer.json()]).toEqual(
      isListed ? [status, { error: expect.objectContaining({ message: 'No' }) }] : [200, deletion],
    )
    const { data } = await (await proxy.send('GET', '/videos', 'ann')).json()
    expect(data).toHaveLength(isListed ? 1 : 0)
  })

  it.each([
    [400, true],
    [404, false],
    [409, true],
    [410, false],
    [429, true],
    [503, true],
  ])('with %d leaves the kept film of a proxy without a list: %s', async (status, isKept) => {
    const api = await refuseWith(status)
    const store = createMapArchive()
    const proxy = await serveProxy({
      ...{ baseURL: api.baseURL, secret: SECRET, routes: ['delete'], archive: { store } },
    })
    const id = await proxy.create('ann')
    Object.assign(api.tasks.get('video_1') ?? {}, { status: 'completed' })
    await proxy.send('GET', `/videos/${id}`, 'ann')
    await expect.poll(() => store.list('kept')).toHaveLength(1)
    const answer = await proxy.send('DELETE', `/videos/${id}`, 'ann')
    expect(answer.status).toBe(isKept ? status : 200)
    expect(await store.list('films')).toHaveLength(isKept ? 1 : 0)
  })
})
