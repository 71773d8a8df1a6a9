import { createVideoClient } from 'react-video-task/client'
import { createMemoryStore } from 'react-video-task/server'
import { createVideoEmulator, type VideoEmulatorOptions } from 'react-video-task/testing'
import { describe, expect, it } from 'vitest'
import { SECRET } from '../support/createTestProxy.js'
import { serve } from '../support/serve.js'
import { serveProxy } from '../support/serveProxy.js'

type Gateway = NonNullable<VideoEmulatorOptions['gateway']>

/** A proxy with all routes in front of a gateway, and the client of a user of it. */
async function startProxied(gateway: Gateway, ids: { secret?: string } = {}) {
  const emulator = createVideoEmulator({ gateway })
  const upstream = await serve((request) => emulator.handle(request))
  const proxy = await serveProxy({
    baseURL: `${upstream}/v1`,
    apiKey: 'sk-emulator',
    owners: createMemoryStore(),
    routes: ['remix', 'list', 'delete'],
    ...ids,
  })
  const body = gateway === 'openrouter' ? 'json' : 'multipart'
  const clientOf = (user: string) =>
    createVideoClient({ baseURL: proxy.baseURL, body, headers: { 'x-user': user } })
  return { emulator, ann: clientOf('ann'), bob: clientOf('bob') }
}

describe.each([
  ['signed ids', { secret: SECRET }],
  ['ids of the API', {}],
])('through a proxy with %s', (_, ids) => {
  it.each(['cometapi', 'litellm'] as const)('a video of Sora is remixed at %s', async (gateway) => {
    const { ann, bob } = await startProxied(gateway, ids)
    const { id } = await ann.create({ model: 'sora-2', prompt: 'A lake [instant]' })
    const task = await ann.remix(id, { prompt: 'In winter' })
    // Under the id that the caller knows it by, whatever the gateway calls it.
    expect(task).toMatchObject({ status: 'queued', remixed_from_video_id: id })
    expect((await ann.retrieve(task.id)).id).toBe(task.id)
    await expect(bob.retrieve(task.id)).rejects.toMatchObject({ status: 404 })
    await expect(bob.remix(id, { prompt: 'Mine' })).rejects.toMatchObject({ status: 404 })
  })

  it('a running task is deleted at vLLM-Omni, and gone for the owner', async () => {
    const { emulator, ann, bob } = await startProxied('vllm-omni', ids)
    const { id } = await ann.create({ prompt: 'A lake' })
    await ann.retrieve(id)
    await expect(bob.delete(id)).rejects.toMatchObject({ status: 404 })
    expect(await ann.delete(id)).toEqual({ id, deleted: true })
    expect(emulator.tasks).toEqual([])
    await expect(ann.retrieve(id)).rejects.toMatchObject({ status: 404 })
    await expect(ann.delete(id)).rejects.toMatchObject({ status: 404 })
    expect((await ann.list()).data).toEqual([])
  })

  it('a running task is not deleted at LiteLLM: it is made and billed', async () => {
    const { emulator, ann } = await startProxied('litellm', ids)
    const { id } = await ann.create({ model: 'sora-2', prompt: 'A lake' })
    await expect(ann.delete(id)).rejects.toMatchObject({ name: 'VideoApiError', status: 400 })
    expect(emulator.tasks).toHaveLength(1)
    expect((await ann.retrieve(id)).id).toBe(id)
    expect((await ann.list()).data.map((task) => task.id)).toEqual([id])
  })

  it.each([
    ['cometapi', 'wan2.6'],
    ['openrouter', 'alibaba/wan-2.6'],
  ] as const)('%s has no list and no delete', async (gateway, model) => {
    const { emulator, ann } = await startProxied(gateway, ids)
    const { id } = await ann.create({ model, prompt: 'A lake' })
    await expect(ann.list()).rejects.toMatchObject({ name: 'VideoApiError', status: 405 })
    await expect(ann.delete(id)).rejects.toMatchObject({ name: 'VideoApiError', status: 405 })
    expect(emulator.tasks).toHaveLength(1)
  })
})
