import { assertTaskId, parseVideoTask } from 'react-video-task/client'
import { describe, expect, it } from 'vitest'
import { errorOf } from '../../support/errorOf.js'
// Private: what it leaves to the parser of all dialects.
import { readDocumentedFailure } from '../../../src/core/wire/documentedFailure.js'

const URL = 'https://cdn.example.com/v.mp4'
const TIME = 1_779_938_152

/** Wraps a value in as many objects of one field. */
const nest = (value: unknown, name: string, depth: number): unknown =>
  depth === 0 ? value : { [name]: nest(value, name, depth - 1) }

describe('parseVideoTask reads', () => {
  it.each([
    ...['id', 'task_id', 'taskId', 'video_id', 'videoId', 'taskUUID', 'job_id', 'jobId'],
    ...['generation_id', 'generationId'],
  ])('the id of a task from %s', (name) =>
    expect(parseVideoTask({ [name]: 'a', status: 'queued' }).id).toBe('a'),
  )

  it.each(['video', 'job', 'generation', 'tasks', 'videos'])(
    'a task in %s where there is none outside, alone or in a list',
    (name) => {
      const task = { id: 'a', status: 'completed', url: URL }
      for (const inside of [task, [task]]) {
        const read = parseVideoTask({ [name]: inside }, { id: 'a' })
        expect(read).toMatchObject({ id: 'a', status: 'completed', video_url: URL })
        expect(parseVideoTask({ [name]: inside }).id).toBe('a')
        expect(parseVideoTask({ id: 'b', status: 'queued', [name]: inside })).toMatchObject({
          id: 'b',
          status: 'queued',
        })
      }
    },
  )

  it.each(['None', 'null', 'nil', 'undefined', 'false', 'no error', 'NO_ERROR'])(
    'no reason from the error %j',
    (error) => {
      expect(parseVideoTask({ id: 'a', status: 'completed', error }).status).toBe('completed')
      expect(parseVideoTask({ id: 'a', status: 'completed', error: { message: error } }).status).toBe(
        'completed',
      )
      const failed = parseVideoTask({ id: 'a', status: 'failed', error, fail_reason: 'No credit' })
      expect(failed).toMatchObject({ error: { message: 'No credit' } })
      expect(readDocumentedFailure({ message: error })).toBeUndefined()
    },
  )

  it.each([
    ['STATUS_COMPLETED', 'completed'],
    ['VIDEO_STATUS_FAILED', 'failed'],
    ['VIDEO_GENERATION_STATE_RUNNING', 'in_progress'],
    ['STATUS_UNKNOWN', 'queued'],
  ])('the word %s as %s', (status, read) => {
    expect(parseVideoTask({ id: 'a', status })).toMatchObject({ status: read })
    expect(parseVideoTask({ id: 'a', status })).not.toHaveProperty('raw_status')
  })

  it.each(['created_at', 'submit_time', 'createdAt', 'create_time', 'created'])(
    'the time of the create from %s',
    (name) => expect(parseVideoTask({ id: 'a', status: 'queued', [name]: TIME }).created_at).toBe(TIME),
  )

  it.each(['completed_at', 'finish_time', 'completedAt', 'finished_at', 'end_time'])(
    'the time of the end from %s, of a task that has ended',
    (name) => {
      for (const status of ['completed', 'failed', 'error'])
        expect(parseVideoTask({ id: 'a', status, [name]: TIME })).toHaveProperty('completed_at', TIME)
      for (const status of ['queued', 'in_progress'])
        expect(parseVideoTask({ id: 'a', status, completed_at: TIME })).not.toHaveProperty('completed_at')
    },
  )

  it.each<[object, object]>([
    [{ message: 'A reason' }, { message: 'A reason' }],
    [{ error: { code: 'c' } }, { code: 'c' }],
    [{ base_resp: { status_code: 1026 } }, { code: '1026' }],
    [{ request_id: 'r1' }, { request_id: 'r1' }],
  ])('the reason of a failed task in an envelope from %j beside it', (beside, error) => {
    for (const name of ['data', 'task'])
      expect(parseVideoTask({ [name]: { id: 'a', status: 'failed' }, ...beside })).toMatchObject({ error })
  })

  it('the URL in the list of videos beside a task', () => {
    const task = { task_id: 'a', status: 'TASK_STATUS_SUCCEED' }
    expect(parseVideoTask({ task, videos: [{ video_url: URL }] })).toMatchObject({ video_url: URL })
  })

  it.each(['error', 'errors', 'detail', 'base_resp', 'last_error', 'content_filter'])(
    'the reason of a failed task from the object %s',
    (name) => {
      const error = { message: 'm', code: 'c' }
      expect(parseVideoTask({ id: 'a', status: 'failed', [name]: error })).toMatchObject({ error })
    },
  )

  it.each(['output', 'result', 'metadata', 'data'])(
    'the reason of a failed task from the error or message of %s',
    (name) => {
      const failed = { id: 'a', status: 'failed' }
      for (const part of [{ error: { message: 'm' } }, { message: 'm' }])
        expect(parseVideoTask({ ...failed, [name]: part })).toMatchObject({ error: { message: 'm' } })
    },
  )

  it.each<[unknown, string | undefined]>([
    [{ reason: { a: 1 }, b: 2 }, '{"reason":{"a":1},"b":2}'],
    [{ b: 2 }, '{"b":2}'],
    [{}, undefined],
    [[], undefined],
    [null, undefined],
    [7, '7'],
  ])('the detail %j of a failed task as the message %j', (detail, message) => {
    const task = parseVideoTask({ id: 'a', status: 'failed', detail })
    expect('error' in task ? task.error?.message : undefined).toBe(message)
  })

  it('a reason that lies in four objects or lists, and no deeper', () => {
    const failed = { id: 'a', status: 'failed' }
    const reason = (depth: number) =>
      parseVideoTask({ ...failed, error: nest({ message: 'm' }, 'error', depth) })
    expect(reason(3)).toMatchObject({ error: { message: 'm' } })
    expect(reason(4)).not.toMatchObject({ error: { message: 'm' } })
    const output = (depth: number) =>
      parseVideoTask({ ...failed, output: { error: nest({ message: 'm' }, 'error', depth) } })
    expect(output(3)).toMatchObject({ error: { message: 'm' } })
    expect(output(4)).not.toHaveProperty('error')
  })

  it('a URL that lies in eight objects, and no deeper', () => {
    const urlAt = (depth: number) =>
      parseVideoTask({ id: 'a', status: 'completed', output: nest(URL, 'url', depth) })
    expect(urlAt(8)).toMatchObject({ video_url: URL })
    expect(urlAt(9)).not.toHaveProperty('video_url')
  })

  it('a URL among the first nine items of a list', () => {
    const urlAt = (place: number) =>
      parseVideoTask({
        id: 'a',
        status: 'completed',
        outputs: [...Array.from({ length: place }, () => ({})), URL],
      })
    expect(urlAt(8)).toMatchObject({ video_url: URL })
    expect(urlAt(9)).not.toHaveProperty('video_url')
  })

  it('a task in four envelopes, and no deeper', () => {
    const task = { id: 'a', status: 'queued' }
    const inEnvelopes = (depth: number) =>
      parseVideoTask({ code: 0, ...{ data: nest(task, 'data', depth - 1) } }, { id: 'b' })
    expect(inEnvelopes(4).id).toBe('a')
    expect(inEnvelopes(5).id).toBe('b')
  })

  it('the word of a status that it kept before, while the task is in progress', () => {
    const task = { id: 'a', raw_status: 'Upscaling' }
    expect(parseVideoTask({ ...task, status: 'in_progress' })).toHaveProperty('raw_status', 'Upscaling')
    expect(parseVideoTask({ ...task, status: 'queued' })).not.toHaveProperty('raw_status')
  })
})

describe('the error of parseVideoTask', () => {
  const EXPECTED = 'Expected a video task: a JSON object with an id and a status.'
  it.each<[unknown, string, string]>([
    [null, 'null', 'invalid_body'],
    [[], 'an array', 'invalid_body'],
    ['text', 'a string', 'invalid_body'],
    [{ trace: 'r' }, 'a JSON object without an id', 'missing_id'],
  ])('about the body %j says what it is, and what was expected', async (body, found, code) => {
    expect(await errorOf(() => parseVideoTask(body))).toMatchObject({
      ...{ message: `The video API answered 200 with ${found}. ${EXPECTED}`, code, status: 200 },
    })
    expect(await errorOf(() => parseVideoTask(body, { status: 202 }))).toMatchObject({ status: 202 })
  })

  it.each([
    [399, 200],
    [400, 400],
    [599, 599],
    [600, 200],
  ])('of an envelope with the code %d has the status %d', async (code, status) => {
    const body = { code, message: 'No' }
    expect(await errorOf(() => parseVideoTask(body, { id: 'a' }))).toMatchObject({
      status,
      message: expect.stringContaining('No'),
    })
  })
})

describe('assertTaskId', () => {
  it.each<[unknown, string]>([
    ['', '""'],
    [' ', '" "'],
    ['..', '".."'],
    ['a\n', String.raw`"a\n"`],
    [null, 'null'],
    [undefined, 'of type undefined'],
    [7, 'of type number'],
    [{}, 'of type object'],
  ])('refuses %j and names it', (id, shown) => {
    expect(() => assertTaskId(id)).toThrow(
      expect.objectContaining({
        code: 'invalid_id',
        message: `Invalid task id ${shown}. Expected that of a created video, or null in a hook.`,
      }),
    )
  })
})
