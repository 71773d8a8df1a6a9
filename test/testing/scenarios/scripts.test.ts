import { describe, expect, it } from 'vitest'
import type { ScenarioChoice, ScenarioStep } from 'react-video-task/testing'
import { createVendor } from '../support/createVendor.js'
import { createWatched } from '../support/createWatched.js'

/** What so many polls in a row are told. */
async function told(scenario: ScenarioChoice, polls: number): Promise<string[]> {
  const { poll } = createWatched(scenario)
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
  it('goes on by a step with each poll, or as often as the step says, and stays at its last one', async () => {
    const script: ScenarioStep[] = [
      { status: 'queued', times: 2 },
      { answer: '503' },
      { status: 'in_progress', progress: 41 },
      { answer: { status: 418, body: 'teapot' }, times: 2 },
      { status: 'completed' },
    ]
    expect(await told(script, 9)).toEqual([
      ...['queued 0', 'queued 0', '503', 'in_progress 41', '418', '418'],
      ...['completed 100', 'completed 100', 'completed 100'],
    ])
  })

  it('goes on by time where steps say when, and begins in the queue', async () => {
    const { bodyAt } = createWatched([
      { after: 2000, status: 'in_progress', progress: 10 },
      { after: 60_000, status: 'failed', progress: 70, error: { message: 'No' } },
    ])
    expect(await bodyAt(1999)).toMatchObject({ status: 'queued' })
    expect(await bodyAt(2000)).toMatchObject({ status: 'in_progress', progress: 10 })
    expect(await bodyAt(59_999)).toMatchObject({ status: 'in_progress', progress: 10 })
    expect(await bodyAt(60_000)).toMatchObject({ status: 'failed', progress: 70, error: { message: 'No' } })
  })

  it('may mix both: a time comes whatever was asked, and counting goes on from there', async () => {
    const { poll, clock } = createWatched([
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

  it('completes when its step begins, and keeps to that', async () => {
    const { bodyAt } = createWatched([{ status: 'queued' }, { after: 90_500, status: 'completed' }])
    expect(await bodyAt(90_500)).toMatchObject({ completed_at: 1_779_938_152 + 90 })
    const first = await bodyAt(91_000)
    expect(await bodyAt(99_000)).toEqual(first)
  })

  it('lays fields over the task, before the dialect rewrites it', async () => {
    const broken: ScenarioStep = { status: 'in_progress', progress: 1, fields: { progress: -5, extra: [] } }
    expect(await createWatched([broken]).bodyAt(0)).toMatchObject({ progress: -5, extra: [] })
    expect(await createWatched(['wrapped', broken]).bodyAt(0)).toMatchObject({ data: { progress: '-5%' } })
  })

  it('has a sequence of its own for creates and for downloads', async () => {
    const script: ScenarioStep[] = [
      { on: 'create', answer: '429' },
      { on: 'create', answer: {} },
      { status: 'completed' },
      { on: 'content', answer: '503', times: 2 },
      { on: 'content', answer: { headers: { 'x-mine': '1' } } },
    ]
    const { create, ask } = createVendor({ scenario: script })
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

  it('changes what is usual where it gives no status and no body, and can take a header away', async () => {
    const { poll } = createWatched([
      { answer: { headers: { 'content-type': null, 'x-mine': '{request_id}' } } },
    ])
    const response = await poll()
    expect(response.headers.get('content-type')).toBeNull()
    expect(response.headers.get('x-mine')).toBe(response.headers.get('x-request-id'))
    expect(await response.json()).toMatchObject({ id: 'task_watched' })
  })

  it.each<[string, string, RegExp]>([
    [
      'a status nobody knows',
      '[{"status":"done"}]',
      /Step 1 .*status must be one of queued, in_progress.*got "done"/,
    ],
    ['neither status nor answer', '[{"status":"queued"},{}]', /Step 2 .*no answer/],
    ['both', '[{"status":"queued","answer":"503"}]', /Step 1 .*must be two steps/],
    ['an unknown answer', '[{"answer":"599"}]', /answer must be an object or one of 301,.*got "599"/],
    ['an unknown route', '[{"answer":"503","on":"delete"}]', /on must be one of create.*got "delete"/],
    [
      'times that go back',
      '[{"after":9,"status":"queued"},{"after":5,"status":"queued"}]',
      /Step 2 .*after must be .* 9 or more, got 5/,
    ],
    ['a time that is none', '[{"after":"soon","status":"queued"}]', /after must be .*got "soon"/],
    ['a step for no request', '[{"times":0,"status":"queued"}]', /times must be .*got 0/],
    ['what is no step', '[7]', /Step 1 .*must be an object/],
  ])('with %s is refused before anything is asked', (_, script, reason) => {
    expect(() => createVendor({ scenario: JSON.parse(script) })).toThrow(reason)
    expect(() => createVendor().emulator.addTask({ scenario: JSON.parse(script) })).toThrow(TypeError)
  })
})
