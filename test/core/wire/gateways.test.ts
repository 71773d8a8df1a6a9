import { describe, expect, it } from 'vitest'
import { parseVideoTask, VideoApiError } from 'react-video-task/client'
import { errorOf } from '../../support/errorOf.js'

const URL = 'https://cdn.example.com/v.mp4?Expires=1'
const read = (body: object) => parseVideoTask(body, { id: 'asked' })

describe('a completed task of other gateways', () => {
  it.each<[string, object, object]>([
    [
      'Volcengine',
      { id: 'cgt-1', status: 'succeeded', content: { video_url: URL }, error: null, created_at: 1743414619 },
      { id: 'cgt-1', created_at: 1743414619 },
    ],
    [
      'DashScope',
      {
        request_id: 'r-1',
        output: {
          task_id: 'd-1',
          task_status: 'SUCCEEDED',
          submit_time: '2026-05-28 03:15:52.000',
          end_time: '2026-05-28 03:16:52.000',
          video_url: URL,
        },
        usage: { duration: 5 },
      },
      { id: 'd-1', created_at: 1779938152, completed_at: 1779938212, request_id: 'r-1' },
    ],
    [
      'Kling',
      {
        code: 0,
        message: 'SUCCEED',
        request_id: 'r-1',
        data: {
          task_id: 'k-1',
          task_status: 'succeed',
          created_at: 1779938152000,
          task_result: { videos: [{ id: 'v', url: URL, duration: '5' }] },
        },
      },
      { id: 'k-1', created_at: 1779938152 },
    ],
    [
      'Runway',
      { id: 'u-1', status: 'SUCCEEDED', createdAt: '2026-05-28T03:15:52.123Z', output: [URL] },
      { id: 'u-1', created_at: 1779938152 },
    ],
    ['Luma', { id: 'l-1', state: 'completed', assets: { video: URL, image: null } }, { id: 'l-1' }],
    [
      'Replicate',
      { id: 'p-1', status: 'succeeded', output: URL, urls: { get: 'https://api' } },
      { id: 'p-1' },
    ],
    ['fal', { status: 'COMPLETED', request_id: 'f-1', video: { url: URL } }, { id: 'asked' }],
    [
      'MiniMax',
      {
        task_id: 'm-1',
        status: 'Success',
        file_id: '205258526306433',
        video_url: URL,
        base_resp: { status_code: 0, status_msg: 'success' },
      },
      { id: 'm-1', file_id: '205258526306433' },
    ],
    [
      'Vidu',
      { task_id: 'v-1', state: 'success', err_code: '', creations: [{ id: 'c', url: URL, cover_url: 'x' }] },
      { id: 'v-1' },
    ],
    [
      'PiAPI',
      {
        code: 200,
        data: { task_id: 'a-1', status: 'completed', output: { video_url: URL } },
        message: 'success',
      },
      { id: 'a-1' },
    ],
    [
      'Zhipu',
      { id: 'z-1', task_status: 'SUCCESS', video_result: [{ url: URL, cover_image_url: 'x' }] },
      { id: 'z-1' },
    ],
    [
      'Novita',
      {
        task: { task_id: 'n-1', status: 'TASK_STATUS_SUCCEED', reason: '', progress_percent: 100 },
        videos: [{ video_url: URL, video_type: 'mp4' }],
      },
      { id: 'n-1' },
    ],
    [
      'a relay that passes on the upstream answer two levels down',
      {
        code: 'success',
        data: {
          task_id: 't',
          status: 'SUCCESS',
          data: { data: { task_status: 'processing', video_url: URL } },
        },
      },
      { id: 't' },
    ],
    [
      'a list in data',
      { code: 200, data: [{ task_id: 'asked', status: 'done', url: URL }] },
      { id: 'asked' },
    ],
    ['JSend', { status: 'success', data: { id: 'j-1', status: 'completed', video_url: URL } }, { id: 'j-1' }],
    [
      'a response envelope',
      { response: { task: { id: 'w-1', state: 'finished', url: URL } } },
      { id: 'w-1' },
    ],
    ['a result envelope', { result: { task_id: 'w-2', status: 'finished', video_url: URL } }, { id: 'w-2' }],
    [
      'an HTTP status in the envelope',
      { status: 200, data: { id: 'w-3', status: 'ready', url: URL } },
      { id: 'w-3' },
    ],
  ])('is parsed in the dialect of %s', (_, body, expected) => {
    expect(read(body)).toMatchObject({
      object: 'video',
      status: 'completed',
      progress: 100,
      video_url: URL,
      ...expected,
    })
  })
})

it('a completed task without a URL, as OpenAI sends it, is completed', () => {
  const task = { id: 'video_1', object: 'video', status: 'completed', progress: 100, seconds: '8' }
  expect(read(task)).toEqual(task)
})

describe('a task is not completed', () => {
  it.each<[string, object, string]>([
    ['an envelope of success', { status: 'success', data: { id: 'a', status: 'processing' } }, 'in_progress'],
    ['an envelope without a task', { code: 'success', message: 'success', data: {} }, 'queued'],
    [
      "the upstream's own copy",
      { id: 'a', status: 'queued', data: { id: 'u', status: 'succeeded' } },
      'queued',
    ],
    ['a copy without an id', { id: 'a', status: 'running', data: { status: 'succeeded' } }, 'in_progress'],
    ['a copy under the same id', { id: 'a', status: 'queued', data: { id: 'a', status: 'done' } }, 'queued'],
    ['a copy, where the task has no id', { status: 'queued', data: { id: 'u', status: 'done' } }, 'queued'],
    ['a copy under another id', { id: 'a', data: { id: 'u', status: 'succeeded' } }, 'queued'],
    ['a part that is done', { id: 'a', status: 'running', result: { status: 'success' } }, 'in_progress'],
    ['a part of a task without a status', { id: 'a', output: { status: 'completed', url: URL } }, 'queued'],
    ['the moderation of a task without a status', { id: 'a', moderation: { status: 'completed' } }, 'queued'],
    ['another task in a list', { object: 'list', data: [{ id: 'other', status: 'completed' }] }, 'queued'],
    ['times and progress', { id: 'a', progress: 100, completed_at: 1, video_url: URL }, 'in_progress'],
    ['a flag', { id: 'a', status: 'running', done: true, completed: true, success: true }, 'in_progress'],
    ['a number', { id: 'a', status: 1 }, 'in_progress'],
    ['a longer word', { id: 'a', status: 'completed_with_errors' }, 'in_progress'],
    ['a second status field', { id: 'a', status: 'postprocessing', state: 'completed' }, 'in_progress'],
    ['names of Object.prototype', { id: 'a', status: 'constructor' }, 'in_progress'],
    ['a status that is an object', { id: 'a', status: { status: 'completed' } }, 'queued'],
    ['a status that is a list', { id: 'a', status: ['completed'] }, 'queued'],
  ])('because of %s', (_, body, status) => {
    const task = read(body)
    expect(task.status).toBe(status)
    expect(task).not.toHaveProperty('completed_at')
  })
})

describe('a running task of other gateways', () => {
  it.each<[string, object, object]>([
    [
      'DashScope, created',
      { output: { task_status: 'PENDING', task_id: 'd' }, request_id: 'r' },
      { id: 'd', status: 'queued' },
    ],
    [
      'kie, created',
      { code: 200, msg: 'success', data: { taskId: 'task_1' } },
      { id: 'task_1', status: 'queued' },
    ],
    [
      'a create that names the id in data',
      { code: 'success', data: { id: 'c' } },
      { id: 'c', status: 'queued' },
    ],
    ['Runway, waiting for a place', { id: 'u', status: 'THROTTLED' }, { id: 'u', raw_status: 'THROTTLED' }],
    [
      'an id outside, the state in data',
      { id: 'o', model: 'm', data: { status: 'RUNNING', progress: '7%' } },
      { id: 'o', status: 'in_progress', progress: 7, model: 'm' },
    ],
    [
      'a list with the requested id',
      {
        data: [
          { id: 'x', status: 'success' },
          { id: 'asked', status: 'running' },
        ],
      },
      { id: 'asked', status: 'in_progress' },
    ],
  ])('is parsed in the dialect of %s', (_, body, expected) => {
    expect(read(body)).toMatchObject(expected)
    expect(read(body).status).not.toBe('completed')
  })
})

describe('a failed task of other gateways', () => {
  it.each<[string, object, object]>([
    [
      'Volcengine',
      {
        id: 'a',
        status: 'failed',
        error: { code: 'OutputVideoSensitiveContentDetected', message: 'no. Request id: 021788253659' },
      },
      { code: 'OutputVideoSensitiveContentDetected', message: 'no.', request_id: '021788253659' },
    ],
    [
      'DashScope',
      {
        request_id: 'r',
        output: { task_id: 'd', task_status: 'FAILED', code: 'InvalidParameter', message: 'size' },
      },
      { code: 'InvalidParameter', message: 'size', request_id: 'r' },
    ],
    [
      'Kling',
      {
        code: 0,
        message: 'SUCCEED',
        request_id: 'r',
        data: { task_id: 'k', task_status: 'failed', task_status_msg: 'refused' },
      },
      { message: 'refused', request_id: 'r' },
    ],
    [
      'Runway',
      { id: 'u', status: 'FAILED', failure: 'refused', failureCode: 'SAFETY.INPUT.TEXT' },
      { message: 'refused', code: 'SAFETY.INPUT.TEXT' },
    ],
    ['Luma', { id: 'l', state: 'failed', failure_reason: 'refused' }, { message: 'refused' }],
    [
      'MiniMax',
      { task_id: 'm', status: 'Fail', base_resp: { status_code: 1027, status_msg: 'refused' } },
      { message: 'refused', code: '1027' },
    ],
    [
      'Vidu',
      { id: 'v', state: 'failed', err_code: 'CreationPolicyViolation' },
      { code: 'CreationPolicyViolation' },
    ],
    [
      'Novita',
      { task: { task_id: 'n', status: 'TASK_STATUS_FAILED', reason: 'refused' } },
      { message: 'refused' },
    ],
    [
      'JSON in fail_reason',
      { task_id: 't', status: 'FAILURE', fail_reason: '{"error":{"message":"no","code":"c"}}' },
      { message: 'no', code: 'c' },
    ],
    [
      'an empty error beside a text',
      { id: 'a', status: 'failed', error: {}, fail_reason: 'why' },
      { message: 'why' },
    ],
    [
      'an error in an error',
      { id: 'a', status: 'error', error: { error: { message: 'deep', code: 7 } } },
      { message: 'deep', code: '7' },
    ],
    [
      'two gateways in a row',
      { id: 'a', status: 'failed', error: 'no (request id: in1) (request id: out2)' },
      { message: 'no', request_id: 'out2' },
    ],
  ])('has the reason in the dialect of %s', (_, body, error) => {
    const task = read(body)
    expect(['failed', 'error']).toContain(task.status)
    expect(task).toMatchObject({ error })
    expect(parseVideoTask(task)).toEqual(task)
  })

  it('has no message and no type where the gateway gives no reason', () => {
    for (const error of [undefined, null, '', {}, [], true]) {
      const task = read({ id: 'a', status: 'failed', error, type: 'text_to_video', message: '' })
      expect(task).not.toHaveProperty('error.message')
      expect(task).not.toHaveProperty('error.type')
    }
  })
})

describe('an envelope with a 200', () => {
  it.each<[object, object]>([
    [
      { code: 'InvalidApiKey', message: 'no', request_id: 'r' },
      { status: 200, code: 'InvalidApiKey', requestId: 'r', retryable: false },
    ],
    [
      { base_resp: { status_code: 1008, status_msg: 'insufficient balance' }, task_id: '' },
      { code: '1008', detail: 'insufficient balance' },
    ],
    [
      { success: false, message: 'no' },
      { status: 200, detail: 'no' },
    ],
    [{ errors: [{ code: 'invalidApiKey', message: 'no' }] }, { code: 'invalidApiKey', detail: 'no' }],
    [{ error: true, message: 'no' }, { detail: 'no' }],
    [{ status: 401, error: 'Unauthorized', message: 'sign in' }, { detail: 'sign in' }],
    [
      { code: 503, msg: 'busy', data: null },
      { status: 503, retryable: true, detail: 'busy' },
    ],
    [{ error: { code: 429, message: 'slow' } }, { status: 429, retryable: true }],
    [
      { code: 401, message: 'no' },
      { status: 401, retryable: false },
    ],
    [
      { code: 404, message: 'no such task', data: {} },
      { status: 404, retryable: false },
    ],
    [
      { code: 'task_not_exist', message: 'no', data: null },
      { code: 'task_not_exist', retryable: false },
    ],
  ])('is a VideoApiError: %j', async (body, expected) => {
    const error = await errorOf(() => read(body))
    expect(error).toBeInstanceOf(VideoApiError)
    expect(error).toMatchObject({ ...expected, body })
  })

  it.each([
    { error: {} },
    { error: null, errors: [] },
    { code: 0, data: null },
    { code: '200', message: 'ok' },
    { success: true },
    { error: '' },
  ])('is no error: %j', (body) => {
    expect(read(body)).toMatchObject({ id: 'asked', status: 'queued' })
  })
})
