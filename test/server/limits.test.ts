import { videoModels } from 'react-video-task/client'
import type { VideoProxyLimits, VideoProxyOptions } from 'react-video-task/server'
import { describe, expect, it } from 'vitest'
import { createTestProxy, form, post, postJson } from './support/createTestProxy.js'

const FIELDS = { model: 'wan2.6', prompt: 'A lake', seconds: '5', size: '1280x720' }

/** What comes of a create, sent as a form and as JSON. */
async function create(limits: VideoProxyLimits, fields: Record<string, string>) {
  const outcomes = []
  for (const request of [post({}, form(fields)), postJson(fields)]) {
    const { proxy, asked } = createTestProxy(undefined, { limits })
    const response = await proxy(request)
    const body: unknown = await response.json()
    outcomes.push({ status: response.status, body, asked: asked.length })
  }
  expect(outcomes[1]).toEqual(outcomes[0])
  return outcomes[0]
}

describe('a create within the limits', () => {
  it.each<[string, VideoProxyLimits, Record<string, string>]>([
    ['of nothing', {}, { ...FIELDS, seed: '7' }],
    ['of the prompt', { promptLength: 6 }, FIELDS],
    ['of models by name', { models: ['wan2.6', 'wan2.7'] }, FIELDS],
    ['of the models of the vendor', { models: videoModels }, FIELDS],
    ['of lengths and sizes', { seconds: [5, 10], sizes: ['1280x720'] }, FIELDS],
    ['of one model', { models: { 'wan2.6': { seconds: [5] }, other: { seconds: [1] } } }, FIELDS],
    ['of further parameters', { seconds: [5], params: ['seed'] }, { ...FIELDS, seed: '7' }],
    ['of models alone, whatever else it says', { models: ['wan2.6'] }, { ...FIELDS, seed: '7' }],
  ])('%s is made', async (_, limits, fields) => {
    expect(await create(limits, fields)).toMatchObject({ status: 200, asked: 1 })
  })
})

describe('a create beyond the limits', () => {
  it.each<[string, VideoProxyLimits, Record<string, string>, string, string]>([
    ['of the prompt', { promptLength: 5 }, FIELDS, 'prompt_too_long', 'prompt'],
    ['of models', { models: ['wan2.7'] }, FIELDS, 'model_not_allowed', 'model'],
    ['of models by object', { models: { 'wan2.7': {} } }, FIELDS, 'model_not_allowed', 'model'],
    ['of no model at all', { models: [] }, FIELDS, 'model_not_allowed', 'model'],
    ['that names no model', { models: ['wan2.6'] }, { prompt: 'A lake' }, 'model_not_allowed', 'model'],
    ['by a model all objects have', { models: {} }, { model: 'toString' }, 'model_not_allowed', 'model'],
    ['of seconds', { seconds: [10] }, FIELDS, 'seconds_not_allowed', 'seconds'],
    [
      'by another spelling',
      { seconds: [5] },
      { ...FIELDS, seconds: '5.0' },
      'seconds_not_allowed',
      'seconds',
    ],
    ['by a space', { seconds: [5] }, { ...FIELDS, seconds: ' 5' }, 'seconds_not_allowed', 'seconds'],
    ['that leaves the length to the API', { seconds: [5] }, { model: 'm' }, 'seconds_not_allowed', 'seconds'],
    ['of sizes', { sizes: ['720x1280'] }, FIELDS, 'size_not_allowed', 'size'],
    [
      'of its own model',
      { models: { 'wan2.6': { seconds: [10] } }, seconds: [5, 10] },
      FIELDS,
      'seconds_not_allowed',
      'seconds',
    ],
    [
      'by a name for the length that is not ours',
      { seconds: [5] },
      { ...FIELDS, duration: '60' },
      'param_not_allowed',
      'duration',
    ],
    ['of parameters', { params: [] }, { ...FIELDS, n: '4' }, 'param_not_allowed', 'n'],
  ])('%s is refused and nothing is asked', async (_, limits, fields, code, param) => {
    expect(await create(limits, fields)).toEqual({
      status: 400,
      asked: 0,
      body: { error: { message: expect.any(String), type: 'invalid_request_error', param, code } },
    })
  })

  it.each([
    [{ model: 'm' }, "The parameter 'seconds' is missing. Send one of 5, 10."],
    [{ model: 'm', seconds: '7' }, "'7' is not allowed as 'seconds' here. Send one of 5, 10."],
  ])('of %j is refused with what was wrong and what may be sent', async (fields, message) => {
    expect(await create({ seconds: [5, 10] }, fields)).toMatchObject({ body: { error: { message } } })
  })

  it('is refused only after `authorize`, which need not tell strangers what is offered', async () => {
    const { proxy } = createTestProxy(undefined, { limits: { models: [] }, authorize: () => false })
    expect((await proxy(post())).status).toBe(403)
  })
})

describe('limits', () => {
  it.each([
    [{ promptLength: 0 }],
    [{ promptLength: 1.5 }],
    [{ models: [7] }],
    [{ seconds: ['five'] }],
    [{ seconds: 5 }],
    [{ sizes: '1280x720' }],
    [{ params: 'seed' }],
    [{ models: { m: { seconds: 5 } } }],
  ])('%j are refused at creation', (limits) => {
    const options: Partial<VideoProxyOptions> = JSON.parse('{}', () => ({ limits }))
    expect(() => createTestProxy(undefined, options)).toThrow(/limits/)
  })
})

describe('a rate limiter', () => {
  const context = (options: Partial<VideoProxyOptions>) =>
    createTestProxy(undefined, { authorize: () => ({ id: 'ann' }), ...options })

  it('hears who asks for what, and lets through with true', async () => {
    const heard: unknown[] = []
    const { proxy } = context({
      rateLimit: async ({ action, taskId, user, params }) => heard.push({ action, taskId, user, params }) > 0,
    })
    expect((await proxy(post())).status).toBe(200)
    expect((await proxy(new Request('https://app.test/videos/task_1'))).status).toBe(200)
    const user = { id: 'ann' }
    expect(heard).toEqual([
      { action: 'create', user, params: { model: 'wan2.6', prompt: 'A lake' } },
      { action: 'retrieve', taskId: 'task_1', user },
    ])
  })

  it.each([
    ['false', false, null],
    ['seconds', { retryAfter: 1.2 }, '2'],
    ['seconds that are none', { retryAfter: Number.NaN }, null],
    ['nothing', undefined, null],
  ])('answers 429 with %s, and nothing is asked', async (_, result, retryAfter) => {
    const { proxy, asked } = context(JSON.parse('{}', () => ({ rateLimit: () => result })))
    const response = await proxy(post())
    expect(response.status).toBe(429)
    expect(response.headers.get('retry-after')).toBe(retryAfter)
    expect(await response.json()).toEqual({
      error: { message: expect.any(String), type: 'rate_limit_error', param: null, code: 'rate_limited' },
    })
    expect(asked).toEqual([])
  })

  it('that fails lets nothing through', async () => {
    const { proxy, asked, reported } = context({
      rateLimit: () => Promise.reject(new Error('redis is down')),
    })
    expect((await proxy(post())).status).toBe(500)
    expect(asked).toEqual([])
    expect(reported.map(({ context: { code } }) => code)).toEqual(['rate_limit_failed'])
  })

  it('is not asked about callers who may not ask at all', async () => {
    let asks = 0
    const { proxy } = context({ authorize: () => false, rateLimit: () => ++asks > 0 })
    await proxy(post())
    expect(asks).toBe(0)
  })
})
