import { createMemoryStore } from 'react-video-task/server'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createTestProxy, get, post, TASK } from '../support/createTestProxy.js'

afterEach(() => void vi.useRealTimers())

const answerTo = async (body: unknown, status = 200) => {
  const { proxy } = createTestProxy(() => Response.json(body, { status }))
  const answer = await proxy(get('/videos/task_1'))
  return { status: answer.status, body: await answer.json() }
}
const fields = { type: 't', param: 'p', code: 'c' }

describe('an error of the API', () => {
  it.each<[string, unknown, number, object]>([
    [
      'the documented one stays as it is',
      { error: { message: 'No', more: 1 } },
      500,
      { message: 'No', more: 1 },
    ],
    ['a flat one is put into an envelope', { message: 'No', ...fields }, 422, { message: 'No', ...fields }],
    [
      'one of a message alone',
      { message: 'No' },
      422,
      { message: 'No', type: 'invalid_request_error', param: null, code: null },
    ],
    [
      'one whose message is no text',
      { error: { message: 7, code: 'c' } },
      500,
      { message: '7', type: 'server_error', param: null, code: 'c' },
    ],
    [
      'one of a text alone',
      { error: 'Too many' },
      429,
      { message: 'Too many', type: 'rate_limit_error', param: null, code: null },
    ],
    [
      'one without words',
      {},
      503,
      { message: 'The video API answered 503.', type: 'server_error', param: null, code: null },
    ],
    [
      'one with the id of its request',
      { message: 'No', request_id: 'r1' },
      400,
      { message: 'No (request id: r1)', type: 'invalid_request_error', param: null, code: null },
    ],
  ])('has the shape of the documentation: %s', async (_, body, status, error) => {
    expect(await answerTo(body, status)).toEqual({ status, body: { error } })
  })

  it('that came with a 2xx has the type of the status that it gets', async () => {
    expect(await answerTo({ code: 'rate_limit_exceeded', message: 'Slow' })).toEqual({
      status: 429,
      body: {
        error: { message: 'Slow', type: 'rate_limit_error', param: null, code: 'rate_limit_exceeded' },
      },
    })
  })
})

describe('an answer about a task', () => {
  it('without a body has one, and a status that allows it', async () => {
    const { proxy } = createTestProxy(() => new Response(null, { status: 204 }))
    const answer = await proxy(get('/videos/task_1'))
    expect([answer.status, await answer.json()]).toMatchObject([200, { id: 'task_1', status: 'queued' }])
  })

  it('says nothing of stills in the words of the API', async () => {
    for (const body of [{ ...TASK, still: 'kept' }, { data: { ...TASK, still: 'kept' } }]) {
      expect((await answerTo(body)).body).not.toHaveProperty('still')
    }
  })

  it('holds the video inside it once', async () => {
    const data = 'data:video/mp4;base64,AAAA'
    const { body } = await answerTo({ ...TASK, status: 'completed', video: data })
    expect(JSON.stringify(body).split(data)).toHaveLength(2)
    const running = { ...TASK, status: 'in_progress', video_data: data }
    expect((await answerTo(running)).body).toMatchObject({ status: 'in_progress' })
  })

  it('to a create that is no task is not lost, and its start is reported', async () => {
    const { proxy, reported } = createTestProxy(() => Response.json(['x'.repeat(9_000)]))
    const answer = await proxy(post())
    const { error, answer: lost } = await answer.json()
    expect([answer.status, error.code]).toEqual([502, 'upstream_invalid_answer'])
    expect(lost).toEqual(['x'.repeat(9_000)])
    const { cause } = reported[0]?.error ?? {}
    expect(cause).toMatchObject({ message: `The video API answered: ["${'x'.repeat(4_094)}` })
  })
})

describe('an answer in the store of all instances', () => {
  const written = { status: 200, headers: {}, body: JSON.stringify({ ...TASK, model: 'stored' }) }

  it.each([
    [-5_001, false],
    [-5_000, true],
    [6_999, true],
    [7_000, false],
  ])('is used where its clock is %d ms behind: %s', async (age, isUsed) => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const value = { ...written, written: Date.now() - age, lifetime: 2_000 }
    const store = { ...createMemoryStore(), get: () => `task ${JSON.stringify(value)}` }
    const { proxy, requests } = createTestProxy(undefined, { cache: { store } })
    const { model } = await (await proxy(get('/videos/task_1'))).json()
    expect([model, requests.length]).toEqual(isUsed ? ['stored', 0] : [TASK.model, 1])
  })
})

it.each([
  [64 * 1024, 1],
  [64 * 1024 + 1, 2],
])('an answer of %d characters needs %d requests for two polls', async (length, count) => {
  vi.useFakeTimers({ toFake: ['Date'] })
  const empty = JSON.stringify({ ...TASK, note: '' }).length
  const { proxy, requests } = createTestProxy(() =>
    Response.json({ ...TASK, note: 'x'.repeat(length - empty) }),
  )
  for (const path of ['/videos/task_1', '/videos/task_1']) {
    expect(await (await proxy(get(path))).text()).toHaveLength(length)
  }
  expect(requests).toHaveLength(count)
})
