import { describe, expect, it } from 'vitest'
import { parseVideoTask } from 'react-video-task/client'
// Private: what they read costs a page no parser of other dialects.
import { readDocumentedFailure } from '../../../src/core/wire/documentedFailure.js'
import { readDocumentedTask } from '../../../src/core/wire/documentedTask.js'

const running = { id: 'a', object: 'video', status: 'in_progress', progress: 40 }
const video_url = 'https://a.test/v.mp4'
const completed = { ...running, status: 'completed', progress: 100 }
const failed = { ...running, status: 'failed', error: { message: 'No', code: 'c' } }
const all = {
  ...{ task_id: 'a', model: 'm', seconds: '5', size: '1x1', prompt: 'Fox', created_at: 1, expires_at: 1e11 },
  ...{ remixed_from_video_id: 'b', still: 'kept' },
}

describe('a documented task', () => {
  it.each<[string, object, object?]>([
    ['that is queued', { ...running, status: 'queued', progress: 0 }],
    [
      'that is queued and has progress',
      { ...running, status: 'queued', progress: 1 },
      { status: 'in_progress' },
    ],
    ['that is running', running],
    ['with all fields', { ...running, ...all }, all],
    ['with fields of its own', { ...running, seed: 7, more: { a: null } }, { seed: 7, more: { a: null } }],
    ['whose fields are null', { ...running, model: null, size: null, error: null }],
    ['that is completed', { ...completed, video_url, completed_at: 5 }, { video_url, completed_at: 5 }],
    ['that is completed with fields of its own', { ...completed, video_url, seed: 7 }, { seed: 7 }],
    ['that is completed without a URL', completed],
    ['that is completed with a URL and an error of null', { ...completed, video_url, error: null }],
    ['that has failed', failed, { error: { message: 'No', code: 'c' } }],
    ['that ended in an error', { ...failed, status: 'error' }, { error: { message: 'No', code: 'c' } }],
  ])('%s is read as the parser of all dialects reads it', (_, body, fields = {}) => {
    const task = readDocumentedTask(body, readDocumentedFailure)
    expect(task).toMatchObject(fields)
    expect(task).toEqual(parseVideoTask(body))
  })

  it('has no end while it is running', () => {
    const body = { ...running, completed_at: 5, error: { message: 'No' } }
    expect(readDocumentedTask(body, readDocumentedFailure)).toEqual(running)
  })

  it.each<[string, unknown]>([
    ['no object', [running]],
    ['no id', { ...running, id: undefined }],
    ['an id with blanks', { ...running, id: ' a' }],
    ['another word', { ...running, status: 'running' }],
    ['a progress as text', { ...running, progress: '40' }],
    ['a progress between two', { ...running, progress: 40.5 }],
    ['a progress below 0', { ...running, progress: -1 }],
    ['a progress above 100', { ...running, progress: 101 }],
    ['a number for a text', { ...running, seconds: 5 }],
    ['a time of 0', { ...running, created_at: 0 }],
    ['a time in ms', { ...running, created_at: 1e11 + 1 }],
    ['a time as text', { ...running, created_at: '5' }],
    ...[
      ...['observed', 'poll_after', 'raw_status', 'video_data'],
      ...['created', 'submit_time', 'createdAt', 'finished_at'],
    ].map((name): [string, unknown] => [`the field ${name}`, { ...running, [name]: 5 }]),
    ['a video elsewhere', { ...completed, url: video_url }],
    ['no URL in the field of it', { ...completed, video_url: 'soon' }],
    ['an error without a video', { ...completed, error: { message: 'No' } }],
    ['no reason', { ...failed, error: undefined }],
    ['a reason elsewhere', { ...failed, fail_reason: 'No' }],
  ])('is left to the parser of all dialects with %s', (_, body) => {
    expect(readDocumentedTask(body, readDocumentedFailure)).toBeUndefined()
  })

  it('that has failed is left to it where its reason is not read', () => {
    expect(readDocumentedTask(failed)).toBeUndefined()
    expect(readDocumentedTask(running)).toEqual(running)
  })
})

describe('a documented reason', () => {
  it.each<[object, object]>([
    [{ message: 'No' }, { message: 'No' }],
    [
      { message: 'No', code: null, type: 't', param: 'p' },
      { message: 'No', type: 't', param: 'p' },
    ],
    [{ message: 'No (request id: r1)' }, { message: 'No', request_id: 'r1' }],
    [
      { request_id: 'r0', message: 'No (request id: r1)' },
      { message: 'No', request_id: 'r0' },
    ],
  ])('%j is read as %j', (error, failure) => {
    expect(readDocumentedFailure(error)).toEqual(failure)
    expect(parseVideoTask({ ...failed, error })).toMatchObject({ error: failure })
  })

  it.each<unknown>([
    'No',
    null,
    {},
    { message: '' },
    { message: 7 },
    { message: ' No' },
    { message: 'No', code: 7 },
    { message: 'No', more: 'x' },
    { message: '{"a":1}' },
    { message: '<p>No' },
    { message: 'success' },
    { message: 'No', code: '0' },
    { message: 'No. Request ID: r1' },
  ])('%j is left to the parser of all dialects', (error) => {
    expect(readDocumentedFailure(error)).toBeUndefined()
  })
})
