import { parseVideoTask } from 'react-video-task/client'
import { documentedTaskSchema, videoTaskSchema } from 'react-video-task/schemas'
import { describe, expect, it } from 'vitest'
import * as z from 'zod/mini'

const URL = 'https://cdn.example.com/v.mp4?Expires=1'
const TASK = { id: 't', object: 'video', status: 'queued', progress: 0, model: 'wan2.6', created_at: 1 }

describe('videoTaskSchema', () => {
  it('parses a dialect as a Standard Schema', () => {
    const read = videoTaskSchema['~standard'].validate({ task_id: 't', status: 'SUCCESS', output: [URL] })
    expect(read).toMatchObject({ value: { id: 't', status: 'completed', video_url: URL } })
  })

  it.each([
    [[]],
    [null],
    ['a'],
    [undefined],
    [{}],
    [{ id: ' ', status: 'queued' }],
    [{ data: { status: 'done' } }],
  ])('refuses %j with an issue', (value) => {
    expect(videoTaskSchema.safeParse(value).error?.issues).toMatchObject([
      { message: expect.stringContaining('video task') },
    ])
  })

  it('has the version of a Standard Schema', () => {
    expect(videoTaskSchema['~standard']).toMatchObject({ version: 1, vendor: 'zod' })
  })

  it.each([
    TASK,
    { ...TASK, seed: 7, metadata: { a: 1 } },
    { id: 't', status: 'FAILED', fail_reason: 'no' },
    { code: 'success', data: { task_id: 't', status: 'SUCCESS', fail_reason: URL, progress: '100%' } },
    { id: 't', status: 'completed', completed_at: 1779938219123.5, video_url: 'nowhere', progress: 1e9 },
    { id: 't', status: 'error', error: { message: 7, code: null, extra: [] }, created_at: 'yesterday' },
  ])('reads %j as parseVideoTask does', (body) => {
    expect(videoTaskSchema.parse(body)).toEqual(parseVideoTask(body))
  })
})

it('videoTaskSchema has a JSON Schema of what it returns', () => {
  const task = z.toJSONSchema(videoTaskSchema, { io: 'output' })
  expect(task.oneOf?.map(({ properties }) => properties?.['status'])).toMatchObject([
    { const: 'queued' },
    { const: 'in_progress' },
    { const: 'completed' },
    { enum: ['failed', 'error'] },
  ])
})

describe('documentedTaskSchema', () => {
  it.each([
    TASK,
    { ...TASK, more: {} },
    { ...TASK, status: 'completed', completed_at: 2, video_url: URL },
    { ...TASK, status: 'error', error: { message: 'no' } },
  ])('accepts %j as it is', (task) => {
    expect(documentedTaskSchema.parse(task)).toEqual(task)
  })

  it.each([
    [{ ...TASK, status: 'SUCCESS' }, 'status'],
    [{ ...TASK, id: '' }, 'id'],
    [{ ...TASK, progress: 12.5 }, 'progress'],
    [{ ...TASK, progress: 101 }, 'progress'],
    [{ ...TASK, created_at: '2026-05-28' }, 'created_at'],
    [{ ...TASK, status: 'completed', video_url: 'nowhere' }, 'video_url'],
    [{ ...TASK, status: 'failed', error: 'no' }, 'error'],
  ])('refuses %j, and names %s', (task, name) => {
    expect(documentedTaskSchema.safeParse(task).error?.issues).toMatchObject([{ path: [name] }])
  })
})
