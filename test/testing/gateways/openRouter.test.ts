import { createVideoProxy } from 'react-video-task/server'
import { createVideoClient, parseVideoTask } from 'react-video-task/client'
import { describe, expect, it } from 'vitest'
import { serve } from '../../support/serve.js'
import { createTestApi, formOf, KEY } from '../support/createTestApi.js'

const veo = { model: 'google/veo-3.1', prompt: 'A serene mountain landscape at sunset' }
const documented = { ...veo, aspect_ratio: '16:9', duration: 8, resolution: '720p' }
const key = { authorization: `Bearer ${KEY}` }

/** Serves the emulator as OpenRouter, with its API below `/api/v1`. */
async function openRouter() {
  const api = createTestApi({ gateway: 'openrouter' })
  const origin = await serve(api.emulator.fetch)
  const ask = (path: string, init: RequestInit = {}) =>
    fetch(`${origin}/api/v1${path}`, { ...init, headers: { ...key, ...init.headers } })
  const create = (params: unknown) =>
    ask('/videos', {
      method: 'POST',
      body: JSON.stringify(params),
      headers: { 'content-type': 'application/json' },
    })
  return { ...api, origin, ask, create }
}

describe('the gateway openrouter', () => {
  it('answers a documented create with 202, and ends in unsigned_urls and the cost', async () => {
    const { create, clock, origin } = await openRouter()
    const response = await create(documented)
    expect(response.status).toBe(202)
    const job = await response.json()
    expect(job).toEqual({
      id: expect.stringMatching(/^job-/),
      model: 'google/veo-3.1',
      polling_url: `/api/v1/videos/${job.id}`,
      status: 'pending',
    })

    const poll = async () => (await fetch(new URL(job.polling_url, origin), { headers: key })).json()
    clock.advance(10_000)
    const generation_id = job.id.replace('job-', 'gen-')
    expect(await poll()).toEqual({ ...job, status: 'in_progress', generation_id })
    clock.advance(10_000)
    const url = `${origin}/api/v1/videos/${job.id}/content?index=0`
    expect(await poll()).toEqual({
      ...job,
      ...{ status: 'completed', generation_id, unsigned_urls: [url] },
      usage: { cost: 4, is_byok: false },
    })
    expect((await fetch(url)).status).toBe(401)
    expect((await fetch(url, { headers: key })).headers.get('content-type')).toBe('video/mp4')
  })

  it('tells the reason of a failed job as text', async () => {
    const { emulator, clock, ask } = await openRouter()
    const { id } = emulator.addTask({ model: 'google/veo-3.1', scenario: 'fail' })
    clock.advance(20_000)
    const job = await (await ask(`/videos/${id}`)).json()
    expect(job).toMatchObject({ status: 'failed', error: expect.any(String) })
    expect(job).not.toHaveProperty('usage')
  })

  it('takes pictures instead of a prompt', async () => {
    const { create, emulator } = await openRouter()
    const frame = { type: 'image_url', image_url: { url: 'https://a.test/a.png' }, frame_type: 'first_frame' }
    expect((await create({ model: veo.model, frame_images: [frame] })).status).toBe(202)
    expect(emulator.requests[0]?.params?.['frame_images']).toBe(JSON.stringify([frame]))
  })

  it.each([
    ['a model that is not listed', { ...veo, model: 'wan2.6' }, 'wan2.6 is not a valid model ID'],
    ['no model', { prompt: 'A lake' }, "'model'"],
    ['no prompt', { model: veo.model }, "'prompt'"],
    ['a length that the model does not have', { ...veo, duration: 5 }, "'5'"],
    ['a resolution that the model does not have', { ...veo, resolution: '480p' }, "'480p'"],
    ['a ratio that the model does not have', { ...veo, aspect_ratio: '21:9' }, "'21:9'"],
    ['a size that the model does not have', { ...veo, size: '640x360' }, "'640x360'"],
    ['a prompt that is an object', { ...veo, prompt: {} }, "'prompt'"],
    ['frames that are no list', { ...veo, frame_images: 'a.png' }, "'frame_images'"],
  ])('refuses a create with %s', async (_, params, message) => {
    const { create, emulator } = await openRouter()
    const response = await create(params)
    expect(response.status).toBe(400)
    expect(await response.json()).toEqual({ error: { code: 400, message: expect.stringContaining(message) } })
    expect(emulator.tasks).toEqual([])
  })

  it('refuses a form, a list of jobs, a delete and a remix', async () => {
    const { ask, emulator } = await openRouter()
    const { id } = emulator.addTask({ model: veo.model })
    expect((await ask('/videos', { method: 'POST', body: formOf(veo) })).status).toBe(400)
    expect((await ask('/videos')).headers.get('allow')).toBe('POST')
    expect((await ask(`/videos/${id}`, { method: 'DELETE' })).status).toBe(405)
    expect((await ask(`/videos/${id}/remix`, { method: 'POST' })).status).toBe(404)
  })

  it('answers with errors whose code is the status', async () => {
    const { ask, origin } = await openRouter()
    const unknown = await ask('/videos/job-unknown')
    expect([unknown.status, await unknown.json()]).toEqual([
      404,
      { error: { code: 404, message: 'Video generation job not found' } },
    ])
    expect(await (await fetch(`${origin}/api/v1/videos/a`)).json()).toMatchObject({ error: { code: 401 } })
  })

  it('lists its models with their values and prices', async () => {
    const { ask, emulator } = await openRouter()
    const { data } = await (await ask('/videos/models')).json()
    expect(data).toContainEqual({
      ...{ id: 'google/veo-3.1', canonical_slug: 'google/veo-3.1', name: 'Google: Veo 3.1' },
      ...{ supported_resolutions: ['720p', '1080p'], supported_aspect_ratios: ['16:9', '9:16', '1:1'] },
      ...{ supported_sizes: ['1280x720', '1920x1080'], supported_durations: [4, 6, 8] },
      pricing_skus: { 'per-video-second': '0.5' },
    })
    expect(emulator.requests[0]?.route).toBe('models')
  })

  it('is polled and downloaded through the proxy', async () => {
    const { create, clock, origin } = await openRouter()
    const { id } = parseVideoTask(await (await create(documented)).json())
    const proxy = createVideoProxy({
      apiKey: KEY,
      baseURL: `${origin}/api/v1`,
      cache: false,
      authorize: () => true,
    })
    const client = createVideoClient({ baseURL: `${await serve(proxy)}/v1` })
    expect(await client.retrieve(id)).toMatchObject({ id, status: 'queued' })
    clock.advance(20_000)
    expect(await client.retrieve(id)).toMatchObject({ id, status: 'completed' })
    expect((await fetch(client.contentUrl(id))).headers.get('content-type')).toBe('video/mp4')
  })
})
