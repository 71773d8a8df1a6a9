import { type VideoModel, videoModels } from 'react-video-task/client'
import { describe, expect, it } from 'vitest'
import { createTestApi, formOf } from '../support/createTestApi.js'

const PICTURE = new File([Uint8Array.from([0xff, 0xd8, 0xff, 0xe0])], 'a.jpg')

/** The error of a create of a model, without its request id; `undefined` for a create that is accepted. */
async function errorOf(fields: Record<string, string>, pictures = 0): Promise<string | undefined> {
  const form = formOf({ prompt: 'A lake', ...fields })
  for (let count = 0; count < pictures; count++) form.append('input_reference', PICTURE)
  const answer = await createTestApi().ask('/videos', { method: 'POST', body: form })
  const { error } = await answer.json()
  return error?.message.replace(/ \(request id.*/, '').replace(/^The parameter .* is not valid: /, '')
}

/** The emulator's table of models and the client's are written apart from each other, each from the documentation. */
describe.each(Object.entries<VideoModel>(videoModels))('the emulated model %s', (model, facts) => {
  it.each([
    ['seconds', facts.seconds],
    ['size', facts.sizes],
    ['aspect_ratio', facts.aspectRatios],
    ['resolution', facts.resolutions],
  ])('takes the documented values of %s, and no others', async (field, values) => {
    const error = await errorOf({ model, [field]: 'other' })
    if (!values) return expect(error).toBeUndefined()
    expect(error).toMatch(/^Invalid value: 'other'\. Supported values are: /)
    const named = error?.replace(/.*: /, '').split(', ') ?? []
    expect(named.toSorted()).toEqual(values.map(String).toSorted())
  })

  it('has the documented defaults', () => {
    const { emulator } = createTestApi()
    emulator.addTask({ model })
    const { seconds, size, aspect_ratio } = facts.defaults
    const [task] = emulator.tasks
    expect(task?.seconds).toBe(String(seconds ?? facts.fixedSeconds))
    expect(task?.size).toBe(size ?? { '16:9': '1280x720' }[aspect_ratio ?? ''])
  })

  it('takes as many pictures as documented', async () => {
    const max = facts.references?.max
    if (max === undefined) return
    expect(await errorOf({ model }, max)).toBeUndefined()
    expect(await errorOf({ model }, max + 1)).toBe(
      `At most ${max} 'input_reference' may be sent, got ${max + 1}`,
    )
  })

  it('serves its content where that is documented', async () => {
    const { ask, emulator } = createTestApi()
    const { id } = emulator.addTask({ model, state: { status: 'completed' } })
    expect((await ask(`/videos/${id}/content`)).status).toBe(facts.hasContent ? 200 : 404)
    const picture = await ask(`/videos/${id}/content?variant=thumbnail`)
    expect(picture.headers.get('content-type')?.startsWith('image/') ?? false).toBe(
      facts.variants !== undefined,
    )
    const body = '{"prompt":"A fox"}'
    const headers = { 'content-type': 'application/json' }
    expect((await ask(`/videos/${id}/remix`, { method: 'POST', body, headers })).status).toBe(
      facts.canRemix ? 200 : 400,
    )
  })
})

it.each([
  ['16:9', '720p', '1280x720'],
  ['9:16', '1080p', '720x1280'],
  ['1:1', '720p', '1280x720'],
])('omni-fast renders %s in %s as %s', async (aspect_ratio, resolution, size) => {
  const { create, emulator } = createTestApi()
  expect((await create({ model: 'omni-fast', prompt: 'A lake', aspect_ratio, resolution })).status).toBe(200)
  expect(emulator.tasks).toMatchObject([{ size, seconds: '4' }])
})

it('a gateway lists its models with their values and prices', async () => {
  const answer = await createTestApi({ gateway: 'openrouter' }).ask('/videos/models')
  const { data } = await answer.json()
  const listed = (
    id: string,
    name: string,
    price: string,
    durations: number[],
    resolutions: string[],
    ratios: string[],
    sizes: string[],
  ) => ({
    ...{ id, canonical_slug: id, name, pricing_skus: { 'per-video-second': price } },
    ...{ supported_durations: durations, supported_resolutions: resolutions },
    ...{ supported_aspect_ratios: ratios, supported_sizes: sizes },
  })
  const HD = ['720p', '1080p']
  const RATIOS = ['16:9', '9:16', '1:1']
  const WIDE = ['1280x720', '720x1280']
  expect(data).toEqual([
    listed('alibaba/wan-2.6', 'Alibaba: Wan 2.6', '0.04', [5, 10, 15], HD, RATIOS, [
      ...WIDE,
      '1920x1080',
      '1080x1920',
    ]),
    listed('google/veo-3.1', 'Google: Veo 3.1', '0.5', [4, 6, 8], HD, RATIOS, ['1280x720', '1920x1080']),
    listed(
      'openai/sora-2-pro',
      'OpenAI: Sora 2 Pro',
      '0.3',
      [4, 8, 12],
      ['720p'],
      ['16:9', '9:16'],
      [...WIDE, '1792x1024', '1024x1792'],
    ),
  ])
})

it.each([
  ['sora-2', '4', '0.40'],
  ['sora-2', '12', '1.20'],
  ['sora-2-pro', '4', '1.20'],
  ['wan2.6', '5', null],
])('LiteLLM names what %s of %s s costs: %s', async (model, seconds, cost) => {
  const { ask } = createTestApi({ gateway: 'litellm' })
  const answer = await ask('/videos', {
    ...{ method: 'POST', headers: { 'content-type': 'application/json' } },
    body: JSON.stringify({ model, seconds, prompt: 'A lake' }),
  })
  expect(answer.headers.get('x-litellm-response-cost')).toBe(cost)
  expect(await answer.json()).toMatchObject({ usage: { duration_seconds: Number(seconds) }, seconds })
})

it.each<[string, string, string]>([
  ['seconds', '0', 'an integer from 1'],
  ['seconds', '1.5', 'an integer from 1'],
  ['size', '1280', 'WIDTHxHEIGHT'],
  ...['width', 'height', 'num_frames', 'fps', 'num_inference_steps'].map((name): [string, string, string] => [
    name,
    'x',
    'an integer from 1',
  ]),
])('vLLM-Omni refuses %s %s', async (name, value, expected) => {
  const { create } = createTestApi({ gateway: 'vllm-omni' })
  const answer = await create({ prompt: 'A lake', [name]: value })
  expect([answer.status, await answer.json()]).toMatchObject([
    400,
    {
      error: {
        message: `Invalid value: '${value}'. Supported values are: ${expected}`,
        param: name,
        code: 400,
      },
    },
  ])
})

it('vLLM-Omni describes a task with each of its fields', async () => {
  const { ask, create, clock } = createTestApi({ gateway: 'vllm-omni', duration: 20_000 })
  const { id } = await (await create({ prompt: 'A lake', width: '640', height: '480', seconds: '2' })).json()
  clock.advance(20_000)
  expect(await (await ask(`/videos/${id}`)).json()).toEqual({
    ...{ id, model: 'Wan-AI/Wan2.2-T2V-A14B-Diffusers', object: 'video', status: 'completed', progress: 100 },
    ...{ created_at: 1_779_938_152, completed_at: 1_779_938_172, prompt: 'A lake', seconds: '2' },
    ...{ size: '640x480', quality: 'default', expires_at: null, error: null, media_type: 'video/mp4' },
    ...{ file_name: `${id}.mp4`, inference_time_s: 20, stage_durations: {}, peak_memory_mb: 0 },
    ...{ remixed_from_video_id: null },
  })
})
