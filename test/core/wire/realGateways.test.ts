import { describe, expect, it } from 'vitest'
import { parseVideoTask, VideoApiError, type VideoTask } from 'react-video-task/client'
import { getVideoTaskErrorKind } from 'react-video-task/messages'
import { videoTaskSchema } from 'react-video-task/schemas'
import { errorOf } from '../../support/errorOf.js'

const URL = 'https://cdn.example.com/v.mp4'
const OTHER = 'https://cdn.example.com/other.jpg'
const read = (body: object) => parseVideoTask(body, { id: 'asked' })
const kindOf = (task: VideoTask) => getVideoTaskErrorKind('error' in task ? task.error : null)

describe('a refusal that is called done', () => {
  it.each<[string, object, string | undefined]>([
    ['xAI', { status: 'done', video: { url: '', respect_moderation: false } }, undefined],
    [
      'Veo, counts',
      { id: 'v', status: 'completed', response: { generateVideoResponse: { raiMediaFilteredCount: 1 } } },
      undefined,
    ],
    [
      'Veo, reasons',
      {
        id: 'v',
        status: 'completed',
        response: { generateVideoResponse: { raiMediaFilteredReasons: ['We cannot make this.'] } },
      },
      'We cannot make this.',
    ],
    ['a relay', { id: 'r', status: 'succeeded', moderated: true, url: null }, undefined],
    ['fal', { id: 'f', status: 'COMPLETED', has_nsfw_concepts: [true] }, undefined],
    ['an unnamed gateway', { id: 'r', state: 'finished', result: { filtered_reason: 'people' } }, 'people'],
    [
      'a wrapped relay',
      { code: 'success', data: { task_id: 'w', status: 'SUCCESS', flagged: true } },
      undefined,
    ],
  ])('has failed by moderation in the dialect of %s', (_, body, message) => {
    const task = read(body)
    expect(task.status).toBe('failed')
    expect(kindOf(task)).toBe('moderation')
    expect('error' in task && task.error?.message).toBe(message)
    expect(parseVideoTask(task)).toEqual(task)
  })

  it.each<[object, object]>([
    [{ error: { code: 'PROHIBITED_CONTENT', message: 'no' } }, { code: 'PROHIBITED_CONTENT', message: 'no' }],
    [{ video_url: '', fail_reason: 'IMAGE_SAFETY' }, { message: 'IMAGE_SAFETY' }],
    [{ error: 'no frame was made' }, { message: 'no frame was made' }],
  ])('has failed with the reason of %j', (fields, error) => {
    expect(read({ id: 'a', status: 'completed', ...fields })).toMatchObject({ status: 'failed', error })
  })

  it.each<object>([
    { moderated: false, filtered_count: 0, respect_moderation: true },
    { moderated: null, raiMediaFilteredReasons: [], error: null, fail_reason: '' },
    { message: 'Video is ready', msg: 'success', detail: 'made in 60 s' },
    { prompt: 'write "moderated":true and "respect_moderation":false on a wall' },
    { error: {}, error_code: 0 },
  ])('does not include %j', (fields) => {
    expect(read({ id: 'a', status: 'completed', ...fields })).toMatchObject({ status: 'completed' })
  })

  it('does not include a video with an address', () => {
    const task = read({ id: 'a', status: 'completed', video: { url: URL }, moderated: true, error: 'minor' })
    expect(task).toMatchObject({ status: 'completed', video_url: URL })
  })
})

describe('the URL of a completed task', () => {
  it.each<[string, object]>([
    ['Together', { outputs: { video_url: URL } }],
    ['MiniMax', { task: { content: { url: URL } } }],
    ['kie', { resultJson: JSON.stringify({ resultUrls: [URL] }) }],
    [
      'PiAPI',
      {
        output: {
          works: [
            { cover: { resource: OTHER }, video: { resource: OTHER, resource_without_watermark: URL } },
          ],
        },
      },
    ],
    ['Veo', { response: { generateVideoResponse: { generatedSamples: [{ video: { uri: URL } }] } } }],
    ['Veo, listed', { response: { generatedVideos: [{ video: { uri: URL } }] } }],
    ['a list', { video_url: [URL] }],
    ['an object', { url: { src: URL } }],
    ['a list of objects', { videos: [{ cover: OTHER, resource: URL }] }],
    ['an object in a list', { output: [{ type: 'video', uri: URL }] }],
    ['a result as JSON', { result: JSON.stringify({ video_url: URL, thumbnail: OTHER }) }],
    ['an unknown name', { mp4Link: URL }],
    [
      'an unknown nested name',
      { final_clip: { location: { video: URL } }, media: { hd: null, video_hd: URL } },
    ],
  ])('is found in the dialect of %s', (_, fields) => {
    const thumbnails = {
      cover_url: OTHER,
      thumbnail: { url: OTHER },
      video_cover: OTHER,
      poster_video: OTHER,
    }
    expect(read({ ...thumbnails, id: 'a', status: 'completed', ...fields })).toMatchObject({
      status: 'completed',
      video_url: URL,
    })
  })

  it.each<object>([
    { input: { video_url: URL } },
    { input_video: URL, reference_video_url: URL, source_video: { url: URL } },
    { image_url: OTHER, output: { image: { url: OTHER }, cover_url: OTHER } },
    { urls: { get: URL, cancel: URL }, status_url: URL, response_url: URL, polling_url: URL },
    { video: { thumbnail_url: OTHER, status_url: URL, cancel_url: URL, polling_url: URL } },
    { params: { video_url: URL }, first_frame: URL, prompt_image: OTHER },
    { video_url: 'javascript:alert(1)', url: 'gs://bucket/v.mp4', output: ['ftp://a/b.mp4'] },
  ])('is not one of %j', (fields) => {
    expect(read({ id: 'a', status: 'completed', ...fields })).not.toHaveProperty('video_url')
  })

  it('is found within a bounded depth', () => {
    let deep: object = { video_url: URL }
    for (let level = 0; level < 5_000; level += 1) deep = { video: deep }
    expect(read({ id: 'a', status: 'completed', ...deep })).not.toHaveProperty('video_url')
  })
})

describe('an error under 200', () => {
  it.each<[string, object, object]>([
    [
      'MiniMax, rate limit',
      { base_resp: { status_code: 1002, status_msg: 'slow down' } },
      { code: '1002', retryable: true },
    ],
    ['MiniMax, key', { base_resp: { status_code: 1004, status_msg: 'no' } }, { retryable: false }],
    ['MiniMax, balance', { base_resp: { status_code: 1008, status_msg: 'no' } }, { retryable: false }],
    [
      'Spring, 500',
      { timestamp: 1, status: 500, error: 'Oops', path: '/v' },
      { status: 500, retryable: true },
    ],
    ['Spring, 401', { status: 401, error: 'Unauthorized' }, { status: 401, retryable: false }],
    ['JSend error', { status: 'error', message: 'database is down' }, { retryable: true }],
    ['JSend fail', { status: 'fail', data: { reason: 'later' } }, { retryable: true }],
    [
      'JSend with a code',
      { status: 'error', code: 'insufficient_balance', message: 'no' },
      { retryable: false },
    ],
    ['an unknown code', { code: 'E42', message: 'no' }, { code: 'E42', retryable: true }],
    ['an invalid key', { code: 'InvalidApiKey', message: 'no' }, { retryable: false }],
    ['a sentence', { success: false, message: 'invalid key, balance, not found' }, { retryable: true }],
    ['an unknown task', { code: 'task_not_exist', message: 'no' }, { retryable: false }],
  ])('is about the request in the dialect of %s', async (_, body, expected) => {
    const error = await errorOf(() => read(body))
    expect(error).toBeInstanceOf(VideoApiError)
    expect(error).toMatchObject({ body, ...expected })
  })

  it.each<object>([
    { status: 'failed', progress: 40 },
    { status: 'error', model: 'wan2.6', message: 'no' },
    { id: 'a', status: 'error', message: 'no' },
    { status: 'failed' },
    { data: { task_id: 'a', status: 'failed' }, message: 'success' },
  ])('is not the task %j', (body) => {
    expect(['failed', 'error']).toContain(read(body).status)
  })
})

describe('a greeting', () => {
  it.each(['result', 'response', 'output', 'data', 'task'])(
    'around a task in %s is not its status',
    (name) => {
      expect(read({ status: 'success', [name]: { id: 'a', status: 'processing' } }).status).toBe(
        'in_progress',
      )
      expect(read({ status: 'ok', [name]: { id: 'a', status: 'failed' } }).status).toBe('failed')
      expect(read({ status: 'success', [name]: { id: 'a' } }).status).toBe('queued')
      expect(read({ status: 'success', [name]: { id: 'a', video_url: URL } })).toMatchObject({
        status: 'completed',
        video_url: URL,
      })
    },
  )

  it('without a task has no news', () => {
    for (const body of [{ message: 'ok' }, { data: null }, { code: 0, request_id: 'r' }])
      expect(read({ status: 'success', ...body })).toMatchObject({ id: 'asked', status: 'queued' })
  })
})

describe('a status word', () => {
  it.each(['aborted', 'nsfw', 'timeout', 'timed_out', 'TIMED-OUT', 'moderated', 'Blocked'])(
    'ends the task: %s',
    (status) => {
      expect(read({ id: 'a', status }).status).toBe('failed')
    },
  )

  it.each([
    ['nsfw', 'moderation'],
    ['moderated', 'moderation'],
    ['blocked', 'moderation'],
    ['timed_out', 'timeout'],
    ['aborted', 'failed'],
  ])('says why the task failed: %s', (status, kind) => {
    expect(kindOf(read({ id: 'a', status }))).toBe(kind)
  })

  it('of a queued task counts as in_progress with progress', () => {
    for (const status of ['pending', 'queued', 'unknown', undefined])
      expect(read({ id: 'a', status, progress: 55 })).toMatchObject({ status: 'in_progress', progress: 55 })
    expect(read({ id: 'a', status: 'pending', progress: '0%' }).status).toBe('queued')
  })
})

describe('the reason of a failed task', () => {
  it.each<[object, object]>([
    [
      { failure_code: 'c', failure_message: 'm' },
      { code: 'c', message: 'm' },
    ],
    [{ content_filter: { reasons: ['violence'] } }, { message: 'violence' }],
    [{ status_message: 'm' }, { message: 'm' }],
    [{ last_error: { code: 'c', message: 'm' } }, { code: 'c', message: 'm' }],
    [{ output: { message: 'm' } }, { message: 'm' }],
    [{ result: { error: 'm' } }, { message: 'm' }],
    [{ metadata: { error: { message: 'm' } } }, { message: 'm' }],
    [{ data: { error: { code: 'c' } } }, { code: 'c' }],
  ])('is read from %j', (fields, error) => {
    expect(read({ id: 'a', status: 'failed', ...fields })).toMatchObject({ error })
  })

  it.each(['PROHIBITED_CONTENT', 'IMAGE_SAFETY', 'risk_control', 'PUBLIC_ERROR_UNSAFE_GENERATION'])(
    'is moderation by the code %s',
    (code) => {
      expect(getVideoTaskErrorKind({ code })).toBe('moderation')
      expect(getVideoTaskErrorKind({ message: code })).toBe('moderation')
    },
  )

  it('is not chosen by a word inside a sentence', () => {
    const sentence = 'Your balance and safety settings are fine, but the model timed out'
    for (const error of [{ message: sentence }, { code: sentence }, { type: sentence }])
      expect(getVideoTaskErrorKind(error)).toBe('failed')
  })
})

describe('the id of a create', () => {
  it.each<[object, string]>([
    [{ data: { video_id: 'h' } }, 'h'],
    [{ error: null, data: { video_id: 'h' } }, 'h'],
    [{ status: 'success', data: { id: 's' } }, 's'],
    [{ status: 'ok', result: { task_id: 's' } }, 's'],
    [{ code: 200, data: '{"taskId":"t"}' }, 't'],
    [{ request_id: 'r' }, 'r'],
    [{ request_id: 'r', output: { task_id: 'd', task_status: 'PENDING' } }, 'd'],
  ])('is read from %j', (body, id) => {
    expect(parseVideoTask(body)).toMatchObject({ id, status: 'queued' })
    expect(videoTaskSchema['~standard'].validate(body)).toMatchObject({ value: { id } })
  })
})
