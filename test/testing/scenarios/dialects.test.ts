import { describe, expect, it } from 'vitest'
import type { ScenarioName } from 'react-video-task/testing'
import { createTestTask } from '../support/createTestTask.js'

const CREATED = 1_779_938_152
const URL = expect.stringMatching(/^https:\/\/api\.cometapi\.com\/files\/task_watched\.mp4\?Expires=\d+&Sig/)

/** Parts of the expected body at a time since the create, in milliseconds; literals, not computed from the dialects. */
const bodies: [ScenarioName, number, object][] = [
  ['uppercase', 0, { id: 'task_watched', object: 'video', status: 'SUBMITTED', progress: 0 }],
  ['uppercase', 10_000, { status: 'IN_PROGRESS', progress: 39 }],
  ['uppercase', 20_000, { status: 'SUCCESS', video_url: URL }],
  [
    'wrapped',
    10_000,
    {
      code: 'success',
      message: '',
      data: {
        task_id: 'task_watched',
        status: 'IN_PROGRESS',
        fail_reason: '',
        progress: '39%',
        submit_time: CREATED,
        finish_time: 0,
      },
    },
  ],
  [
    'wrapped',
    20_000,
    {
      code: 'success',
      data: { status: 'SUCCESS', fail_reason: URL, progress: '100%', finish_time: CREATED + 20 },
    },
  ],
  ['new-api', 0, { status: 'unknown', task_id: 'task_watched', metadata: { url: '' } }],
  ['new-api', 10_000, { status: 'in_progress', completed_at: CREATED + 3, metadata: { url: '' } }],
  ['new-api', 20_000, { status: 'completed', metadata: { url: URL } }],
  ['milliseconds', 20_000, { created_at: CREATED * 1000, completed_at: (CREATED + 20) * 1000 }],
  ['unknown-status', 10_000, { status: 'post-processing' }],
  ['greeting', 10_000, { status: 'success', result: { id: 'task_watched', status: 'in_progress' } }],
  ['json-in-text', 20_000, { status: 'completed', resultJson: expect.stringContaining('task_watched.mp4') }],
  ['nested-url', 20_000, { output: { works: [{ video: { resource_without_watermark: URL } }] } }],
  ['refused-as-done', 20_000, { status: 'done', video: { url: '', respect_moderation: false } }],
  ['odd-fields', 10_000, { progress: '39.4%', usage: { cost: 'n/a' }, expires_at: '' }],
]

describe('the dialect', () => {
  it.each(bodies)('%s has its own body after %d ms', async (name, elapsed, expected) => {
    expect(await createTestTask(name).bodyAt(elapsed)).toMatchObject(expected)
  })

  it.each<[ScenarioName, object]>([
    ['no-status', { request_id: expect.any(String) }],
    ['null-data', { code: 'success', message: '', data: null }],
  ])('%s returns no task while the task is queued', async (name, expected) => {
    const { bodyAt, taskAt } = createTestTask(name)
    expect(await bodyAt(0)).toEqual(expected)
    expect((await taskAt(1000)).status).toBe('queued')
    expect((await taskAt(20_000)).status).toBe('completed')
  })

  it('new-api has the status unknown in the first poll only', async () => {
    const { bodyAt } = createTestTask('new-api')
    expect((await bodyAt(0)).status).toBe('unknown')
    expect((await bodyAt(1000)).status).toBe('queued')
  })

  it.each<[ScenarioName, object]>([
    ['uppercase', { status: 'FAILED', error: { code: 'DataInspectionFailed' } }],
    [
      'wrapped',
      { data: { status: 'FAILURE', fail_reason: 'Output data may contain inappropriate content.' } },
    ],
    ['new-api', { status: 'failed', progress: 100 }],
  ])('%s combines with the flow fail', async (name, expected) => {
    const { bodyAt, taskAt } = createTestTask([name, 'fail'])
    expect(await bodyAt(20_000)).toMatchObject(expected)
    expect(await taskAt(20_000)).toMatchObject({
      status: 'failed',
      error: { message: 'Output data may contain inappropriate content.' },
    })
  })

  it.each<ScenarioName>([
    'uppercase',
    'wrapped',
    'new-api',
    'milliseconds',
    'unknown-status',
    'odd-fields',
    'no-status',
    'null-data',
  ])('%s is parsed by the library to the documented task in every state', async (name) => {
    const { taskAt } = createTestTask(name)
    expect(await taskAt(0)).toMatchObject({
      id: 'task_watched',
      object: 'video',
      status: 'queued',
      progress: 0,
    })
    expect(await taskAt(10_000)).toMatchObject({ status: 'in_progress', progress: 39, created_at: CREATED })
    expect(await taskAt(20_000)).toMatchObject({
      ...{ id: 'task_watched', status: 'completed', progress: 100, created_at: CREATED },
      ...{ completed_at: CREATED + 20, video_url: URL },
    })
  })

  it('milliseconds combines with the dialect wrapped', async () => {
    const { bodyAt } = createTestTask(['milliseconds', 'wrapped'])
    expect(await bodyAt(20_000)).toMatchObject({ data: { submit_time: CREATED * 1000 } })
  })

  it('wrapped applies to the response of a create', async () => {
    const { create } = createTestTask('succeed')
    const response = await create({ model: 'wan2.6', prompt: 'A lake [wrapped]' })
    expect(await response.json()).toMatchObject({
      code: 'success',
      data: { status: 'NOT_START', progress: '0%' },
    })
  })
})
