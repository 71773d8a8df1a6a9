import { videoModels } from 'react-video-task/client'
import type { VideoProxyLimits, VideoProxyOptions } from 'react-video-task/server'
import { describe, expect, it } from 'vitest'
import { createTestProxy, errorCode, form, post, postJson } from '../support/createTestProxy.js'

const FIELDS = { model: 'wan2.6', prompt: 'A lake', seconds: '5', size: '1280x720' }

/** The outcome of a create, sent as a form and as JSON. */
async function create(limits: VideoProxyLimits, fields: Record<string, string>) {
  const outcomes = []
  for (const request of [post({}, form(fields)), postJson(fields)]) {
    const { proxy, requests } = createTestProxy(undefined, { limits })
    const response = await proxy(request)
    const body: unknown = await response.json()
    outcomes.push({ status: response.status, body, requests: requests.length })
  }
  expect(outcomes[1]).toEqual(outcomes[0])
  return outcomes[0]
}

describe('limits that allow a create', () => {
  it.each<[string, VideoProxyLimits, Record<string, string>]>([
    ['without limits', {}, { ...FIELDS, seed: '7' }],
    ['with a short enough prompt', { promptLength: 6 }, FIELDS],
    ['with a model of the list', { models: ['wan2.6', 'wan2.7'] }, FIELDS],
    ['with a model of videoModels', { models: videoModels }, FIELDS],
    ['with an allowed length and size', { seconds: [5, 10], sizes: ['1280x720'] }, FIELDS],
    [
      'with the length of its model',
      { models: { 'wan2.6': { seconds: [5] }, other: { seconds: [1] } } },
      FIELDS,
    ],
    ['with an allowed further parameter', { seconds: [5], params: ['seed'] }, { ...FIELDS, seed: '7' }],
    ['with a listed further parameter of any model', { params: ['seed'] }, { ...FIELDS, seed: '7' }],
    [
      'with the documented parameters of a model without a table',
      { promptLength: 6 },
      { ...FIELDS, model: 'other' },
    ],
    ['without a model where only the prompt is limited', { promptLength: 6 }, { prompt: 'A lake' }],
  ])('allow a create %s', async (_, limits, fields) => {
    expect(await create(limits, fields)).toMatchObject({ status: 200, requests: 1 })
  })
})

describe('limits that refuse a create', () => {
  it.each<[string, VideoProxyLimits, Record<string, string>, string, string]>([
    ['with a longer prompt', { promptLength: 5 }, FIELDS, 'prompt_too_long', 'prompt'],
    ['with a model outside the list', { models: ['wan2.7'] }, FIELDS, 'model_not_allowed', 'model'],
    ['with a model outside the object', { models: { 'wan2.7': {} } }, FIELDS, 'model_not_allowed', 'model'],
    ['with any model where the list is empty', { models: [] }, FIELDS, 'model_not_allowed', 'model'],
    ['without a model', { models: ['wan2.6'] }, { prompt: 'A lake' }, 'model_not_allowed', 'model'],
    [
      'with a model named like a property of every object',
      { models: {} },
      { model: 'toString' },
      'model_not_allowed',
      'model',
    ],
    ['with another length', { seconds: [10] }, FIELDS, 'seconds_not_allowed', 'seconds'],
    [
      'with a length spelled differently',
      { seconds: [5] },
      { ...FIELDS, seconds: '5.0' },
      'seconds_not_allowed',
      'seconds',
    ],
    [
      'with a space before the length',
      { seconds: [5] },
      { ...FIELDS, seconds: ' 5' },
      'seconds_not_allowed',
      'seconds',
    ],
    ['without a length', { seconds: [5] }, { model: 'm' }, 'seconds_not_allowed', 'seconds'],
    ['with another size', { sizes: ['720x1280'] }, FIELDS, 'size_not_allowed', 'size'],
    [
      'with a length that its model does not allow',
      { models: { 'wan2.6': { seconds: [10] } }, seconds: [5, 10] },
      FIELDS,
      'seconds_not_allowed',
      'seconds',
    ],
    [
      'with a synonym of seconds',
      { seconds: [5] },
      { ...FIELDS, duration: '60' },
      'param_not_allowed',
      'duration',
    ],
    ['with a parameter outside the list', { params: [] }, { ...FIELDS, n: '4' }, 'param_not_allowed', 'n'],
    [
      'with several videos where models are limited',
      { models: ['wan2.6'] },
      { ...FIELDS, n: '10' },
      'param_not_allowed',
      'n',
    ],
    [
      'with a second model name',
      { models: videoModels },
      { ...FIELDS, model_name: 'x' },
      'param_not_allowed',
      'model_name',
    ],
    [
      'with metadata where the prompt is limited',
      { promptLength: 6 },
      { ...FIELDS, metadata: '{"n":10}' },
      'param_not_allowed',
      'metadata',
    ],
    [
      'with a listed parameter in another case',
      { params: ['seed'] },
      { ...FIELDS, Seed: '7' },
      'param_not_allowed',
      'Seed',
    ],
    [
      'with a listed parameter as a list',
      { params: ['seed'] },
      { ...FIELDS, 'seed[]': '7' },
      'param_not_allowed',
      'seed[]',
    ],
  ])('refuse a create %s, without an upstream request', async (_, limits, fields, code, param) => {
    expect(await create(limits, fields)).toEqual({
      status: 400,
      requests: 0,
      body: { error: { message: expect.any(String), type: 'invalid_request_error', param, code } },
    })
  })

  it.each([
    [
      { model: 'm' },
      "The parameter 'seconds' is missing, and this app's proxy needs it. Send one of 5, 10, or name others in `limits.seconds`.",
    ],
    [
      { model: 'm', seconds: '7' },
      "'7' as 'seconds' was refused by this app's proxy. Send one of 5, 10, or name others in `limits.seconds`.",
    ],
  ])('refuse %j with a message that lists the allowed values', async (fields, message) => {
    expect(await create({ seconds: [5, 10] }, fields)).toMatchObject({ body: { error: { message } } })
  })

  it('say that nothing is allowed where a list is empty', async () => {
    const message =
      "'wan2.6' as 'model' was refused by this app's proxy. Name what is allowed in `limits.models`."
    expect(await create({ models: [] }, { model: 'wan2.6' })).toMatchObject({ body: { error: { message } } })
  })

  it('name the option that allows a parameter', async () => {
    expect(await create({ models: ['wan2.6'] }, { ...FIELDS, n: '10' })).toMatchObject({
      body: {
        error: {
          message: "The parameter 'n' was refused by this app's proxy: name `n` in `limits.params`.",
        },
      },
    })
  })

  it('are checked after authorize, so that a stranger does not learn the offer', async () => {
    const { proxy } = createTestProxy(undefined, { limits: { models: [] }, authorize: () => false })
    expect((await proxy(post())).status).toBe(403)
  })
})

describe('any limit', () => {
  const LIMITS: VideoProxyLimits[] = [
    { models: ['wan2.6'] },
    { models: { 'wan2.6': {} } },
    { promptLength: 6 },
    { seconds: [5] },
    { sizes: ['1280x720'] },
    { params: [] },
  ]
  const NAMES = ['n', 'metadata', 'model_name', 'duration', 'extra_body', 'toString', 'ո', '提示']
  const DISGUISES: ((name: string) => string)[] = [
    (name) => name.toUpperCase(),
    (name) => `${name}[]`,
    (name) => `${name}[0][a]`,
    (name) => `${name}.0`,
    (name) => `x.${name}`,
    (name) => `${name} `,
    (name) => `\u200b${name}`,
    (name) => `_${name}`,
    (name) => [...name].map((char) => String.fromCodePoint(char.charCodeAt(0) + 0xfee0)).join(''),
    (name) => [...name].map((char) => `${char}\u0301`).join(''),
    (name) => `__proto__.${name}`,
    (name) => `constructor[${name}]`,
  ]
  const disguised = (names: string[]) => names.flatMap((name) => DISGUISES.map((write) => write(name)))

  it.each(LIMITS)('%j sends nothing but the documented parameters', async (limits) => {
    const { proxy, requests } = createTestProxy(undefined, { limits })
    const all = [...NAMES, ...disguised([...NAMES, ...Object.keys(FIELDS)])]
    const values = ['5', 10, { model: 'sora-2' }, ['5'], null]
    for (const [index, name] of all.entries()) {
      const json = await proxy(postJson({ ...FIELDS, [name]: values[index % values.length] }))
      expect([name, json.status]).toEqual([name, 400])
      expect((await proxy(post({}, form({ ...FIELDS, [name]: '5' })))).status).toBe(400)
    }
    expect(requests).toEqual([])
  })

  it('refuses a file and a part of JSON that it does not name', async () => {
    const { proxy, requests } = createTestProxy(undefined, { limits: { models: ['wan2.6'] } })
    for (const blob of [
      new Blob(['x'], { type: 'image/png' }),
      new Blob(['{}'], { type: 'application/json' }),
    ]) {
      const data = form(FIELDS)
      data.set('input_reference', blob, 'a')
      const response = await proxy(post({}, data))
      expect(response.status).toBe(400)
      expect(await response.json()).toMatchObject({
        error: { code: 'param_not_allowed', param: 'input_reference' },
      })
    }
    expect(requests).toEqual([])
  })
})

describe('the id of a task', () => {
  it.each([
    ...['id', 'task_id', 'taskId', 'ID', 'Task_ID', 'task-id', 'task id', 'task.id', 'TASKID'],
    ...['id[]', 'id[0]', 'id.x', 'task_id[]', 'taskId.0', '_id', ' id', 'id\u00a0', 'i\u200bd', '\ufeffid'],
    ...['ｉｄ', 'ｔａｓｋ＿ｉｄ', '𝐢𝐝', 'ıd', 'İd', 'ta\u017fk_id', 'tas\u212a_id', 'i\u0301d'],
  ])('is never a parameter of a caller, as in %j', async (name) => {
    for (const limits of [undefined, { params: ['seed'] }]) {
      const { proxy, requests } = createTestProxy(undefined, { limits })
      const response = await proxy(postJson({ ...FIELDS, [name]: 'task_1' }))
      expect([response.status, await errorCode(response)]).toEqual([400, 'param_not_allowed'])
      expect((await proxy(post({}, form({ ...FIELDS, [name]: 'task_1' })))).status).toBe(400)
      expect(requests).toEqual([])
    }
  })

  it.each(['video_id', 'remix_id', 'model_id', 'width', 'idea', 'taskIdea', 'request_id'])(
    'is not what %j names',
    async (name) => {
      expect(await create({}, { ...FIELDS, [name]: '5' })).toMatchObject({ status: 200, requests: 1 })
    },
  )
})

describe('the limits option', () => {
  it.each([
    [{ promptLength: 0 }, 'promptLength'],
    [{ promptLength: 1.5 }, 'promptLength'],
    [{ models: [7] }, 'models'],
    [{ seconds: ['five'] }, 'seconds'],
    [{ seconds: [5, 0] }, 'seconds'],
    [{ seconds: 5 }, 'seconds'],
    [{ sizes: '1280x720' }, 'sizes'],
    [{ aspectRatios: '16:9' }, 'aspectRatios'],
    [{ resolutions: ['720p', 720] }, 'resolutions'],
    [{ params: 'seed' }, 'params'],
    [{ params: ['seed', 'id'] }, 'params'],
    [{ params: ['Task_Id'] }, 'params'],
    [{ models: { m: { seconds: 5 } } }, "models['m'].seconds"],
  ])('throws for %j, and names %s', (limits, name) => {
    const options: Partial<VideoProxyOptions> = JSON.parse('{}', () => ({ limits }))
    expect(() => createTestProxy(undefined, options)).toThrow(`limits.${name}\``)
  })

  it('allows a prompt of one character', async () => {
    expect(await create({ promptLength: 1 }, { ...FIELDS, prompt: 'A' })).toMatchObject({ status: 200 })
  })
})
