import { describe, expect, it } from 'vitest'
import type { ScenarioChoice, ScenarioStep } from 'react-video-task/testing'
import { createTestApi } from '../support/createTestApi.js'
import { createTestTask } from '../support/createTestTask.js'

/** Status and progress in consecutive polls, or the status code of an error. */
async function pollsOf(scenario: ScenarioChoice, polls: number): Promise<string[]> {
  const { poll } = createTestTask(scenario)
  const answers: string[] = []
  for (let count = 0; count < polls; count++) {
    const response = await poll()
    const { status, progress } = response.ok
      ? await response.json()
      : { status: response.status, progress: '' }
    answers.push(`${status} ${progress}`.trim())
  }
  return answers
}

describe('a script', () => {
  it('answers one poll per step, or as many as times, and repeats the last step', async () => {
    const script: ScenarioStep[] = [
      { status: 'queued', times: 2 },
      { answer: '503' },
      { status: 'in_progress', progress: 41 },
      { answer: { status: 418, body: 'teapot' }, times: 2 },
      { status: 'completed' },
    ]
    expect(await pollsOf(script, 9)).toEqual([
      ...['queued 0', 'queued 0', '503', 'in_progress 41', '418', '418'],
      ...['completed 100', 'completed 100', 'completed 100'],
    ])
  })

  it('starts a step at the time in after, and is queued before', async () => {
    const { bodyAt } = createTestTask([
      { after: 2000, status: 'in_progress', progress: 10 },
      { after: 60_000, status: 'failed', progress: 70, error: { message: 'No' } },
    ])
    expect(await bodyAt(1999)).toMatchObject({ status: 'queued' })
    expect(await bodyAt(2000)).toMatchObject({ status: 'in_progress', progress: 10 })
    expect(await bodyAt(59_999)).toMatchObject({ status: 'in_progress', progress: 10 })
    expect(await bodyAt(60_000)).toMatchObject({ status: 'failed', progress: 70, error: { message: 'No' } })
  })

  it('combines both: a step with after starts at its time, and counting continues from there', async () => {
    const { poll, clock } = createTestTask([
      { status: 'queued' },
      { after: 5000, status: 'in_progress', progress: 20, times: 2 },
      { status: 'completed' },
    ])
    const statuses = []
    for (const ms of [0, 0, 5000, 0, 0]) {
      clock.advance(ms)
      statuses.push((await (await poll()).json()).status)
    }
    expect(statuses).toEqual(['queued', 'queued', 'in_progress', 'in_progress', 'completed'])
  })

  it('completes at the start of the completed step, with a constant completed_at', async () => {
    const { bodyAt } = createTestTask([{ status: 'queued' }, { after: 90_500, status: 'completed' }])
    expect(await bodyAt(90_500)).toMatchObject({ completed_at: 1_779_938_152 + 90 })
    const first = await bodyAt(91_000)
    expect(await bodyAt(99_000)).toEqual(first)
  })

  it('overwrites fields of the task before the dialect rewrites it', async () => {
    const broken: ScenarioStep = { status: 'in_progress', progress: 1, fields: { progress: -5, extra: [] } }
    expect(await createTestTask([broken]).bodyAt(0)).toMatchObject({ progress: -5, extra: [] })
    expect(await createTestTask(['wrapped', broken]).bodyAt(0)).toMatchObject({ data: { progress: '-5%' } })
  })

  it('has separate sequences of steps for creates and downloads', async () => {
    const script: ScenarioStep[] = [
      { on: 'create', answer: '429' },
      { on: 'create', answer: {} },
      { status: 'completed' },
      { on: 'content', answer: '503', times: 2 },
      { on: 'content', answer: { headers: { 'x-mine': '1' } } },
    ]
    const { create, ask } = createTestApi({ scenario: script })
    const form = { model: 'wan2.6', prompt: 'A lake' }
    expect((await create(form)).status).toBe(429)
    const { id, status } = await (await create(form)).json()
    expect(status).toBe('completed')
    const contents = []
    for (let count = 0; count < 3; count++) contents.push(await ask(`/videos/${id}/content`))
    expect(contents.map((response) => response.status)).toEqual([503, 503, 200])
    expect(contents[2]?.headers.get('x-mine')).toBe('1')
    expect((await ask(`/videos/${id}`)).status).toBe(200)
  })

  it('changes the normal response if an answer has no status and no body, and can remove a header', async () => {
    const { poll } = createTestTask([
      { answer: { headers: { 'content-type': null, 'x-mine': '{request_id}' } } },
    ])
    const response = await poll()
    expect(response.headers.get('content-type')).toBeNull()
    expect(response.headers.get('x-mine')).toBe(response.headers.get('x-request-id'))
    expect(await response.json()).toMatchObject({ id: 'task_watched' })
  })

  it.each<[string, string, RegExp]>([
    [
      'an unknown status',
      '[{"status":"done"}]',
      /Step 1 .*status must be one of queued, in_progress.*got "done"/,
    ],
    ['neither status nor answer', '[{"status":"queued"},{}]', /Step 2 .*no answer/],
    ['both status and answer', '[{"status":"queued","answer":"503"}]', /Step 1 .*must be two steps/],
    ['an unknown answer', '[{"answer":"599"}]', /answer must be an object or one of 301,.*got "599"/],
    ['an unknown route', '[{"answer":"503","on":"delete"}]', /on must be one of create.*got "delete"/],
    [
      'a time before that of an earlier step',
      '[{"after":9,"status":"queued"},{"after":5,"status":"queued"}]',
      /Step 2 .*after must be .* 9 or more, got 5/,
    ],
    ['an invalid time', '[{"after":"soon","status":"queued"}]', /after must be .*got "soon"/],
    ['times below 1', '[{"times":0,"status":"queued"}]', /times must be .*got 0/],
    ['a step that is no object', '[7]', /Step 1 .*must be an object/],
  ])('with %s throws a TypeError before any request', (_, script, reason) => {
    expect(() => createTestApi({ scenario: JSON.parse(script) })).toThrow(reason)
    expect(() => createTestApi().emulator.addTask({ scenario: JSON.parse(script) })).toThrow(TypeError)
  })
})
