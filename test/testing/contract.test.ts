import { Validator } from '@seriousme/openapi-schema-validator'
import { describe, expect, it } from 'vitest'
import type { ScenarioName, TaskState } from 'react-video-task/testing'
import { openapiContract, openapi } from './support/openapiContract.js'
import { createTestApi } from './support/createTestApi.js'
import { createTestTask } from './support/createTestTask.js'

const contract = openapiContract()
const TASK = '/videos/{task_id}'
const CONTENT = '/videos/{task_id}/content'

it('openapi.json is a valid OpenAPI 3.1 document', async () => {
  const validator = new Validator()
  expect(await validator.validate(structuredClone(openapi))).toEqual({ valid: true })
  expect(validator.version).toBe('3.1')
})

describe('openapi.json', () => {
  const task = { id: 't', object: 'video', model: 'm', status: 'queued', progress: 0, created_at: 1 }
  const schema = '/components/schemas/VideoTask'

  it.each([
    task,
    { ...task, status: 'completed', completed_at: 2, video_url: 'https://a.b/c?d=e', more: {} },
    { ...task, status: 'error', error: { message: 'no' } },
    { ...task, completed_at: null, video_url: null, error: null },
  ])('accepts the task %j', (body) => {
    expect(contract.problemsWith(schema, body)).toEqual([])
  })

  it.each([
    { ...task, status: 'SUCCESS' },
    { ...task, progress: 12.5 },
    { ...task, progress: 101 },
    { ...task, created_at: '2026-05-28' },
    { ...task, completed_at: 2 },
    { ...task, video_url: 'https://a.b/c' },
    { ...task, status: 'completed', video_url: 'nowhere' },
    { ...task, status: 'failed', error: 'no' },
    { ...task, object: 'task' },
    { ...task, id: undefined },
    {},
  ])('rejects the task %j', (body) => {
    expect(contract.problemsWith(schema, body)).not.toEqual([])
  })

  it('detects an invalid status, content type, header and body of a response', async () => {
    const problems = async (response: Response) => contract.problemsOf('GET', CONTENT, response)
    expect(
      await problems(new Response('x', { status: 206, headers: { 'content-type': 'video/mp4' } })),
    ).toEqual(['the header content-length is missing', 'the header content-range is missing'])
    expect(
      await problems(new Response('<html>', { status: 500, headers: { 'content-type': 'text/html' } })),
    ).toEqual(['the content type is text/html'])
    expect(await problems(Response.json({ error: 'no' }, { status: 500 }))).not.toEqual([])
    expect(await contract.problemsOf('PATCH', TASK, new Response())).toEqual([
      `PATCH ${TASK} is not an operation`,
    ])
    expect(await contract.problemsOf('DELETE', TASK, Response.json({ id: 'video_1' }))).not.toEqual([])
  })
})

describe('responses of the emulator that match openapi.json', () => {
  it.each<[string, Record<string, string>, number]>([
    ['a create', { model: 'wan2.6', prompt: 'A lake' }, 200],
    ['a create without a model', { prompt: 'A lake' }, 200],
    ['a create without a prompt', { model: 'wan2.6' }, 400],
    ['a create with a wrong size', { model: 'wan2.6', prompt: 'A lake', size: '1x1' }, 400],
    ['a create of an unknown model', { model: 'sora-9', prompt: 'A lake' }, 503],
    ['a create rejected by the content policy', { model: 'wan2.6', prompt: '[refuse]' }, 400],
    ['a create over the rate limit', { model: 'wan2.6', prompt: '[create-429-retry-after]' }, 429],
    ['a create during an outage', { model: 'wan2.6', prompt: '[create-503]' }, 503],
  ])('%s', async (_, fields, status) => {
    const response = await createTestApi().create(fields)
    expect(response.status).toBe(status)
    expect(await contract.problemsOf('POST', '/videos', response)).toEqual([])
  })

  it('a create without a form', async () => {
    const response = await createTestApi().ask('/videos', { method: 'POST', body: '{}' })
    expect(await contract.problemsOf('POST', '/videos', response)).toEqual([])
  })

  it.each<TaskState>([
    { status: 'queued' },
    { status: 'in_progress', progress: 50 },
    { status: 'completed' },
    { status: 'completed', url: 'none' },
    { status: 'completed', url: 'expired' },
    { status: 'failed', error: { code: 'c', message: 'm' } },
    { status: 'failed' },
    { status: 'error' },
  ])('a task with the state %j, and its content', async (state) => {
    const { ask, emulator } = createTestApi()
    emulator.addTask({ id: 't', state })
    expect(await contract.problemsOf('GET', TASK, await ask('/videos/t'))).toEqual([])
    for (const init of [{}, { headers: { range: 'bytes=0-9' } }, { headers: { range: 'bytes=9999999-' } }]) {
      expect(await contract.problemsOf('GET', CONTENT, await ask('/videos/t/content', init))).toEqual([])
    }
    const head = await ask('/videos/t/content', { method: 'HEAD' })
    expect(await contract.problemsOf('HEAD', CONTENT, head)).toEqual([])
  })

  it('a task at every second of the flows that match the contract', async () => {
    const flows: ScenarioName[] = [
      'succeed',
      'fail',
      'error',
      'fail-silently',
      'fail-at-100',
      'stuck',
      'backwards',
    ]
    for (const flow of [...flows, 'jump-to-90', 'late-url', 'no-url', 'expired'] satisfies ScenarioName[]) {
      const { poll, clock } = createTestTask(flow)
      for (let second = 0; second < 28; second++) {
        expect(await contract.problemsOf('GET', TASK, await poll())).toEqual([])
        clock.advance(1000)
      }
    }
  })

  it.each([
    '400',
    '401',
    '402',
    '403',
    '404',
    '408',
    '429',
    '429-retry-after',
    '429-retry-date',
    '429-reset',
    '500',
    '503',
  ] as const)('the fault %s in the envelope of the API, for polls and downloads', async (fault) => {
    const { poll, content } = createTestTask([`poll-${fault}`, `content-${fault}`])
    expect(await contract.problemsOf('GET', TASK, await poll())).toEqual([])
    expect(await contract.problemsOf('GET', CONTENT, await content())).toEqual([])
  })

  it.each<[string, string, RequestInit]>([
    ['GET', '/videos/unknown', {}],
    ['GET', '/videos/%ff', {}],
    ['GET', '/videos/unknown', { headers: { authorization: 'Bearer wrong' } }],
    ['GET', '/videos/unknown/content', {}],
  ])('an error response: %s %s %j', async (method, path, init) => {
    const template = path.endsWith('/content') ? CONTENT : TASK
    expect(await contract.problemsOf(method, template, await createTestApi().ask(path, init))).toEqual([])
  })

  it('a method that the route does not allow', async () => {
    const { ask } = createTestApi()
    // Validated as the operation on the same path: the document has no entry for a method that does not exist.
    expect(await contract.problemsOf('POST', '/videos', await ask('/videos', { method: 'PUT' }))).toEqual([])
    expect(await contract.problemsOf('DELETE', TASK, await ask('/videos/t', { method: 'DELETE' }))).toEqual(
      [],
    )
    expect(await contract.problemsOf('GET', '/videos', await ask('/videos'))).toEqual([])
  })

  it.each(['cometapi', 'litellm', 'vllm-omni'] as const)(
    'a remix, list and delete at %s',
    async (gateway) => {
      const { ask, emulator } = createTestApi({ gateway })
      emulator.addTask({ id: 't', model: 'sora-2', state: { status: 'completed' } })
      emulator.addTask({ id: 'r', model: 'sora-2', state: { status: 'in_progress', progress: 50 } })
      const statuses: number[] = []
      const check = async (method: string, template: string, path: string, init: RequestInit = {}) => {
        const response = await ask(path, { method, ...init })
        statuses.push(response.status)
        expect(await contract.problemsOf(method, template, response)).toEqual([])
      }
      const remix = { headers: { 'content-type': 'application/json' }, body: '{"prompt":"In winter"}' }
      const routes = gateway === 'cometapi' ? ['remix'] : gateway === 'litellm' ? ['remix', 'list'] : ['list']
      if (routes.includes('remix')) {
        for (const id of ['t', 'r', 'unknown'])
          await check('POST', '/videos/{task_id}/remix', `/videos/${id}/remix`, remix)
        await check('POST', '/videos/{task_id}/remix', '/videos/t/remix', { ...remix, body: '{}' })
        expect(statuses.slice(0, 2)).toEqual([200, 400])
      }
      await check('GET', '/videos', '/videos?limit=1')
      await check('GET', '/videos', '/videos?limit=ten')
      for (const id of ['t', 'r', 't']) await check('DELETE', TASK, `/videos/${id}`)
      const [list, invalid, ...deletes] = statuses.slice(-5)
      expect([list, invalid]).toEqual(routes.includes('list') ? [200, 400] : [405, 405])
      const expected = { cometapi: [405, 405, 405], litellm: [200, 400, 404], 'vllm-omni': [200, 200, 404] }
      expect(deletes).toEqual(expected[gateway])
    },
  )

  it('do not include a task in a dialect', async () => {
    for (const name of ['uppercase', 'wrapped', 'milliseconds'] satisfies ScenarioName[]) {
      const { poll, clock } = createTestTask(name)
      clock.advance(20_000)
      const problems = await contract.problemsOf('GET', TASK, await poll())
      if (name !== 'milliseconds') expect(problems).not.toEqual([])
    }
    expect(await contract.problemsOf('GET', TASK, await createTestTask('poll-500-flat').poll())).not.toEqual(
      [],
    )
  })
})

describe('the emulator accepts exactly the creates that openapi.json accepts, for the model', () => {
  const seconds = ['1', '2', '5', '7', '10', '15', '16']
  const sizes = ['1280x720', '832x1088', '1248x1632', '1440x1440', '640x480']

  it.each(['wan2.6', 'wan2.7', 'sora-9'])('%s', async (model) => {
    const { create } = createTestApi()
    for (const second of seconds) {
      for (const size of sizes) {
        const form = { model, prompt: 'A lake', seconds: second, size }
        const isAccepted = (await create(form)).status === 200
        const isDocumented = contract.problemsWith('/components/schemas/CreateVideo', form).length === 0
        expect([form, isAccepted]).toEqual([form, isDocumented])
      }
    }
  })
})
