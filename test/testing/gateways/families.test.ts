import { createVideoClient } from 'react-video-task/client'
import { createVideoProxy } from 'react-video-task/server'
import type { TaskState } from 'react-video-task/testing'
import { describe, expect, it } from 'vitest'
import { serve } from '../../support/serve.js'
import { createTestApi, KEY } from '../support/createTestApi.js'
import { mp4Boxes } from '../support/mp4Boxes.js'

const completed = { status: 'completed' } satisfies TaskState

describe('a Seedance task', () => {
  it.each([
    [[], ['queued', 'in_progress', 'completed']],
    [['uppercase'], ['SUBMITTED', 'IN_PROGRESS', 'SUCCESS']],
  ] as const)('with the scenarios %j has the statuses of one of its pages', async (scenario, statuses) => {
    const { emulator, clock, retrieve } = createTestApi()
    const { id } = emulator.addTask({ model: 'doubao-seedance-2-0', scenario })
    const seen: string[] = []
    for (const ms of [0, 10_000, 10_000]) {
      clock.advance(ms)
      seen.push((await retrieve(id)).status)
    }
    expect(seen).toEqual(statuses)
  })

  it('has no content route at any time, only a signed video_url', async () => {
    const { emulator, ask, retrieve } = createTestApi()
    const { id } = emulator.addTask({ model: 'doubao-seedance-1-0-pro', state: completed })
    const response = await ask(`/videos/${id}/content`)
    expect(response.status).toBe(404)
    expect((await response.json()).error.message).toMatch(/^Invalid URL \(GET \/v1\/videos\/.*\/content\)/)
    const { video_url = '' } = await retrieve(id)
    expect((await emulator.fetch(video_url)).status).toBe(200)
    expect((await emulator.fetch(video_url.replace(/Signature=\w/, 'Signature=_'))).status).toBe(403)
  })
})

describe.each(['omni-fast', 'sora-2'])('a task of %s', (model) => {
  it.each(['error', 'fail'] as const)('with the scenario %s ends in failed', async (scenario) => {
    const { emulator, clock, retrieve } = createTestApi()
    const { id } = emulator.addTask({ model, scenario })
    clock.advance(60_000)
    expect((await retrieve(id)).status).toBe('failed')
    expect(emulator.tasks[0]).toMatchObject({ state: { status: 'failed' }, ending: { status: 'failed' } })
  })

  it('that is frozen in error is failed', async () => {
    const { emulator, retrieve } = createTestApi()
    const { id } = emulator.addTask({ model, state: { status: 'error', progress: 7 } })
    expect(await retrieve(id)).toMatchObject({ status: 'failed', progress: 7 })
  })
})

describe.each(['litellm', 'openrouter', 'vllm-omni'] as const)('the gateway %s', (gateway) => {
  it('ends a task in failed, never in error', () => {
    const { emulator } = createTestApi({ gateway })
    emulator.addTask({ state: { status: 'error', progress: 7 } })
    expect(emulator.tasks[0]).toMatchObject({ state: { status: 'failed' }, ending: { status: 'failed' } })
  })
})

describe('an Omni task', () => {
  it.each([
    ['16:9', '1280x720'],
    ['9:16', '720x1280'],
    ['1:1', '1280x720'],
  ])('with the ratio %s has a frame of %s, whatever the resolution', async (aspect_ratio, size) => {
    const { createTask, emulator } = createTestApi()
    await createTask({ model: 'omni-fast', aspect_ratio, resolution: '1080p' })
    expect(emulator.tasks[0]?.size).toBe(size)
  })
})

describe('a Veo task', () => {
  it('has the resolved name of the model, and empty seconds in the response to the create', async () => {
    const { createTask, retrieve } = createTestApi()
    const created = await createTask({ model: 'veo3-fast', size: '9x16' })
    expect(created).toMatchObject({ model: 'veo_3_1-4K', seconds: '', size: '9x16' })
    expect(await retrieve(created.id)).toMatchObject({
      model: 'veo_3_1-4K',
      task_id: created.id,
      size: '9x16',
    })
  })
})

describe('a Sora task', () => {
  const add = (state: TaskState) => {
    const api = createTestApi({ urlLifetime: 3_600_000 })
    return { ...api, ...api.emulator.addTask({ model: 'sora-2', prompt: 'A desk', state }) }
  }

  it('has nulls for absent fields, and no video_url', async () => {
    const { retrieve, id } = add({ status: 'in_progress', progress: 20 })
    expect(await retrieve(id)).toEqual({
      ...{ id, object: 'video', model: 'sora-2', status: 'in_progress', progress: 20, prompt: 'A desk' },
      ...{ seconds: '4', size: '1280x720', created_at: expect.any(Number) },
      ...{ completed_at: null, expires_at: null, error: null, remixed_from_video_id: null },
    })
  })

  it('has expires_at when it is completed, an hour later by default', async () => {
    const { retrieve, id } = add(completed)
    const body: Record<string, unknown> = { ...(await retrieve(id)) }
    expect(body).not.toHaveProperty('video_url')
    expect(body['expires_at']).toBe(Number(body['completed_at']) + 3600)
  })

  it('answers 502 for its content after expires_at', async () => {
    const { ask, clock, id } = add(completed)
    expect((await ask(`/videos/${id}/content`)).status).toBe(200)
    clock.advance(3_600_000)
    expect((await ask(`/videos/${id}/content`)).status).toBe(502)
  })

  it.each([
    ['thumbnail', 'image/webp', /^RIFF....WEBP/s],
    ['spritesheet', 'image/jpeg', /^\xff\xd8\xff.*\xff\xd9$/s],
    ['video', 'video/mp4', /^....ftyp/s],
  ])('has the variant %s as %s', async (variant, type, pattern) => {
    const { ask, id } = add(completed)
    const response = await ask(`/videos/${id}/content?variant=${variant}`)
    expect(response.headers.get('content-type')).toBe(type)
    expect(Buffer.from(await response.arrayBuffer()).toString('latin1')).toMatch(pattern)
  })

  it('answers 400 for another variant, and before it is completed', async () => {
    const { ask, id } = add(completed)
    const response = await ask(`/videos/${id}/content?variant=poster`)
    expect(response.status).toBe(400)
    expect((await response.json()).error).toMatchObject({ param: 'variant', code: 'invalid_value' })
    const running = add({ status: 'queued' })
    expect((await running.ask(`/videos/${running.id}/content?variant=thumbnail`)).status).toBe(400)
  })
})

describe('a remix', () => {
  const remix = (body: BodyInit, type = 'application/json') => ({
    method: 'POST',
    body,
    headers: { 'content-type': type },
  })
  const prompt = JSON.stringify({ prompt: 'Shift the palette to teal' })

  it('of a completed Sora task is a new task that names its source', async () => {
    const { emulator, ask, clock, retrieve } = createTestApi()
    const source = emulator.addTask({
      model: 'sora-2-pro',
      seconds: '8',
      size: '1024x1792',
      state: completed,
    })
    const response = await ask(`/videos/${source.id}/remix`, remix(prompt))
    expect(response.status).toBe(200)
    const task = await response.json()
    const named = { model: 'sora-2-pro', seconds: '8', size: '1024x1792', remixed_from_video_id: source.id }
    expect(task).toMatchObject({ ...named, object: 'video', status: 'queued', progress: 0 })
    expect(task.id).not.toBe(source.id)
    clock.advance(20_000)
    expect(await retrieve(task.id)).toMatchObject({
      ...named,
      status: 'completed',
      prompt: 'Shift the palette to teal',
    })
    expect(emulator.requests[0]).toMatchObject({
      route: 'remix',
      params: { prompt: 'Shift the palette to teal' },
    })
  })

  it.each([
    ['a task that is not completed', 'sora-2', { status: 'queued' }, prompt, 'video_id'],
    ['a task of another family', 'wan2.6', completed, prompt, 'model'],
    ['no prompt', 'sora-2', completed, '{}', 'prompt'],
    ['a prompt that is a number', 'sora-2', completed, '{"prompt":[1]}', 'prompt'],
    ['a body that is no object', 'sora-2', completed, '[]', null],
    ['malformed JSON', 'sora-2', completed, '{"prompt"', null],
  ] as const)('with %s gets 400', async (_, model, state, body, param) => {
    const { emulator, ask } = createTestApi()
    const { id } = emulator.addTask({ model, state })
    const response = await ask(`/videos/${id}/remix`, remix(body))
    expect(response.status).toBe(400)
    expect((await response.json()).error).toMatchObject({ type: 'invalid_request_error', param })
    expect(emulator.tasks).toHaveLength(1)
  })

  it('with a form, a wrong method or an unknown task is refused', async () => {
    const { emulator, ask } = createTestApi()
    const { id } = emulator.addTask({ model: 'sora-2', state: completed })
    expect((await ask(`/videos/${id}/remix`, remix('prompt=x', 'text/plain'))).status).toBe(400)
    expect((await ask(`/videos/${id}/remix`)).headers.get('allow')).toBe('POST')
    const unknown = await ask('/videos/unknown/remix', remix(prompt))
    expect((await unknown.json()).error).toMatchObject({ code: 'task_not_exist' })
  })
})

const FAMILIES = [
  'wan2.7',
  'happyhorse-1.0',
  'viduq3',
  'omni-fast',
  'doubao-seedance-2-0',
  'veo3-fast',
  'sora-2-pro',
]

describe.each(FAMILIES)('a video of %s over HTTP', (model) => {
  it('is created, polled and downloaded by the client through the proxy', async () => {
    const { emulator, clock } = createTestApi()
    const api = await serve(emulator.fetch)
    const proxy = createVideoProxy({
      apiKey: KEY,
      baseURL: `${api}/v1`,
      secret: 'only-for-tests-0123456789-abcdefghij',
      authorize: () => ({ id: 'ann' }),
      limits: { models: [model], promptLength: 100 },
    })
    const origin = await serve(proxy)
    const client = createVideoClient({ baseURL: `${origin}/api/v1` })
    const { id, status } = await client.create({ model, prompt: 'A lake' })
    expect(status).toBe('queued')
    clock.advance(20_000)
    expect(await client.retrieve(id)).toMatchObject({ id, status: 'completed', progress: 100 })
    const response = await fetch(client.contentUrl(id))
    expect(response.headers.get('content-type')).toBe('video/mp4')
    expect(mp4Boxes(new DataView(await response.arrayBuffer()))[0]?.type).toBe('ftyp')
  })
})
