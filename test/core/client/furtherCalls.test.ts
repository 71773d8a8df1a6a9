import { createVideoClient, VideoApiError, type VideoClientRequest } from 'react-video-task/client'
import { describe, expect, it } from 'vitest'
import { SECRET } from '../../server/support/createTestProxy.js'
import { serveProxy } from '../../server/support/serveProxy.js'
import { startVideoApi } from '../../server/support/startVideoApi.js'
import { errorOf } from '../../support/errorOf.js'

describe('remix, list and delete of a client', () => {
  it('work at an API that has their routes', async () => {
    const api = await startVideoApi()
    const client = createVideoClient({ baseURL: api.baseURL, apiKey: 'sk-1' })
    const { id } = await client.create({ model: 'sora-2', prompt: 'A lake' })
    const remix = await client.remix(id, { prompt: 'The same lake in winter' })
    expect(remix).toMatchObject({ id: 'video_2', status: 'queued', remixed_from_video_id: id })
    const call = api.calls.at(-1)
    expect([call?.method, call?.path]).toEqual(['POST', `/v1/videos/${id}/remix`])
    expect(call?.headers.get('content-type')).toBe('application/json')
    expect(JSON.parse(call?.body ?? '')).toEqual({ prompt: 'The same lake in winter' })

    const first = await client.list({ limit: 1 })
    expect(first).toMatchObject({
      data: [{ id: 'video_2', status: 'queued' }],
      has_more: true,
      last_id: 'video_2',
    })
    const second = await client.list({ limit: 1, after: first.last_id })
    expect(second).toMatchObject({ data: [{ id: 'video_1' }], has_more: false })

    await expect(client.delete(id)).rejects.toMatchObject({ status: 400, code: 'video_not_deletable' })
    Object.assign(api.tasks.get(id) ?? {}, { status: 'completed' })
    expect(await client.delete(id)).toEqual({ id, deleted: true })
    await expect(client.delete(id)).rejects.toBeInstanceOf(VideoApiError)
  })

  it('work through a proxy that names them', async () => {
    const api = await startVideoApi()
    const proxy = await serveProxy({ baseURL: api.baseURL, routes: ['remix', 'delete'], secret: SECRET })
    const client = createVideoClient({ baseURL: proxy.baseURL, headers: { 'x-user': 'ann' } })
    const { id } = await client.create({ model: 'sora-2', prompt: 'A lake' })
    expect(await client.remix(id, { prompt: 'In winter' })).toMatchObject({ remixed_from_video_id: id })
    Object.assign(api.tasks.get('video_1') ?? {}, { status: 'failed' })
    expect(await client.delete(id)).toEqual({ id, deleted: true })
    await expect(client.list()).rejects.toMatchObject({ status: 405 })
  })

  it.each([
    [200, '{"deleted":true}', true],
    [200, '{"deleted":false}', false],
    [200, '{"success":true}', true],
    [200, '{"id":"video_1","status":"in_progress"}', false],
    [200, '{"id":"video_1","status":"queued"}', false],
    [200, '{"id":"video_1","status":"cancelled"}', true],
    [200, '', true],
    [202, '', false],
    [204, null, true],
  ])('a delete that is answered with %s %s is confirmed: %s', async (status, body, deleted) => {
    const api = await startVideoApi(() => new Response(body, { status }))
    const client = createVideoClient({ baseURL: api.baseURL })
    expect(await client.delete('video_1')).toEqual({ id: 'video_1', deleted })
  })

  it('read lists of other gateways, and refuse what is none', async () => {
    let body: unknown = [{ task_id: 7, status: 'SUCCESS' }, 'x', { object: 'video' }]
    const api = await startVideoApi(() => Response.json(body))
    const client = createVideoClient({ baseURL: api.baseURL })
    expect(await client.list()).toMatchObject({ data: [{ id: '7', status: 'completed' }], has_more: false })
    body = { code: 'forbidden', message: 'Not yours' }
    await expect(client.list()).rejects.toMatchObject({ name: 'VideoApiError', code: 'forbidden' })
    body = { id: 'video_1', status: 'queued' }
    await expect(client.list()).rejects.toMatchObject({ code: 'invalid_body' })
  })

  it.each(['{"object":"list","data":null,"has_more":false}', '{"object":"list"}'])(
    'read %s as an empty list',
    async (body) => {
      const api = await startVideoApi(() => new Response(body))
      const client = createVideoClient({ baseURL: api.baseURL })
      expect(await client.list()).toEqual({ data: [], has_more: false })
    },
  )

  it('follow the cursor that the API names, until it stands still', async () => {
    const api = await startVideoApi(() =>
      Response.json({
        data: [{ id: 'video_1', status: 'queued' }, { no: 'task' }],
        has_more: true,
        last_id: 'c',
      }),
    )
    const client = createVideoClient({ baseURL: api.baseURL })
    expect(await client.list()).toMatchObject({ has_more: true, last_id: 'c' })
    expect(await client.list({ after: 'c' })).toMatchObject({ has_more: false })
  })

  it('share a task, end its link and send its still by one request each', async () => {
    const api = await startVideoApi(({ method }) =>
      method === 'POST'
        ? Response.json({ id: 'share_1', status: 'completed' })
        : new Response(null, { status: 204 }),
    )
    const client = createVideoClient({ baseURL: api.baseURL })
    expect(await client.share('video_1')).toBe('share_1')
    await client.unshare('video_1')
    await client.sendStill('video_1', new Blob(['a picture'], { type: 'image/webp' }))
    expect(api.calls.map(({ method, path, headers }) => [method, path, headers.get('content-type')])).toEqual(
      [
        ['POST', '/v1/videos/video_1/share', null],
        ['DELETE', '/v1/videos/video_1/share', null],
        ['PUT', '/v1/videos/video_1/content', 'image/webp'],
      ],
    )
  })

  it('are each named to the function that returns the headers, and a delete outlives its page', async () => {
    const requests: VideoClientRequest[] = []
    const kept: unknown[] = []
    const client = createVideoClient({
      baseURL: '/api/v1',
      headers: (request) => {
        requests.push(request)
        return {}
      },
      fetch: async (_, init) => {
        if (init?.keepalive) kept.push(init.method)
        return Response.json({ id: 'video_2', data: [] })
      },
    })
    await client.remix('video_1', { prompt: 'In winter' })
    await client.list({ limit: 2 })
    await client.delete('video_1')
    await client.share('video_1')
    await client.unshare('video_1')
    await client.sendStill('video_1', new Blob(['a picture'], { type: 'image/jpeg' }))
    const path = '/api/v1/videos'
    expect(requests).toEqual([
      { action: 'remix', method: 'POST', url: `${path}/video_1/remix` },
      { action: 'list', method: 'GET', url: `${path}?limit=2` },
      { action: 'delete', method: 'DELETE', url: `${path}/video_1` },
      { action: 'share', method: 'POST', url: `${path}/video_1/share` },
      { action: 'share', method: 'DELETE', url: `${path}/video_1/share` },
      { action: 'still', method: 'PUT', url: `${path}/video_1/content?variant=thumbnail` },
    ])
    expect(kept).toEqual(['DELETE'])
  })

  it('refuse an invalid id before any request', async () => {
    const api = await startVideoApi()
    const client = createVideoClient({ baseURL: api.baseURL })
    await expect(client.delete('')).rejects.toMatchObject({ code: 'invalid_id' })
    await expect(client.remix('..', {})).rejects.toMatchObject({ code: 'invalid_id' })
    expect(api.calls).toEqual([])
  })

  it.each([
    [200, true],
    [300, false],
    [400, false],
    [503, false],
  ])(
    'say of a remix that is answered %i without a task that it may be billed: %s',
    async (status, isSaid) => {
      const api = await startVideoApi(() => new Response('{', { status }))
      const client = createVideoClient({ baseURL: api.baseURL })
      const error = await errorOf(() => client.remix('video_1', { prompt: 'A lake' }))
      expect(error).toMatchObject({ status })
      expect(String(error).includes('A video may have been made and billed.')).toBe(isSaid)
      expect(api.calls).toHaveLength(1)
    },
  )
})
