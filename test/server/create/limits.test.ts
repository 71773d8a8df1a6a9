import { videoModels } from 'react-video-task/client'
import type { VideoProxyLimits, VideoProxyOptions } from 'react-video-task/server'
import { describe, expect, it } from 'vitest'
import { createTestProxy, form, post, postJson } from '../support/createTestProxy.js'

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
    [
      'with further parameters where only models are limited',
      { models: ['wan2.6'] },
      { ...FIELDS, seed: '7' },
    ],
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
  ])('refuse a create %s, without an upstream request', async (_, limits, fields, code, param) => {
    expect(await create(limits, fields)).toEqual({
      status: 400,
      requests: 0,
      body: { error: { message: expect.any(String), type: 'invalid_request_error', param, code } },
    })
  })

  it.each([
    [{ model: 'm' }, "The parameter 'seconds' is missing. Send one of 5, 10."],
    [{ model: 'm', seconds: '7' }, "'7' is not allowed as 'seconds' here. Send one of 5, 10."],
  ])('refuse %j with a message that lists the allowed values', async (fields, message) => {
    expect(await create({ seconds: [5, 10] }, fields)).toMatchObject({ body: { error: { message } } })
  })

  it('are checked after authorize, so that a stranger does not learn the offer', async () => {
    const { proxy } = createTestProxy(undefined, { limits: { models: [] }, authorize: () => false })
    expect((await proxy(post())).status).toBe(403)
  })
})

describe('the limits option', () => {
  it.each([
    [{ promptLength: 0 }],
    [{ promptLength: 1.5 }],
    [{ models: [7] }],
    [{ seconds: ['five'] }],
    [{ seconds: 5 }],
    [{ sizes: '1280x720' }],
    [{ params: 'seed' }],
    [{ models: { m: { seconds: 5 } } }],
  ])('throws for %j', (limits) => {
    const options: Partial<VideoProxyOptions> = JSON.parse('{}', () => ({ limits }))
    expect(() => createTestProxy(undefined, options)).toThrow(/limits/)
  })
})
