import OpenAI from 'openai'
import { describe, expect, it } from 'vitest'
import type { GatewayName } from 'react-video-task/testing'
import { createVideoClient } from 'react-video-task/client'
import { serve } from '../../support/serve.js'
import { createTestApi, KEY } from '../support/createTestApi.js'

/** Serves the emulator as a gateway, with OpenAI's own client for it. */
async function gateway(name: GatewayName) {
  const api = createTestApi({ gateway: name })
  const baseURL = `${await serve(api.emulator.fetch)}/v1`
  const openai = new OpenAI({ apiKey: KEY, baseURL, maxRetries: 0 })
  const ask = (path: string, init: RequestInit = {}) =>
    fetch(`${baseURL}${path}`, { ...init, headers: { authorization: `Bearer ${KEY}`, ...init.headers } })
  const createJson = (params: unknown) =>
    ask('/videos', {
      method: 'POST',
      body: JSON.stringify(params),
      headers: { 'content-type': 'application/json' },
    })
  return { ...api, baseURL, openai, ask, createJson }
}

describe('the gateway litellm', () => {
  const sora = { model: 'sora-2', prompt: 'A beautiful sunset over the ocean' }

  it('answers the documented JSON create with a task, its usage and its cost', async () => {
    const { createJson } = await gateway('litellm')
    const response = await createJson({ ...sora, seconds: '8' })
    expect(response.status).toBe(200)
    expect(response.headers.get('x-litellm-response-cost')).toBe('0.80')
    expect(await response.json()).toEqual({
      ...sora,
      ...{ id: expect.stringMatching(/^video_/), object: 'video', status: 'queued', progress: 0 },
      ...{ seconds: '8', size: '1280x720', created_at: expect.any(Number) },
      ...{ completed_at: null, expires_at: null, error: null, remixed_from_video_id: null },
      usage: { duration_seconds: 8 },
    })
  })

  it('answers a poll with another id than the create, and knows the task by both', async () => {
    const { createJson, clock, ask, emulator, baseURL } = await gateway('litellm')
    const { id } = await (await createJson(sora)).json()
    expect(atob(id.slice(6))).toMatch(/^litellm:custom_llm_provider:openai;model_id:sora-2;video_id:task_/)
    clock.advance(20_000)
    const task = await (await ask(`/videos/${encodeURIComponent(id)}`)).json()
    expect(task.id).not.toBe(id)
    expect(task).toMatchObject({ status: 'completed', usage: null })
    expect((await ask(`/videos/${encodeURIComponent(task.id)}/content`)).status).toBe(200)
    expect(new Set(emulator.requests.map(({ taskId }) => taskId))).toEqual(new Set([emulator.tasks[0]?.id]))
    const client = createVideoClient({ baseURL, apiKey: KEY })
    expect(await client.retrieve(id)).toMatchObject({ id, status: 'completed' })
  })

  it("works with OpenAI's client: create, retrieve, download, variant, remix, list and delete", async () => {
    const { openai, clock } = await gateway('litellm')
    const { id } = await openai.videos.create(sora)
    clock.advance(20_000)
    expect(await openai.videos.retrieve(id)).toMatchObject({ status: 'completed', progress: 100 })
    const video = await openai.videos.downloadContent(id)
    expect(video.headers.get('content-type')).toBe('video/mp4')
    const picture = await openai.videos.downloadContent(id, { variant: 'thumbnail' })
    expect(picture.headers.get('content-type')).toBe('image/webp')

    const remix = await openai.videos.remix(id, { prompt: 'In teal' })
    expect(remix).toMatchObject({
      status: 'queued',
      prompt: 'In teal',
      remixed_from_video_id: expect.stringMatching(/^task_/),
    })
    const page = await openai.videos.list()
    expect(page.data.map(({ prompt }) => prompt)).toEqual(['In teal', sora.prompt])

    await expect(openai.videos.delete(remix.id)).rejects.toMatchObject({ status: 400 })
    expect(await openai.videos.delete(id)).toEqual({ id, deleted: true, object: 'video.deleted' })
    await expect(openai.videos.retrieve(id)).rejects.toMatchObject({ status: 404 })
  })

  it('lists in pages', async () => {
    const { openai, ask, emulator } = await gateway('litellm')
    for (const prompt of ['1', '2', '3', '4', '5']) emulator.addTask({ model: 'sora-2', prompt })
    const first = await (await ask('/videos?limit=2')).json()
    expect(first).toMatchObject({ object: 'list', has_more: true, data: [{ prompt: '5' }, { prompt: '4' }] })
    expect([first.first_id, first.last_id]).toEqual(first.data.map(({ id }: { id: string }) => id))
    const all: (string | null)[] = []
    for await (const { prompt } of openai.videos.list({ limit: 2, order: 'asc' })) all.push(prompt)
    expect(all).toEqual(['1', '2', '3', '4', '5'])
    expect((await ask('/videos?limit=many')).status).toBe(400)
  })

  it.each([
    ['an unknown model', { ...sora, model: 'sora-9' }, 'Invalid model name passed in model=sora-9'],
    ['a length that the model does not have', { ...sora, seconds: 5 }, "'5'"],
    ['no prompt', { model: 'sora-2' }, "'prompt'"],
  ])('refuses a create with %s', async (_, params, message) => {
    const response = await (await gateway('litellm')).createJson(params)
    expect(response.status).toBe(400)
    const { error } = await response.json()
    expect(error).toMatchObject({ code: '400', message: expect.stringContaining(message) })
  })
})

describe('the gateway vllm-omni', () => {
  const quickStart = { prompt: 'A mountain lake', width: '1280', height: '720', num_frames: '80', fps: '16' }
  const form = (fields: Record<string, string>) => {
    const body = new FormData()
    for (const [name, value] of Object.entries(fields)) body.set(name, value)
    return { method: 'POST', body }
  }

  it('takes the documented form without a model, and serves the video', async () => {
    const { ask, clock } = await gateway('vllm-omni')
    const response = await ask('/videos', form(quickStart))
    expect(response.status).toBe(200)
    const job = await response.json()
    expect(job).toMatchObject({
      ...{ id: expect.stringMatching(/^video_gen_/), object: 'video', status: 'queued', progress: 0 },
      ...{ model: 'Wan-AI/Wan2.2-T2V-A14B-Diffusers', prompt: 'A mountain lake', size: '1280x720' },
      ...{ seconds: '4', quality: 'default', media_type: 'video/mp4', error: null, file_name: null },
    })
    clock.advance(20_000)
    const last = await (await ask(`/videos/${job.id}`)).json()
    expect(last).toMatchObject({ status: 'completed', file_name: `${job.id}.mp4`, inference_time_s: 20 })
    expect(last).not.toHaveProperty('video_url')
    expect((await ask(`/videos/${job.id}/content`)).headers.get('content-type')).toBe('video/mp4')
  })

  it("works with OpenAI's list and delete, also while a task runs", async () => {
    const { openai, emulator } = await gateway('vllm-omni')
    const { id } = emulator.addTask({ state: { status: 'in_progress', progress: 10 } })
    expect((await openai.videos.list()).data).toMatchObject([{ id, status: 'in_progress' }])
    expect(await openai.videos.delete(id)).toEqual({ id, deleted: true, object: 'video.deleted' })
    expect((await openai.videos.list()).data).toEqual([])
    await expect(openai.videos.retrieve(id)).rejects.toMatchObject({ status: 404, type: 'NotFoundError' })
  })

  it.each([
    ['no prompt', { width: '640' }, 'prompt'],
    ['a width of 0', { ...quickStart, width: '0' }, 'width'],
    ['a size that is a ratio', { ...quickStart, size: '16:9' }, 'size'],
    ['seconds that are no integer', { ...quickStart, seconds: '4.5' }, 'seconds'],
  ])('refuses a create with %s', async (_, fields, param) => {
    const response = await (await gateway('vllm-omni')).ask('/videos', form(fields))
    expect(response.status).toBe(400)
    expect((await response.json()).error).toMatchObject({ type: 'BadRequestError', param, code: 400 })
  })

  it('refuses JSON, a remix and a wrong key', async () => {
    const { createJson, ask, emulator, baseURL } = await gateway('vllm-omni')
    const { id } = emulator.addTask()
    expect((await createJson(quickStart)).status).toBe(400)
    expect((await ask(`/videos/${id}/remix`, { method: 'POST' })).status).toBe(404)
    const refused = await fetch(`${baseURL}/videos/${id}`)
    expect([refused.status, await refused.json()]).toEqual([401, { error: 'Unauthorized' }])
  })
})

it('a gateway that does not exist is refused, with the names of those that do', () => {
  expect(() => createTestApi({ gateway: JSON.parse('"openai"') })).toThrow(
    new TypeError("gateway must be one of cometapi, openrouter, litellm, vllm-omni, got 'openai'"),
  )
})
