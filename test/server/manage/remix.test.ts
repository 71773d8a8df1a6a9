import OpenAI from 'openai'
import type { VideoProxyCreateContext, VideoProxyRateContext } from 'react-video-task/server'
import { describe, expect, it } from 'vitest'
import { errorCode, SECRET } from '../support/createTestProxy.js'
import { idOf, serveProxy } from '../support/serveProxy.js'
import { startVideoApi } from '../support/startVideoApi.js'

const REMIX = { prompt: 'The same lake in winter' }

/** With signed ids, and with the API's ids and a store of owners. */
const ownership = { 'signed ids': { secret: SECRET }, 'an owner store': {} }

describe.each(Object.entries(ownership))('a remix with %s', (name, options) => {
  it('makes a task of its own for the owner of its source', async () => {
    const api = await startVideoApi()
    const proxy = await serveProxy({ baseURL: api.baseURL, routes: ['remix'], ...options })
    const source = await proxy.create('ann')
    const response = await proxy.sendJson(`/videos/${source}/remix`, 'ann', REMIX)
    expect(response.status).toBe(200)
    const task: unknown = await response.json()
    expect(task).toMatchObject({ status: 'queued', remixed_from_video_id: source })
    const { method, path, body, headers } = api.calls[1] ?? {}
    expect([method, path]).toEqual(['POST', '/v1/videos/video_1/remix'])
    expect(JSON.parse(body ?? '')).toEqual(REMIX)
    expect(headers?.get('authorization')).toBe('Bearer sk-of-the-server')
    expect(headers?.get('x-user')).toBeNull()

    const id = idOf(task)
    expect(id === 'video_2').toBe(name === 'an owner store')
    expect((await proxy.send('GET', `/videos/${id}`, 'ann')).status).toBe(200)
    expect((await proxy.send('GET', `/videos/${id}`, 'bob')).status).toBe(404)
  })

  it("answers 404 for another user's video, without a request to the API", async () => {
    const api = await startVideoApi()
    const proxy = await serveProxy({
      baseURL: api.baseURL,
      routes: ['remix'],
      isPublic: () => true,
      ...options,
    })
    const source = await proxy.create('ann')
    const response = await proxy.sendJson(`/videos/${source}/remix`, 'bob', REMIX)
    expect([response.status, await errorCode(response)]).toEqual([404, 'task_not_exist'])
    expect(api.calls).toHaveLength(1)
  })

  it('is a 502 where the API answers with the id of its source', async () => {
    const api = await startVideoApi(({ path }) =>
      path.endsWith('/remix')
        ? Response.json({ id: 'video_1', object: 'video', status: 'queued' })
        : undefined,
    )
    const proxy = await serveProxy({ baseURL: api.baseURL, routes: ['remix'], ...options })
    const source = await proxy.create('ann')
    const response = await proxy.sendJson(`/videos/${source}/remix`, 'ann', REMIX)
    expect([response.status, response.headers.get('x-should-retry')]).toEqual([502, 'false'])
    expect(await errorCode(response)).toBe('upstream_duplicate_id')
    expect(proxy.reported.at(-1)).toMatchObject({ action: 'remix', code: 'upstream_duplicate_id' })
  })
})

describe('a later answer about a remix', () => {
  it('does not name its source by an id that callers cannot use', async () => {
    const api = await startVideoApi()
    const proxy = await serveProxy({ baseURL: api.baseURL, routes: ['remix'], secret: SECRET })
    const source = await proxy.create('ann')
    const id = idOf(await (await proxy.sendJson(`/videos/${source}/remix`, 'ann', REMIX)).json())
    const task: unknown = await (await proxy.send('GET', `/videos/${id}`, 'ann')).json()
    expect(task).not.toHaveProperty('remixed_from_video_id')
  })
})

describe('the checks of a remix', () => {
  it('are those of a create, each with the action and the source', async () => {
    const api = await startVideoApi()
    const seen: unknown[] = []
    const creates: VideoProxyCreateContext[] = []
    const rates: VideoProxyRateContext[] = []
    const proxy = await serveProxy({
      baseURL: api.baseURL,
      routes: ['remix'],
      authorize: ({ action, taskId, request }) =>
        seen.push([action, taskId, request.body]) > 0 && { id: 'ann' },
      authorizeCreate: (create) => creates.push(create) > 0,
      rateLimit: (call) => rates.push(call) > 0,
    })
    const source = await proxy.create('ann')
    await proxy.sendJson(`/videos/${source}/remix`, 'ann', REMIX)
    expect(seen[1]).toEqual(['remix', 'video_1', null])
    const expected = { action: 'remix', taskId: 'video_1', user: { id: 'ann' }, params: REMIX }
    expect(creates[1]).toMatchObject(expected)
    expect(rates[1]).toMatchObject(expected)
  })

  it.each([
    [{ prompt: 'x'.repeat(41) }, 'prompt_too_long'],
    [{ prompt: 'A lake', seconds: '12' }, 'param_not_allowed'],
    [{ prompt: 'A lake', model: 'sora-2-pro' }, 'param_not_allowed'],
    [{ prompt: 'A lake', n: 50 }, 'param_not_allowed'],
    [{ prompt: 'A lake', id: 'video_9' }, 'param_not_allowed'],
    [{ Prompt: 'A lake' }, 'invalid_param'],
    [{}, 'invalid_request'],
  ])('refuse %j with 400 %s before anything is billed', async (body, code) => {
    const api = await startVideoApi()
    const limits = { models: ['sora-2'], promptLength: 40 }
    const proxy = await serveProxy({ baseURL: api.baseURL, routes: ['remix'], limits })
    const source = await proxy.create('ann')
    const response = await proxy.sendJson(`/videos/${source}/remix`, 'ann', body)
    expect([response.status, await errorCode(response)]).toEqual([400, code])
    expect(api.calls).toHaveLength(1)
  })

  it('let through a prompt alone, and write no defaults in', async () => {
    const api = await startVideoApi()
    const limits = { models: ['sora-2'], promptLength: 40 }
    const proxy = await serveProxy({ baseURL: api.baseURL, routes: ['remix'], limits })
    const source = await proxy.create('ann')
    expect((await proxy.sendJson(`/videos/${source}/remix`, 'ann', REMIX)).status).toBe(200)
    expect(JSON.parse(api.calls[1]?.body ?? '')).toEqual(REMIX)
  })

  it('refuse another site, a body above the limit and an exhausted budget', async () => {
    const api = await startVideoApi()
    let isAllowed = true
    const proxy = await serveProxy({
      baseURL: api.baseURL,
      routes: ['remix'],
      maxBodyBytes: 200,
      rateLimit: () => isAllowed,
    })
    const path = `/videos/${await proxy.create('ann')}/remix`
    const foreign = await proxy.sendJson(path, 'ann', REMIX, { origin: 'https://evil.test' })
    expect([foreign.status, await errorCode(foreign)]).toEqual([403, 'cross_site_request'])
    expect((await proxy.sendJson(path, 'ann', { prompt: 'x'.repeat(300) })).status).toBe(413)
    isAllowed = false
    expect((await proxy.sendJson(path, 'ann', REMIX)).status).toBe(429)
    expect(api.calls).toHaveLength(1)
  })

  it.each([408, 500, 503])('a %s of the API is not repeated by OpenAI’s client', async (status) => {
    const api = await startVideoApi(({ path }) =>
      path.endsWith('/remix') ? Response.json({ error: { message: 'Down' } }, { status }) : undefined,
    )
    const proxy = await serveProxy({
      baseURL: api.baseURL,
      routes: ['remix'],
      authorize: () => ({ id: 'ann' }),
    })
    const source = await proxy.create('ann')
    const openai = new OpenAI({ baseURL: proxy.baseURL, apiKey: 'none', maxRetries: 2 })
    await expect(openai.videos.remix(source, REMIX)).rejects.toMatchObject({ status })
    expect(api.calls.filter(({ path }) => path.endsWith('/remix'))).toHaveLength(1)
  })
})
