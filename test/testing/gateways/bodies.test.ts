import type { GatewayName, TaskSeed, VideoEmulatorOptions } from 'react-video-task/testing'
import { describe, expect, it } from 'vitest'
import { createTestApi, formOf } from '../support/createTestApi.js'

const NOW = 1_779_938_152
const DONE: TaskSeed = { id: 't', prompt: 'A lake', state: { status: 'completed' } }
const FAILED: TaskSeed = { id: 't', prompt: 'A lake', state: { status: 'failed', progress: 7 } }
const REASON = { code: 'E', message: 'No' }
const WITH_REASON: TaskSeed = { ...FAILED, state: { status: 'failed', progress: 7, error: REASON } }

/** The body of a task that was added; its film is kept for 1.5 s. */
async function bodyOf(gateway: GatewayName, seed: TaskSeed, options: VideoEmulatorOptions = {}) {
  const { ask, emulator } = createTestApi({ gateway, urlLifetime: 1_500, ...options })
  emulator.addTask(seed)
  return (await ask('/videos/t')).json()
}

const ofOpenAI = {
  ...{ object: 'video', model: 'sora-2', prompt: 'A lake', seconds: '4', size: '1280x720', error: null },
  ...{ created_at: NOW - 20, completed_at: null, expires_at: null, remixed_from_video_id: null },
}
const completed = { status: 'completed', progress: 100, completed_at: NOW }
const failed = { status: 'failed', progress: 7 }
const liteLLMId = `video_${btoa('litellm:custom_llm_provider:openai;model_id:;video_id:t')}`

describe('the whole body of a task at litellm', () => {
  const common = { ...ofOpenAI, id: liteLLMId, usage: null }
  it.each<[TaskSeed, object]>([
    [DONE, { ...completed, expires_at: NOW + 2 }],
    [
      { ...DONE, state: { status: 'completed', url: 'expired' } },
      { ...completed, expires_at: NOW },
    ],
    [FAILED, failed],
    [WITH_REASON, { ...failed, error: REASON }],
  ])('of the seed %j', async (seed, fields) => {
    expect(await bodyOf('litellm', { ...seed, model: 'sora-2' })).toEqual({ ...common, ...fields })
  })

  it('has an id for any text, which names the task', async () => {
    const { ask, emulator } = createTestApi({ gateway: 'litellm' })
    const id = '字;video_id:\n😀'
    emulator.addTask({ id })
    const [named] = (await (await ask('/videos')).json()).data
    const found = await (await ask(`/videos/${encodeURIComponent(named.id)}`)).json()
    expect(found.id).toBe(named.id)
    expect((await ask(`/videos/${encodeURIComponent(id)}`)).status).toBe(200)
    const next = await (await ask(`/videos?after=${encodeURIComponent(named.id)}`)).json()
    expect(next.data).toEqual([])
  })
})

describe('the whole body of a task at vllm-omni', () => {
  const common = {
    ...{ ...ofOpenAI, id: 't', model: 'm', size: null, quality: 'default', media_type: 'video/mp4' },
    ...{ file_name: null, inference_time_s: null, stage_durations: {}, peak_memory_mb: 0 },
  }
  it.each<[TaskSeed, object]>([
    [
      { ...DONE, size: '640x480' },
      { ...completed, size: '640x480', file_name: 't.mp4', inference_time_s: 20 },
    ],
    [FAILED, failed],
    [WITH_REASON, { ...failed, error: REASON }],
    [
      { ...FAILED, state: { status: 'failed', progress: 7, error: {} } },
      { ...failed, error: { code: 500, message: 'Video generation failed' } },
    ],
  ])('of the seed %j', async (seed, fields) => {
    expect(await bodyOf('vllm-omni', { ...seed, model: 'm' })).toEqual({ ...common, ...fields })
  })

  it.each<[Record<string, string>, string | null]>([
    [{}, null],
    [{ size: '640x480' }, '640x480'],
    [{ size: '640x480', width: '1280', height: '720' }, '640x480'],
    [{ width: '1280', height: '720' }, '1280x720'],
    [{ width: '1280' }, null],
    [{ height: '720' }, null],
  ])('of a create with the frame %j', async (fields, size) => {
    const { create } = createTestApi({ gateway: 'vllm-omni' })
    const answer = await create({ prompt: 'A lake', ...fields, model: 'mine' })
    expect(await answer.json()).toMatchObject({ model: 'mine', seconds: '4', size })
  })
})

describe('the whole body of a task at openrouter', () => {
  const common = { id: 't', polling_url: '/v1/videos/t', model: 'a/b', generation_id: 'gen-t' }
  it.each<[TaskSeed, object]>([
    [
      DONE,
      {
        status: 'completed',
        unsigned_urls: ['https://api.cometapi.com/v1/videos/t/content?index=0'],
        usage: { cost: 0, is_byok: false },
      },
    ],
    [{ ...DONE, state: { status: 'completed', url: 'none' } }, { status: 'completed' }],
    [FAILED, { status: 'failed' }],
    [WITH_REASON, { status: 'failed', error: 'No' }],
    [
      { ...FAILED, state: { status: 'error', error: {} } },
      { status: 'failed', error: 'Video generation failed' },
    ],
  ])('of the seed %j', async (seed, fields) => {
    expect(await bodyOf('openrouter', { ...seed, model: 'a/b' })).toEqual({ ...common, ...fields })
  })

  it.each([
    ['alibaba/wan-2.6', '5', 0.2],
    ['google/veo-3.1', '4', 2],
    ['openai/sora-2-pro', '4', 1.2],
    ['a/b', '5', 0],
  ])('of %s names what %s s cost: %d', async (model, seconds, cost) => {
    const { ask, emulator } = createTestApi({ gateway: 'openrouter' })
    emulator.addTask({ ...DONE, model })
    expect(emulator.tasks).toMatchObject([{ seconds, size: '16:9' }])
    expect(await (await ask('/videos/t')).json()).toMatchObject({ usage: { cost } })
  })

  it.each([
    [{}, { seconds: '5', size: '16:9' }],
    [
      { aspect_ratio: '9:16', duration: 10 },
      { seconds: '10', size: '9:16' },
    ],
    [{ aspect_ratio: '9:16', size: '1920x1080', resolution: '1080p' }, { size: '1920x1080' }],
    [{ prompt: undefined, input_references: [{}] }, { prompt: '' }],
    [{ frame_images: [{}] }, { prompt: 'A lake' }],
  ])('of a create with %j', async (fields, task) => {
    const { ask, emulator } = createTestApi({ gateway: 'openrouter' })
    const body = JSON.stringify({ model: 'alibaba/wan-2.6', prompt: 'A lake', ...fields })
    const init = { method: 'POST', body, headers: { 'content-type': 'application/json' } }
    expect((await ask('/videos', init)).status).toBe(202)
    expect(emulator.tasks).toMatchObject([task])
  })
})

it('a Sora create has no nulls, and its film ends at the second that is full after its lifetime', async () => {
  const { ask, retrieve, clock } = createTestApi({ urlLifetime: 1_500 })
  const body = formOf({ model: 'sora-2', prompt: 'A lake' })
  const created = await (await ask('/videos', { method: 'POST', body })).json()
  expect(created).toEqual({
    ...{ id: created.id, object: 'video', model: 'sora-2', status: 'queued', progress: 0 },
    ...{ created_at: NOW, seconds: '4', size: '1280x720' },
  })
  clock.advance(20_000)
  expect(await retrieve(created.id)).toEqual({
    ...{ ...ofOpenAI, ...created, ...completed, completed_at: NOW + 20, expires_at: NOW + 22 },
  })
  clock.advance(1_499)
  expect((await ask(`/videos/${created.id}/content`)).status).toBe(200)
  clock.advance(1)
  expect((await ask(`/videos/${created.id}/content`)).status).toBe(502)
})
