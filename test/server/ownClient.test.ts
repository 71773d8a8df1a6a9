import {
  createVideoProxy,
  pollVideoTaskOnce,
  type VideoProxyEndedContext,
  type VideoProxyOptions,
  type VideoProxyTaskStore,
  watchVideoTasks,
} from 'react-video-task/server'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { serve } from '../support/serve.js'
import { get, mp4Response, postJson, SECRET, userOf } from './support/createTestProxy.js'
import { idOf } from './support/serveProxy.js'
import { startVideoApi } from './support/startVideoApi.js'
import { openFileStore } from './support/taskStores.js'

/** A proxy that answers its callers for one host, three times, and an API whose films have no URL. */
async function start(options: Partial<VideoProxyOptions> & { tasks?: VideoProxyTaskStore } = {}) {
  const api = await startVideoApi(({ path }) => (path.includes('/content') ? mp4Response() : undefined))
  const ended: VideoProxyEndedContext[] = []
  const authorize = vi.fn(userOf)
  let calls = 0
  const proxy = createVideoProxy({
    apiKey: 'sk-of-the-server',
    baseURL: api.baseURL,
    authorize,
    rateLimit: () => ++calls <= 3,
    allowedHosts: ['app.test'],
    cache: false,
    onEnded: (end) => void ended.push(end),
    onError: () => {},
    ...options,
  })
  const answer = await proxy(postJson({ model: 'sora-2', prompt: 'A lake' }, { 'x-user': 'ann' }))
  const id = idOf(await answer.json())
  const end = () => Object.assign(api.tasks.get('video_1') ?? {}, { status: 'completed', progress: 100 })
  authorize.mockClear()
  return { api, proxy, id, end, ended, authorize }
}

describe("the client of a proxy's own server", () => {
  it('reads a task of any user, and reports its end with the owner', async () => {
    const tasks = openFileStore()
    const { proxy, id, end, ended, authorize } = await start({ tasks })
    const first = await pollVideoTaskOnce(proxy.client, id)
    expect(first).toMatchObject({ id, task: { status: 'queued' }, reason: 'queued' })
    end()
    const last = await pollVideoTaskOnce(proxy.client, first)
    // Its film has no URL: the first bytes came through the client as well.
    expect(last).toMatchObject({ task: { status: 'completed' }, delay: false })
    expect(ended).toMatchObject([{ task: { id, status: 'completed' }, user: { id: 'ann' } }])
    expect(authorize).not.toHaveBeenCalled()
    for (let count = 0; count < 5; count++) expect((await proxy.client.retrieve(id)).status).toBe('completed')
  })

  it('knows signed ids', async () => {
    const { proxy, id } = await start({ secret: SECRET })
    expect(id).not.toBe('video_1')
    expect(await proxy.client.retrieve(id)).toMatchObject({ id, status: 'queued' })
    await expect(proxy.client.retrieve('video_1')).rejects.toMatchObject({ status: 404 })
  })

  it('watches the pending tasks of a store', async () => {
    const tasks = openFileStore()
    const { proxy, id, end } = await start({ tasks })
    end()
    const done = new Promise<string>((resolve) => {
      const watch = watchVideoTasks(proxy.client, {
        pending: async () => (await tasks.list({ isPending: true, limit: 10 })).map((row) => row.id),
        onChange: (task) => void (task.status === 'completed' && resolve(task.id)),
      })
      onTestFinished(() => watch.stop())
    })
    expect(await done).toBe(id)
    await expect.poll(() => tasks.list({ isPending: true, limit: 10 })).toEqual([])
  })

  it('only reads', async () => {
    const { api, proxy, id } = await start({ tasks: openFileStore(), routes: ['share', 'delete', 'remix'] })
    const before = api.calls.length
    const { client } = proxy
    const calls = [
      client.create({ model: 'sora-2', prompt: 'A lake' }),
      client.remix?.(id, { prompt: 'A lake' }),
      client.delete?.(id),
      client.share?.(id),
      client.list?.(),
    ]
    const denied = await Promise.allSettled(calls)
    expect(denied).toHaveLength(5)
    for (const call of denied)
      expect(call).toMatchObject({ status: 'rejected', reason: { status: 403, source: 'proxy' } })
    expect(api.calls).toHaveLength(before)
  })

  it('opens nothing to callers, whatever address they name', async () => {
    const { proxy, id, authorize } = await start({ allowedHosts: undefined })
    const origin = await serve(proxy)
    await proxy.client.retrieve(id)
    const headers = { host: 'localhost', 'x-forwarded-host': 'localhost' }
    expect((await fetch(`${origin}/v1/videos/${id}`, { headers })).status).toBe(403)
    expect((await proxy(new Request(`http://localhost/v1/videos/${id}`))).status).toBe(403)
    expect((await proxy(get(`/v1/videos/${id}`, { 'x-user': 'bob' }))).status).toBe(404)
    expect(authorize).toHaveBeenCalledTimes(3)
  })
})
