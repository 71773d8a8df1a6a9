import { findVideoModel, videoModels } from 'react-video-task/client'
import type { VideoProxyLimits, VideoProxyOptions } from 'react-video-task/server'
import { describe, expect, it } from 'vitest'
import { createTestProxy, form, post, postJson, type UpstreamRequest } from '../support/createTestProxy.js'

const prompt = 'A lake'
const MODELS = Object.keys(videoModels)
const png = (type = 'image/png') => new Blob(['x'], { type })

/** What the API received of a create, sent as a form and as JSON, or the refusal. */
async function create(limits: VideoProxyLimits, fields: Record<string, string>) {
  const outcomes = []
  for (const request of [post({}, form(fields)), postJson(fields)]) {
    const { proxy, requests } = createTestProxy(undefined, { limits })
    const response = await proxy(request)
    const [sent] = requests
    outcomes.push(sent ? await fieldsOf(sent) : (await response.json()).error)
  }
  expect(outcomes[1]).toEqual(outcomes[0])
  return outcomes[0]
}

async function fieldsOf({ headers, init }: UpstreamRequest): Promise<object> {
  const body = new Response(init.body, { headers })
  return headers.get('content-type') === 'application/json'
    ? body.json()
    : Object.fromEntries(await body.formData())
}

async function createWithFiles(limits: VideoProxyLimits, model: string, parts: [string, string | Blob][]) {
  const { proxy, requests } = createTestProxy(undefined, { limits })
  const body = form({ model, prompt })
  for (const [name, value] of parts) body.append(name, value)
  const response = await proxy(post({}, body))
  return requests[0] ? 'sent' : (await response.json()).error
}

describe('the documented limits of a named model', () => {
  it.each<[string, Record<string, string>]>([
    ['wan2.6', { seconds: '5', size: '1920x1080' }],
    ['wan2.7', { seconds: '5', size: '1920x1080' }],
    ['happyhorse-1.0', { seconds: '5', size: '1920x1080' }],
    ['viduq3', { seconds: '5', size: '1280x720' }],
    ['viduq3-turbo', { seconds: '5', size: '1280x720' }],
    ['omni-fast', { seconds: '4', aspect_ratio: '16:9', resolution: '720p' }],
    ['doubao-seedance-2-0', { seconds: '5', size: '16:9' }],
    ['doubao-seedance-2-0-fast', { seconds: '5', size: '16:9' }],
    ['doubao-seedance-1-5-pro', { seconds: '5', size: '16:9' }],
    ['doubao-seedance-1-0-pro', { seconds: '5', size: '16:9' }],
    ['veo3-fast', { size: '16x9' }],
    ['veo3.1', { seconds: '4', size: '1280x720' }],
    ['veo3.1-fast', { seconds: '4', size: '1280x720' }],
    ['sora-2', { seconds: '4', size: '1280x720' }],
    ['sora-2-pro', { seconds: '4', size: '1280x720' }],
  ])('write the defaults into a create of %s and a prompt alone', async (model, defaults) => {
    const sent = { model, prompt, ...defaults }
    expect(await create({ models: MODELS }, { model, prompt })).toEqual(sent)
    expect(await create({ models: videoModels }, { model, prompt })).toEqual(sent)
  })

  it('write the documented default of a create that names no model, where it is allowed', async () => {
    const sent = { model: 'sora-2', prompt, seconds: '4', size: '1280x720' }
    expect(await create({ models: ['wan2.6', 'sora-2'] }, { prompt })).toEqual(sent)
    expect(await create({ models: { 'sora-2': { seconds: [8] } } }, { prompt })).toEqual({
      ...sent,
      seconds: '8',
    })
    const refusal = { code: 'model_not_allowed', param: 'model' }
    expect(await create({ models: ['wan2.6', 'sora-2-pro'] }, { prompt })).toMatchObject(refusal)
    expect(await create({ models: ['sora-2'] }, { prompt, model: '' })).toMatchObject(refusal)
    // Without the list the API decides.
    expect(await create({ promptLength: 100 }, { prompt })).toEqual({ prompt })
  })

  it.each(MODELS)('let through each documented value of %s and no other', async (model) => {
    const facts = findVideoModel(model)
    for (const [name, values = []] of [
      ['seconds', facts?.seconds],
      ['size', facts?.sizes],
      ['aspect_ratio', facts?.aspectRatios],
      ['resolution', facts?.resolutions],
    ] as const) {
      const first = String(values[0])
      const last = String(values.at(-1))
      for (const value of values.length > 0 ? [first, last] : []) {
        expect(await create({ models: [model] }, { model, prompt, [name]: value })).toMatchObject({
          [name]: value,
        })
      }
      for (const value of ['0', '21', '4.0', ' 5', '1x1', '1:2', '8k', '']) {
        expect(await create({ models: [model] }, { model, prompt, [name]: value })).toMatchObject({
          param: name,
          code: values.length > 0 ? `${name}_not_allowed` : 'param_not_allowed',
        })
      }
    }
  })

  it('know the parameters of each model', async () => {
    const models = ['omni-fast', 'wan2.6']
    expect(await create({ models }, { model: 'omni-fast', prompt, resolution: '1080p' })).toMatchObject({
      resolution: '1080p',
    })
    expect(await create({ models }, { model: 'wan2.6', prompt, resolution: '1080p' })).toMatchObject({
      code: 'param_not_allowed',
      param: 'resolution',
    })
  })

  it('are not applied where no model is named', async () => {
    const fields = { model: 'wan2.6', prompt, seconds: '7' }
    expect(await create({ promptLength: 100 }, fields)).toEqual(fields)
    expect(await create({}, fields)).toEqual(fields)
  })

  it.each(['seconds', 'size', 'aspect_ratio', 'resolution'])(
    'refuse a %s that is not text, however it reads as text',
    async (name) => {
      const facts = findVideoModel(name === 'size' ? 'sora-2' : 'omni-fast')
      const value = { seconds: '4', size: '1280x720', aspect_ratio: '16:9', resolution: '720p' }[name]
      const model = facts === videoModels['sora-2'] ? 'sora-2' : 'omni-fast'
      for (const disguise of [[value], [[value]], { toString: value }, null, true]) {
        const { proxy, requests } = createTestProxy(undefined, { limits: { models: [model] } })
        expect((await proxy(postJson({ model, prompt, [name]: disguise }))).status).toBe(400)
        expect(requests).toEqual([])
      }
    },
  )

  it('give authorizeCreate and rateLimit the defaults that are sent', async () => {
    const seen: unknown[] = []
    const { proxy } = createTestProxy(undefined, {
      limits: { models: ['sora-2'] },
      authorizeCreate: ({ params }) => Boolean(seen.push(params)),
      rateLimit: ({ params }) => Boolean(seen.push(params)),
    })
    expect((await proxy(post({}, form({ model: 'sora-2', prompt })))).status).toBe(200)
    const params = { model: 'sora-2', prompt, seconds: '4', size: '1280x720' }
    expect(seen).toEqual([params, params])
  })
})

describe("an app's own limits of a model", () => {
  it('replace the documented ones', async () => {
    const limits = { models: { 'wan2.6': { seconds: [5, 20] } } }
    expect(await create(limits, { model: 'wan2.6', prompt, seconds: '20' })).toMatchObject({ seconds: '20' })
    expect(await create(limits, { model: 'wan2.6', prompt, seconds: '10' })).toMatchObject({
      message:
        "'10' as 'seconds' was refused by this app's proxy. Send one of 5, 20, or name others in `limits.models`.",
    })
    expect(await create(limits, { model: 'wan2.6', prompt, size: '1x1' })).toMatchObject({ param: 'size' })
  })

  it('are narrowed further by the limits of all models', async () => {
    const limits = { models: ['wan2.6', 'sora-2'], seconds: [4, 5] }
    expect(await create(limits, { model: 'wan2.6', prompt, seconds: '10' })).toMatchObject({
      message:
        "'10' as 'seconds' was refused by this app's proxy. Send one of 5, or name others in `limits.seconds`.",
    })
    expect(await create(limits, { model: 'wan2.6', prompt, seconds: '4' })).toMatchObject({
      param: 'seconds',
    })
    expect(await create(limits, { model: 'sora-2', prompt })).toMatchObject({ seconds: '4' })
  })

  it.each<[string, VideoProxyLimits, string, object]>([
    ['the shortest length', { models: { 'wan2.6': { seconds: [15, 10] } } }, 'wan2.6', { seconds: '10' }],
    [
      'the smallest size',
      { models: { 'wan2.6': { sizes: ['1440x1440', '720x1280', '1280x720'] } } },
      'wan2.6',
      { size: '720x1280', seconds: '5' },
    ],
    [
      'the size of the fewest pixels, whatever its shape',
      { models: { 'wan2.6': { sizes: ['1440x1440', '1080x1920', '1280x720'] } } },
      'wan2.6',
      { size: '1280x720' },
    ],
    [
      'the lowest resolution',
      { models: { 'omni-fast': { resolutions: ['1080p'] } } },
      'omni-fast',
      { resolution: '1080p' },
    ],
    [
      'the lowest resolution where no default is documented',
      { models: { 'doubao-seedance-1-5-pro': { resolutions: ['720p', '480p'] } } },
      'doubao-seedance-1-5-pro',
      { resolution: '480p' },
    ],
    [
      'a size in pixels before a ratio',
      { models: { 'doubao-seedance-2-0': { sizes: ['9:16', '1280x720', '864x496'] } } },
      'doubao-seedance-2-0',
      { size: '864x496' },
    ],
    [
      'the first ratio',
      { models: { 'omni-fast': { aspectRatios: ['9:16', '1:1'] } } },
      'omni-fast',
      { aspect_ratio: '9:16' },
    ],
    ['the shortest length of all models', { seconds: [15, 10] }, 'wan2.6', { seconds: '10' }],
    [
      'the default of the app',
      {
        models: {
          'wan2.6': { sizes: ['1280x720', '1920x1080'], defaults: { size: '1280x720', seconds: 10 } },
        },
      },
      'wan2.6',
      { size: '1280x720', seconds: '10' },
    ],
    [
      'the documented default beside one of the app',
      { models: { 'wan2.6': { defaults: { size: '1280x720' } } } },
      'wan2.6',
      { size: '1280x720', seconds: '5' },
    ],
    [
      'the default of the app for an unknown model',
      { models: { 'kling-v9': { seconds: [5, 10], defaults: { seconds: 10 } } } },
      'kling-v9',
      { seconds: '10' },
    ],
  ])('let an omitted parameter be %s', async (_, limits, model, expected) => {
    expect(await create(limits, { model, prompt })).toMatchObject({ model, prompt, ...expected })
  })

  it('name a parameter that an unknown model must be sent', async () => {
    expect(
      await create({ models: { 'kling-v9': { sizes: ['1:1'] } } }, { model: 'kling-v9', prompt }),
    ).toMatchObject({
      code: 'size_not_allowed',
      message:
        "The parameter 'size' is missing, and this app's proxy needs it. Send one of 1:1, or name others in `limits.models`.",
    })
  })

  it('name the option where a model does not take a parameter that is limited for all', async () => {
    const limits = { models: ['wan2.6', 'omni-fast'], resolutions: ['720p'] }
    expect(await create(limits, { model: 'omni-fast', prompt })).toMatchObject({ resolution: '720p' })
    expect(await create(limits, { model: 'wan2.6', prompt })).toMatchObject({
      code: 'resolution_not_allowed',
      param: 'resolution',
      message:
        "This app's proxy limits 'resolution' for all models, and this model does not take it. To let the model pass, limit 'resolution' in `limits.models` instead of `limits.resolutions`.",
    })
  })

  it('refuse a model whose fixed length is not allowed', async () => {
    expect(await create({ seconds: [4, 5] }, { model: 'veo3-fast', prompt })).toMatchObject({
      code: 'seconds_not_allowed',
      message:
        "'8' as 'seconds' was refused by this app's proxy. Send one of 4, 5, or name others in `limits.seconds`.",
    })
    expect(await create({ seconds: [4, 8] }, { model: 'veo3-fast', prompt })).toEqual({
      model: 'veo3-fast',
      prompt,
    })
  })

  it('open a parameter for one model', async () => {
    const limits: VideoProxyLimits = {
      models: { 'wan2.6': {}, 'kling-v9': { params: ['resolution', 'cfg_scale'], aspectRatios: ['1:1'] } },
    }
    const kling = { model: 'kling-v9', prompt, aspect_ratio: '1:1', resolution: '4k', cfg_scale: '1' }
    expect(await create(limits, kling)).toEqual(kling)
    expect(await create(limits, { ...kling, aspect_ratio: '16:9' })).toMatchObject({ param: 'aspect_ratio' })
    expect(await create(limits, { model: 'wan2.6', prompt, resolution: '4k' })).toMatchObject({
      code: 'param_not_allowed',
      param: 'resolution',
    })
  })

  it('may be the facts of another model, for an alias of it', async () => {
    const limits = { models: { 'veo3-pro': videoModels['veo3-fast'] } }
    expect(await create(limits, { model: 'veo3-pro', prompt })).toEqual({
      model: 'veo3-pro',
      prompt,
      size: '16x9',
    })
    expect(await create(limits, { model: 'veo3-pro', prompt, size: '1280x720' })).toMatchObject({
      param: 'size',
    })
    expect(await createWithFiles(limits, 'veo3-pro', [['input_reference', png()]])).toBe('sent')
  })
})

describe('the reference images of a create', () => {
  it.each([
    ['image/png', '89504e470d0a1a0a0000000d49484452', ''],
    ['image/jpeg', 'ffd8ffe000104a46494600010100', 'application/octet-stream'],
    ['image/webp', '52494646040000005745425056503820', 'Application/Octet-Stream'],
  ])('are %s by the bytes %s where the type is %j, and sent as that', async (type, bytes, sent) => {
    const { proxy, requests } = createTestProxy(undefined, { limits: { models: MODELS } })
    const body = form({ model: 'sora-2', prompt })
    body.append('input_reference', new File([Buffer.from(bytes, 'hex')], 'first', { type: sent }))
    expect((await proxy(post({}, body))).status).toBe(200)
    const [request] = requests
    const received = await new Response(request?.init.body, { headers: request?.headers ?? {} }).formData()
    const file = received.get('input_reference')
    expect(file).toMatchObject({ type, name: 'first', size: bytes.length / 2 })
  })

  it.each<[string, [string, string | Blob][]]>([
    ['sora-2', [['input_reference', png()]]],
    ['sora-2', [['input_reference[image_url]', 'https://cdn.example.com/a.png']]],
    ['sora-2', [['input_reference', 'data:image/webp;base64,AA==']]],
    ['sora-2', [['input_reference[]', png()]]],
    ['sora-2', [['input_reference[][image_url]', 'https://cdn.example.com/a.png']]],
    [
      'veo3-fast',
      [
        ['input_reference[]', png()],
        ['input_reference[]', png()],
      ],
    ],
    [
      'veo3-fast',
      [
        ['input_reference', png()],
        ['input_reference', png('image/bmp')],
      ],
    ],
    ['doubao-seedance-2-0', Array.from({ length: 9 }, (): [string, Blob] => ['input_reference', png()])],
  ])('of %s pass within its documentation, as in %j', async (model, parts) => {
    expect(await createWithFiles({ models: MODELS }, model, parts)).toBe('sent')
  })

  it.each<[string, [string, string | Blob][], string, string]>([
    [
      'sora-2',
      [
        ['input_reference', png()],
        ['input_reference', png()],
      ],
      'references_not_allowed',
      "The create has 2 reference images. This app's proxy takes at most 1 for this model: `references` in `limits.models`.",
    ],
    [
      'sora-2',
      [
        ['input_reference', png()],
        ['input_reference[image_url]', 'https://cdn.example.com/a.png'],
      ],
      'references_not_allowed',
      "The create has 2 reference images. This app's proxy takes at most 1 for this model: `references` in `limits.models`.",
    ],
    [
      'sora-2',
      [
        ['input_reference', png()],
        ['input_reference[]', png()],
      ],
      'references_not_allowed',
      "The create has 2 reference images. This app's proxy takes at most 1 for this model: `references` in `limits.models`.",
    ],
    [
      'sora-2',
      [['input_reference[]', png('image/gif')]],
      'references_not_allowed',
      "'image/gif' as 'input_reference' was refused by this app's proxy. Send one of image/jpeg, image/png, image/webp, or name others in `references.types`.",
    ],
    [
      'sora-2',
      [['input_reference', png('video/mp4')]],
      'references_not_allowed',
      "'video/mp4' as 'input_reference' was refused by this app's proxy. Send one of image/jpeg, image/png, image/webp, or name others in `references.types`.",
    ],
    [
      'veo3-fast',
      [['input_reference', 'DATA:text/html,<b>']],
      'references_not_allowed',
      "'text/html' as 'input_reference' was refused by this app's proxy. Send one of image/*, or name others in `references.types`.",
    ],
    [
      'wan2.6',
      [['input_reference[image_url]', 'https://cdn.example.com/a.png']],
      'param_not_allowed',
      "The parameter 'input_reference[image_url]' was refused by this app's proxy: name `input_reference` in `limits.params`.",
    ],
    [
      'doubao-seedance-1-5-pro',
      [['input_reference', png()]],
      'param_not_allowed',
      "The parameter 'input_reference' was refused by this app's proxy: name `input_reference` in `limits.params`.",
    ],
  ])('of %s are refused beyond its documentation, as in %j', async (model, parts, code, message) => {
    expect(await createWithFiles({ models: MODELS }, model, parts)).toMatchObject({ code, message })
  })

  it.each([
    [{ input_reference: ['a', 'b'] }],
    [{ input_reference: { image_url: ['a', 'b'] } }],
    [{ input_reference: [{ image_url: 'a' }, { image_url: { url: 'b' } }] }],
    [{ input_reference: 'a', 'input_reference[image_url]': 'b' }],
  ])('are counted in JSON, however they are nested, as in %j', async (params) => {
    const { proxy, requests } = createTestProxy(undefined, { limits: { models: ['sora-2'] } })
    expect((await proxy(postJson({ model: 'sora-2', prompt, ...params }))).status).toBe(400)
    expect(requests).toEqual([])
  })

  it.each([
    'input_reference[file_id]',
    'input_reference[0]',
    'input_reference[][]',
    'input_reference[image_url][]',
    'Input_Reference',
  ])('have no other name, such as %s', async (name) => {
    expect(await createWithFiles({ models: MODELS }, 'sora-2', [[name, 'a']])).toMatchObject({
      code: 'param_not_allowed',
    })
  })

  it('are counted as `input_reference` where the app opens that parameter', async () => {
    const parts: [string, string][] = [['input_reference[image_url]', 'https://cdn.example.com/a.png']]
    expect(await createWithFiles({ models: ['wan2.6'], params: ['input_reference'] }, 'wan2.6', parts)).toBe(
      'sent',
    )
    const ofModel = { models: { 'wan2.6': { params: ['input_reference'] } } }
    expect(await createWithFiles(ofModel, 'wan2.6', parts)).toBe('sent')
  })

  it('have the number that the app allows', async () => {
    const limits = { models: { 'doubao-seedance-2-0': { references: { max: 1 } } } }
    const parts: [string, Blob][] = [
      ['input_reference', png()],
      ['input_reference', png()],
    ]
    expect(await createWithFiles(limits, 'doubao-seedance-2-0', parts)).toMatchObject({
      param: 'input_reference',
    })
    // The types remain the documented ones.
    const gif: [string, Blob][] = [['input_reference', png('image/gif')]]
    expect(await createWithFiles(limits, 'doubao-seedance-2-0', gif)).toMatchObject({
      code: 'references_not_allowed',
    })
  })
})

describe('the limits option of a model', () => {
  it.each([
    [{ models: { m: { aspectRatios: '16:9' } } }],
    [{ models: { m: { resolutions: [720] } } }],
    [{ models: { m: { params: 'seed' } } }],
    [{ models: { m: { params: ['task_id'] } } }],
    [{ models: { m: { references: { max: 1.5 } } } }],
    [{ models: { m: { seconds: [5], defaults: { seconds: 10 } } } }],
    [{ models: { m: { sizes: ['1x1'], defaults: { size: '2x2' } } } }],
    [{ resolutions: '720p' }],
  ])('throws for %j', (limits) => {
    const options: Partial<VideoProxyOptions> = JSON.parse('{}', () => ({ limits }))
    expect(() => createTestProxy(undefined, options)).toThrow(/limits/)
  })
})
