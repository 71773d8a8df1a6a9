import { describe, expect, it, vi } from 'vitest'
import {
  parseVideoTask,
  VideoApiError,
  VideoResponseError,
  type VideoTaskStatus,
} from 'react-video-task/client'
import { errorOf } from '../../support/errorOf.js'

const URL = 'https://cdn.example.com/v.mp4?Expires=1'
const task = (body: object) => parseVideoTask(body, { id: 'asked' })

describe('parseVideoTask on the documented shape', () => {
  it('returns a documented task unchanged', () => {
    const queued = {
      id: 'task_example',
      model: 'wan2.6',
      object: 'video',
      status: 'queued',
      progress: 0,
      created_at: 1779938152,
    }
    expect(parseVideoTask(queued)).toEqual(queued)
    const completed = {
      ...queued,
      task_id: 'task_example',
      status: 'completed',
      progress: 100,
      completed_at: 1779938219,
      video_url: URL,
    }
    expect(parseVideoTask(completed)).toEqual(completed)
    const failed = {
      ...queued,
      status: 'failed',
      error: { message: 'no', code: 'content_policy', type: 't', param: 'p' },
    }
    expect(parseVideoTask(failed)).toEqual(failed)
  })

  it('treats null as absent and keeps unknown fields', () => {
    const parsed = task({
      id: 'a',
      status: 'queued',
      progress: null,
      error: null,
      video_url: null,
      seed: 7,
      nested: { a: null },
    })
    expect(parsed).toEqual({
      id: 'a',
      object: 'video',
      status: 'queued',
      progress: 0,
      seed: 7,
      nested: { a: null },
    })
  })

  it('parses its own result to the same task', () => {
    for (const body of [
      { status: 'weird', progress: '45%' },
      {
        code: 'success',
        data: { task_id: 't', status: 'FAILED', fail_reason: 'bad (request id: 20260101abc)' },
      },
      { id: 'x', status: 'SUCCESS', metadata: { url: URL }, completed_at: 1773297014123 },
    ]) {
      const once = task(body)
      expect(parseVideoTask(once)).toEqual(once)
    }
  })
})

describe('parseVideoTask on other dialects', () => {
  it('reads upper-case status words', () => {
    const statusOf = (status: string) => task({ id: 'a', status }).status
    expect(['SUBMITTED', 'IN_PROGRESS', 'SUCCESS', 'FAILED', 'ERROR'].map(statusOf)).toEqual([
      'queued',
      'in_progress',
      'completed',
      'failed',
      'error',
    ])
  })

  it('unwraps the older envelope and reads the URL from fail_reason on success', () => {
    const parsed = parseVideoTask({
      code: 'success',
      message: '',
      data: {
        task_id: 't',
        status: 'SUCCESS',
        fail_reason: URL,
        progress: '100%',
        submit_time: 1773297002,
        finish_time: 1773297014,
        data: { id: 'upstream', status: 'running' },
      },
    })
    expect(parsed).toMatchObject({
      id: 't',
      object: 'video',
      status: 'completed',
      progress: 100,
      video_url: URL,
      created_at: 1773297002,
      completed_at: 1773297014,
    })
  })

  it('reads the message and the request id of a wrapped failure separately', () => {
    const parsed = parseVideoTask({
      code: 'success',
      data: { task_id: 't', status: 'FAILURE', fail_reason: 'The prompt was refused (request id: 2026abc)' },
    })
    expect(parsed).toMatchObject({
      status: 'failed',
      error: { message: 'The prompt was refused', request_id: '2026abc' },
    })
  })

  it('reads the new-api family: status unknown after create, URL in metadata, times in ms', () => {
    expect(task({ id: 'a', status: 'unknown' }).status).toBe('queued')
    const running = task({
      id: 'a',
      status: 'in_progress',
      metadata: { url: '' },
      completed_at: 1773297014000,
    })
    expect(running.status).toBe('in_progress')
    expect(running).not.toHaveProperty('completed_at')
    expect(
      task({ id: 'a', status: 'completed', created_at: 1773297014000, metadata: { url: URL } }),
    ).toMatchObject({
      video_url: URL,
      created_at: 1773297014,
    })
    expect(task({ id: 'a', status: 'failed', progress: 100, error: 'out of credit' })).toMatchObject({
      status: 'failed',
      progress: 100,
      error: { message: 'out of credit' },
    })
  })

  it('parses a body without a status as a queued task with the id of the request', () => {
    for (const body of [{ request_id: 'r' }, { code: 'success', data: null }, {}]) {
      expect(task(body)).toMatchObject({ id: 'asked', status: 'queued', progress: 0 })
    }
  })
})

describe('parseVideoTask on status words', () => {
  const words: Record<VideoTaskStatus, string> = {
    queued:
      'queued pending waiting submitted not_start created starting preparing queueing in_queue scheduled unknown',
    in_progress: 'in_progress processing running generating rendering',
    completed: 'completed complete success succeeded succeed done finished ready',
    failed: 'failed failure fail cancelled canceled expired deleted rejected',
    error: 'error',
  }
  it.each(Object.entries(words))('reads as %s the words: %s', (status, list) => {
    for (const word of list.split(' ')) {
      const spaced = ` ${word.replace('_', ' ')}\n`
      for (const written of [word, word.toUpperCase(), word.replace('_', '-'), spaced]) {
        for (const name of ['status', 'task_status', 'state']) {
          expect(task({ [name]: written }).status).toBe(status)
          expect(task({ [name]: written })).not.toHaveProperty('raw_status')
        }
      }
    }
  })

  it('reads an unknown status word as in_progress and keeps it in raw_status', () => {
    expect(task({ status: 'Upscaling', progress: 100, completed_at: 5, video_url: URL })).toMatchObject({
      status: 'in_progress',
      raw_status: 'Upscaling',
    })
  })
})

describe('parseVideoTask on progress', () => {
  it.each([
    [45, 45],
    [45.6, 46],
    ['45', 45],
    ['45%', 45],
    [' 45.2 % ', 45],
    [-3, 0],
    [250, 100],
    [Number.NaN, 0],
    ['soon', 0],
    [{}, 0],
    [undefined, 0],
  ])('reads %j as %d', (progress, expected) => {
    expect(task({ status: 'running', progress }).progress).toBe(expected)
  })
})

describe('parseVideoTask on times', () => {
  it.each<[unknown, number | undefined]>([
    [1779938152, 1779938152],
    [1779938152.9, 1779938152],
    [1779938152000, 1779938152],
    [1779938152000000, 1779938152],
    ['1779938152', 1779938152],
    ['1779938152000', 1779938152],
    ['2026-05-28T03:15:52Z', 1779938152],
    ['2026-05-28T03:15:52.456Z', 1779938152],
    ['2026-05-28T11:15:52+08:00', 1779938152],
    ['2026-05-28T03:15:52', 1779938152],
    ['2026-05-28 03:15:52.000', 1779938152],
    ['2026-05-28', 1779926400],
    ['2026-05-28T03:15Z', 1779938100],
    ['20260528T031552Z', 1779938152],
    ['2026-05-28T03:15:52+0800', 1779909352],
    [100_000_000_000, 100_000_000_000],
    [100_000_000_001, 100_000_000],
    [1, 1],
    [0, undefined],
    [-1, undefined],
    [0.5, undefined],
    ['', undefined],
    ['soon 1', undefined],
    ['2026-13-41T99:99:99Z', undefined],
    ['Infinity', undefined],
    [Infinity, undefined],
    [true, undefined],
    [{}, undefined],
  ])('reads %j as %s', (written, seconds) => {
    const parsed = task({
      status: 'completed',
      created_at: written,
      completed_at: written,
      expires_at: written,
    })
    expect(parsed.created_at).toBe(seconds)
    expect(parsed.expires_at).toBe(seconds)
    expect('completed_at' in parsed ? parsed.completed_at : undefined).toBe(seconds)
  })

  it('reads a time without a zone as UTC in any time zone', () => {
    vi.stubEnv('TZ', 'Asia/Shanghai')
    expect(new Date(0).getTimezoneOffset()).toBe(-480)
    expect(task({ status: 'queued', created_at: '2026-05-28 03:15:52' }).created_at).toBe(1779938152)
    vi.unstubAllEnvs()
  })
})

describe('parseVideoTask on failures', () => {
  it.each<[object, object | undefined]>([
    [{}, undefined],
    [{ error: null }, undefined],
    [{ error: '' }, undefined],
    [{ error: 'text' }, { message: 'text' }],
    [{ error: { message: 'm' } }, { message: 'm' }],
    [{ error: { code: 'c' } }, { code: 'c' }],
    [{ error: { type: 't' } }, { type: 't' }],
    [{ error: { param: 'p' } }, { param: 'p' }],
    [
      { error: { message: 'm', code: 400, type: 't', param: null } },
      { message: 'm', code: '400', type: 't' },
    ],
    [{ error: { message: 'm', retry: true } }, { message: 'm', retry: true }],
    [{ error: { message: 'm (request id: 2026abc)' } }, { message: 'm', request_id: '2026abc' }],
    [{ fail_reason: 'text' }, { message: 'text' }],
    [{ message: 'text' }, { message: 'text' }],
    [
      { error: { code: 'c' }, fail_reason: 'text' },
      { code: 'c', message: 'text' },
    ],
    [{ error: '<html>gateway</html>' }, undefined],
  ])('reads %j as the error %j', (fields, error) => {
    for (const status of ['failed', 'error']) {
      const parsed = task({ id: 'a', status, ...fields })
      expect('error' in parsed ? parsed.error : undefined).toEqual(error)
    }
    expect(task({ id: 'a', status: 'running', ...fields })).not.toHaveProperty('error')
    expect(task({ id: 'a', status: 'completed', video_url: URL, ...fields })).not.toHaveProperty('error')
  })
})

describe('parseVideoTask on the video URL', () => {
  const places = [
    { video_url: URL },
    { url: URL },
    { output_url: URL },
    { download_url: URL },
    { metadata: { url: URL } },
    { result: { video_url: URL } },
    { result: { url: URL } },
    { result: { outputs: [URL] } },
    { output: URL },
    { output: [URL] },
    { output: { url: URL } },
    { output: { video_url: URL } },
    { outputs: [URL] },
    { outputs: [{ url: URL }] },
    { video: { url: URL } },
    { videos: [{ url: URL }] },
    { content: { video_url: URL } },
    { data: { video_url: URL } },
    { video_url: '', metadata: { url: URL } },
    { video_url: 'javascript:alert(1)', url: URL },
  ]
  it.each(places)('finds the URL in %j', (place) => {
    expect(task({ id: 'a', status: 'completed', ...place })).toMatchObject({ video_url: URL })
  })

  it('takes the first of several URLs, in the order of the fields', () => {
    const ordered = [
      ...places.slice(0, 8),
      ...places.slice(8, 9),
      ...places.slice(12, 13),
      ...places.slice(14, 18),
      { fail_reason: URL },
    ]
    for (const [index, place] of ordered.entries()) {
      const later = ordered
        .slice(index + 1)
        .map((other) => JSON.stringify(other).replaceAll(URL, 'https://b.c/2'))
      const rest: unknown[] = later.map((other) => JSON.parse(other))
      const body = Object.assign({ id: 'a', status: 'completed' }, ...rest.toReversed(), place)
      expect([place, task(body)]).toMatchObject([place, { video_url: URL }])
    }
  })

  it.each([
    'javascript:alert(1)',
    'data:video/mp4;base64,AAAA',
    'blob:https://a/b',
    'file:///etc/passwd',
    '/v.mp4',
    'https://',
    7,
  ])('ignores %j as a URL', (video_url) => {
    expect(task({ id: 'a', status: 'completed', video_url })).not.toHaveProperty('video_url')
  })

  const DATA = 'data:video/mp4;base64,AAAA'
  it.each([
    { video_url: DATA },
    { metadata: { url: DATA } },
    { status: 'SUCCESS', fail_reason: DATA },
    { response: { videos: [{ uri: DATA }] } },
    { video: { url: 'data:image/png;base64,AAAA', uri: DATA } },
  ])('keeps a video inside the task apart from its URL: %j', (place) => {
    const found = task({ id: 'a', status: 'completed', ...place })
    expect(found).toMatchObject({ status: 'completed', video_data: DATA })
    expect(found).not.toHaveProperty('video_url')
    expect(parseVideoTask(found)).toEqual(found)
  })

  it.each([
    'data:text/html;base64,AAAA',
    'data:image/svg+xml;base64,AAAA',
    'data:application/javascript;video/mp4;base64,AAAA',
    'data:video/mp4,AAAA',
    'data:;base64,AAAA',
    'xdata:video/mp4;base64,AAAA',
  ])('reads no other data: %s', (data) => {
    const found = task({ id: 'a', status: 'completed', video_url: data, video_data: data })
    expect(found).not.toHaveProperty('video_data')
    expect(found).not.toHaveProperty('video_url')
  })

  it('has no video inside before completion', () => {
    const fields = { metadata: { url: DATA }, video_data: DATA }
    expect(task({ id: 'a', status: 'in_progress', ...fields })).not.toHaveProperty('video_data')
    expect(task({ id: 'a', status: 'failed', ...fields })).not.toHaveProperty('video_data')
  })

  it('has no URL before completion, nor from the reason of a failure', () => {
    expect(task({ id: 'a', status: 'in_progress', video_url: URL })).not.toHaveProperty('video_url')
    expect(task({ id: 'a', status: 'failed', fail_reason: URL })).not.toHaveProperty('video_url')
  })
})

describe('parseVideoTask on ids', () => {
  it('reads the id from id, else task_id, else the request', () => {
    expect(parseVideoTask({ id: 'a', task_id: 'b' }, { id: 'c' }).id).toBe('a')
    expect(parseVideoTask({ id: '', task_id: 'b' }, { id: 'c' }).id).toBe('b')
    expect(parseVideoTask({ id: 12 }).id).toBe('12')
    expect(parseVideoTask({ id: null, task_id: null }, { id: 'c' }).id).toBe('c')
    const long = `${'Zm9v'.repeat(50)}:a==`
    expect(parseVideoTask({ id: long }).id).toBe(long)
    expect(task({ status: 'queued' }).id).toBe('asked')
  })

  it('throws missing_id where neither the body nor the request has an id', async () => {
    const error = await errorOf(() => parseVideoTask({ trace: 'r' }))
    expect(error).toBeInstanceOf(VideoResponseError)
    expect(error).toMatchObject({ code: 'missing_id', retryable: false })
  })
})

describe('parseVideoTask on a body without a task', () => {
  it.each([
    [null, 'null'],
    [[], 'an array'],
    ['text', 'a string'],
    [7, 'a number'],
    [true, 'a boolean'],
  ])('throws invalid_body for %j, naming its type', async (body, name) => {
    const error = await errorOf(() => parseVideoTask(body, { id: 'a' }))
    expect(error).toBeInstanceOf(VideoResponseError)
    expect(error).toMatchObject({ code: 'invalid_body', retryable: true, body })
    expect(String(error)).toContain(name)
  })

  it.each([
    { code: 'fail_to_fetch_task', message: 'no channel', data: null },
    { error: { message: 'no channel', code: 'fail_to_fetch_task' } },
  ])('throws a VideoApiError for an error envelope with a 200: %j', async (body) => {
    const error = await errorOf(() => parseVideoTask(body, { id: 'a' }))
    expect(error).toBeInstanceOf(VideoApiError)
    expect(error).toMatchObject({ status: 200, code: 'fail_to_fetch_task', detail: 'no channel' })
  })

  it('drops invalid values of optional fields', () => {
    const odd = {
      id: 'a',
      status: 'completed',
      model: [],
      created_at: 'soon',
      size: {},
      expires_at: -1,
      prompt: 3,
      video_url: URL,
    }
    expect(task(odd)).toEqual({
      id: 'a',
      object: 'video',
      status: 'completed',
      progress: 100,
      prompt: '3',
      video_url: URL,
    })
  })
})
