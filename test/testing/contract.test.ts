import { Validator } from '@seriousme/openapi-schema-validator'
import { describe, expect, it } from 'vitest'
import type { ScenarioName, TaskState } from 'react-video-task/testing'
import { createContract, openapi } from './support/createContract.js'
import { createVendor } from './support/createVendor.js'
import { createWatched } from './support/createWatched.js'

const contract = createContract()
const TASK = '/videos/{task_id}'
const CONTENT = '/videos/{task_id}/content'

it('the document that the package ships is OpenAPI 3.1', async () => {
  const validator = new Validator()
  expect(await validator.validate(structuredClone(openapi))).toEqual({ valid: true })
  expect(validator.version).toBe('3.1')
})

describe('the document', () => {
  const task = { id: 't', object: 'video', model: 'm', status: 'queued', progress: 0, created_at: 1 }
  const schema = '/components/schemas/VideoTask'

  it.each([
    task,
    { ...task, status: 'completed', completed_at: 2, video_url: 'https://a.b/c?d=e', more: {} },
    { ...task, status: 'error', error: { message: 'no' } },
    { ...task, completed_at: null, video_url: null, error: null },
  ])('takes %j', (body) => {
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
  ])('refuses %j', (body) => {
    expect(contract.problemsWith(schema, body)).not.toEqual([])
  })

  it('finds what is wrong with an answer: status, type, header, body', async () => {
    const problems = async (response: Response) => contract.problemsOf('GET', CONTENT, response)
    expect(
      await problems(new Response('x', { status: 206, headers: { 'content-type': 'video/mp4' } })),
    ).toEqual(['the header content-length is missing', 'the header content-range is missing'])
    expect(
      await problems(new Response('<html>', { status: 500, headers: { 'content-type': 'text/html' } })),
    ).toEqual(['the content type is text/html'])
    expect(await problems(Response.json({ error: 'no' }, { status: 500 }))).not.toEqual([])
    expect(await contract.problemsOf('DELETE', TASK, new Response())).toEqual([
      `DELETE ${TASK} is no operation`,
    ])
  })
})

describe('every documented answer of the emulator is as the document says', () => {
  it.each<[string, Record<string, string>, number]>([
    ['a create', { model: 'wan2.6', prompt: 'A lake' }, 200],
    ['a create without a model', { prompt: 'A lake' }, 400],
    ['a create with a wrong size', { model: 'wan2.6', prompt: 'A lake', size: '1x1' }, 400],
    ['a create of a model nobody serves', { model: 'sora-9', prompt: 'A lake' }, 503],
    ['a create that is refused', { model: 'wan2.6', prompt: '[refuse]' }, 400],
    ['a create under a limit', { model: 'wan2.6', prompt: '[create-429-retry-after]' }, 429],
    ['a create in an outage', { model: 'wan2.6', prompt: '[create-503]' }, 503],
  ])('%s', async (_, fields, status) => {
    const response = await createVendor().create(fields)
    expect(response.status).toBe(status)
    expect(await contract.problemsOf('POST', '/videos', response)).toEqual([])
  })

  it('a create that is no form', async () => {
    const response = await createVendor().ask('/videos', { method: 'POST', body: '{}' })
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
  ])('a task that is %j, and its bytes or the lack of them', async (state) => {
    const { ask, emulator } = createVendor()
    emulator.addTask({ id: 't', state })
    expect(await contract.problemsOf('GET', TASK, await ask('/videos/t'))).toEqual([])
    for (const init of [{}, { headers: { range: 'bytes=0-9' } }, { headers: { range: 'bytes=9999999-' } }]) {
      expect(await contract.problemsOf('GET', CONTENT, await ask('/videos/t/content', init))).toEqual([])
    }
    const head = await ask('/videos/t/content', { method: 'HEAD' })
    expect(await contract.problemsOf('HEAD', CONTENT, head)).toEqual([])
  })

  it('a task at every moment of the flows that stay within the contract', async () => {
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
      const { poll, clock } = createWatched(flow)
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
    '500',
    '503',
  ] as const)('the fault %s, which speaks the vendor’s own envelope, at each door', async (fault) => {
    const { poll, content } = createWatched([`poll-${fault}`, `content-${fault}`])
    expect(await contract.problemsOf('GET', TASK, await poll())).toEqual([])
    expect(await contract.problemsOf('GET', CONTENT, await content())).toEqual([])
  })

  it.each<[string, string, RequestInit]>([
    ['GET', '/videos/nobody', {}],
    ['GET', '/videos/%ff', {}],
    ['GET', '/videos/nobody', { headers: { authorization: 'Bearer wrong' } }],
    ['GET', '/videos/nobody/content', {}],
  ])('an error: %s %s %j', async (method, path, init) => {
    const template = path.endsWith('/content') ? CONTENT : TASK
    expect(await contract.problemsOf(method, template, await createVendor().ask(path, init))).toEqual([])
  })

  it('a method that the route does not take', async () => {
    const { ask } = createVendor()
    // Judged as the operation beside it: what does not exist has no entry of its own.
    expect(await contract.problemsOf('POST', '/videos', await ask('/videos', { method: 'PUT' }))).toEqual([])
    expect(await contract.problemsOf('GET', TASK, await ask('/videos/t', { method: 'DELETE' }))).toEqual([])
  })

  it('and a dialect is not', async () => {
    for (const name of ['uppercase', 'wrapped', 'milliseconds'] satisfies ScenarioName[]) {
      const { poll, clock } = createWatched(name)
      clock.advance(20_000)
      const problems = await contract.problemsOf('GET', TASK, await poll())
      if (name !== 'milliseconds') expect(problems).not.toEqual([])
    }
    expect(await contract.problemsOf('GET', TASK, await createWatched('poll-500-flat').poll())).not.toEqual(
      [],
    )
  })
})

describe('a create is taken by the emulator exactly where the document takes it', () => {
  const seconds = ['1', '2', '5', '7', '10', '15', '16']
  const sizes = ['1280x720', '832x1088', '1248x1632', '1440x1440', '640x480']

  it.each(['wan2.6', 'wan2.7', 'sora-9'])('%s', async (model) => {
    const { create } = createVendor()
    for (const second of seconds) {
      for (const size of sizes) {
        const form = { model, prompt: 'A lake', seconds: second, size }
        const isTaken = (await create(form)).status === 200
        const isDocumented = contract.problemsWith('/components/schemas/CreateVideo', form).length === 0
        expect([form, isTaken]).toEqual([form, isDocumented])
      }
    }
  })
})
