import { experimental_generateVideo as generateVideo } from 'ai'
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { createVideoModel } from 'react-video-task/ai-sdk'
import { VideoApiError, type VideoClient } from 'react-video-task/client'
import { callModel, createAPI, generate, refusal } from './support/generate.js'
import { errorOf } from '../support/errorOf.js'
import { isVideo, untilSettled } from './support/untilSettled.js'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] })
  vi.stubGlobal('AI_SDK_LOG_WARNINGS', false)
})
afterEach(() => void vi.useRealTimers())

it('makes a video by one create, polls by the policy, and downloads it with the key', async () => {
  const { emulator, client, count } = createAPI()
  const { video, warnings, providerMetadata, responses } = await generate(client, 'wan2.6', {
    resolution: '1280x720',
    duration: 10,
    providerOptions: { 'react-video-task': { negative_prompt: 'rain' } },
  })
  expect(isVideo(video.uint8Array)).toBe(true)
  expect(video.mediaType).toBe('video/mp4')
  expect(warnings).toEqual([])
  const [task] = emulator.tasks
  expect(emulator.requests[0]?.params).toEqual({
    ...{
      model: 'wan2.6',
      prompt: 'A fox in the snow',
      size: '1280x720',
      seconds: '10',
      negative_prompt: 'rain',
    },
  })
  expect(providerMetadata['react-video-task']?.['videos']).toEqual([
    expect.objectContaining({ taskId: task?.id, status: 'completed' }),
  ])
  expect(responses[0]).toMatchObject({ modelId: 'wan2.6' })
  expect([count('create'), count('content')]).toEqual([1, 1])
  // Of a task of a minute or two: adaptive intervals, not one a second.
  expect(count('retrieve')).toBeLessThan(30)
})

it('makes several videos, each by a create of its own', async () => {
  const { emulator, client, count } = createAPI()
  const { videos, providerMetadata } = await generate(client, 'wan2.6', { n: 3 })
  expect(videos).toHaveLength(3)
  expect(count('create')).toBe(3)
  const made = providerMetadata['react-video-task']?.['videos']
  expect(made).toMatchObject(emulator.tasks.map(({ id }) => ({ taskId: id })))
})

it('shares no signal between calls without one, however many run at once', async () => {
  const warned = vi.fn()
  process.on('warning', warned)
  onTestFinished(() => void process.off('warning', warned))
  const { client } = createAPI()
  await Promise.all(Array.from({ length: 12 }, () => generate(client, 'wan2.6', {})))
  expect(warned).not.toHaveBeenCalled()
})

describe('a task that was paid for keeps its id', () => {
  it('when it fails', async () => {
    const { emulator, client, count } = createAPI({ scenario: 'fail' })
    const error = await refusal(client, 'wan2.6', {})
    expect(error).toMatchObject({
      name: 'VideoGenerationError',
      retryable: false,
      taskIds: [emulator.tasks[0]?.id],
    })
    const [{ id } = { id: '' }] = emulator.tasks
    const task = await client.retrieve(id)
    const { message = '', code } = ('error' in task && task.error) || {}
    expect(message).not.toBe('')
    expect(error.message).toBe(`${message} (task ${id})`)
    expect(error.code).toBe(code)
    expect(count('create')).toBe(1)
  })

  it.each(['failed', 'error'] as const)('when it ends as %s, and the API says no reason', async (status) => {
    const { emulator, client } = createAPI()
    const retrieve: VideoClient['retrieve'] = async (id) => ({ id, object: 'video', status, progress: 100 })
    const error = await refusal({ ...client, retrieve }, 'wan2.6', {})
    expect(error).toMatchObject({ code: 'task_failed', retryable: false })
    expect(error.message).toBe(`The video could not be made. (task ${emulator.tasks[0]?.id})`)
  })

  it('when the call is aborted, which ends the polls', async () => {
    const { emulator, client } = createAPI({ scenario: 'stuck' })
    const controller = new AbortController()
    setTimeout(() => controller.abort(), 30_000)
    const error = await refusal(client, 'wan2.6', { abortSignal: controller.signal })
    expect(error).toMatchObject({ name: 'AbortError', code: 'aborted', taskIds: [emulator.tasks[0]?.id] })
    const requests = emulator.requests.length
    await vi.advanceTimersByTimeAsync(600_000)
    expect(emulator.requests).toHaveLength(requests)
  })

  it('when the call is aborted during the create, which is waited for', async () => {
    const { emulator, client } = createAPI({ latency: 5_000 })
    const controller = new AbortController()
    setTimeout(() => controller.abort(), 1_000)
    const error = await refusal(client, 'wan2.6', {
      n: 2,
      maxVideosPerCall: 2,
      abortSignal: controller.signal,
    })
    expect(error).toMatchObject({ name: 'AbortError', taskIds: [emulator.tasks[0]?.id] })
    expect(emulator.tasks).toHaveLength(1)
  })

  it.each([
    ['content route', 'wan2.6'],
    ['temporary URL', 'doubao-seedance-2-0'],
  ])('when the call is aborted during the download from the %s', async (_, model) => {
    const { emulator, client } = createAPI()
    const controller = new AbortController()
    const hang = (signal?: AbortSignal | null) =>
      new Promise<Response>((_, reject) => {
        if (signal?.aborted) reject(signal.reason)
        signal?.addEventListener('abort', () => reject(signal.reason))
        setTimeout(() => controller.abort(), 1_000)
      })
    vi.stubGlobal('fetch', (_: string, init?: RequestInit) => hang(init?.signal))
    const fetchContent: VideoClient['fetchContent'] = (_, options) => hang(options?.signal)
    const error = await refusal({ ...client, fetchContent }, model, { abortSignal: controller.signal })
    expect(error).toMatchObject({ name: 'AbortError', taskIds: [emulator.tasks[0]?.id] })
  })

  it('when its video cannot be downloaded, and it can be had later', async () => {
    const { emulator, client, count } = createAPI()
    let isBroken = true
    const fetchContent: VideoClient['fetchContent'] = async (...args) =>
      isBroken ? new Response('', { status: 502 }) : client.fetchContent(...args)
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('refused')))
    const error = await refusal({ ...client, fetchContent }, 'wan2.6', {})
    expect(error).toMatchObject({ code: 'http_502', retryable: true, taskIds: [emulator.tasks[0]?.id] })
    isBroken = false
    const [taskId = ''] = error.taskIds
    const providerOptions = { 'react-video-task': { taskId } }
    const { video } = await generate({ ...client, fetchContent }, 'wan2.6', { providerOptions })
    expect(isVideo(video.uint8Array)).toBe(true)
    expect(count('create')).toBe(1)
  })

  it('when onCreated throws', async () => {
    const { emulator, client } = createAPI()
    const onCreated = vi.fn(() => Promise.reject(new Error('The database is down.')))
    const error = await refusal(client, 'wan2.6', {}, { onCreated })
    expect(error).toMatchObject({
      taskIds: [emulator.tasks[0]?.id],
      cause: { message: 'The database is down.' },
    })
    expect(onCreated).toHaveBeenCalledWith(expect.objectContaining({ id: emulator.tasks[0]?.id }))
  })

  it('when the task of another one fails, which is a warning', async () => {
    const { emulator, client } = createAPI()
    let creates = 0
    const create: VideoClient['create'] = (params) =>
      client.create({ ...params, prompt: creates++ === 0 ? 'A fox [fail]' : 'A fox' })
    const { videos, warnings, providerMetadata } = await generate({ ...client, create }, 'wan2.6', { n: 2 })
    expect(videos).toHaveLength(1)
    expect(warnings).toMatchObject([
      { type: 'other', message: expect.stringContaining(`Task ${emulator.tasks[0]?.id}`) },
    ])
    expect(providerMetadata['react-video-task']?.['videos']).toMatchObject([
      { taskId: emulator.tasks[0]?.id, status: 'failed' },
      { taskId: emulator.tasks[1]?.id, status: 'completed' },
    ])
  })

  it('when a further create fails, which is a warning', async () => {
    const { client } = createAPI()
    let creates = 0
    const create: VideoClient['create'] = (params) =>
      creates++ === 0 ? client.create(params) : Promise.reject(new Error('Out of credit.'))
    const { videos, warnings } = await generate({ ...client, create }, 'wan2.6', { n: 3 })
    expect(videos).toHaveLength(1)
    expect(warnings).toEqual([{ type: 'other', message: 'Only 1 of 3 videos were created: Out of credit.' }])
    expect(creates).toBe(2)
  })
})

it('a create that fails is sent once, and its error is the one of the client', async () => {
  const { client, count } = createAPI({ scenario: 'create-503' })
  const error = await errorOf(() => generate(client, 'wan2.6', {}))
  expect(error).toMatchObject({ name: 'VideoApiError', status: 503 })
  expect(count('create')).toBe(1)
})

it('nothing is created after an abort', async () => {
  const { emulator, client } = createAPI()
  const error = await errorOf(() => generate(client, 'wan2.6', { abortSignal: AbortSignal.abort() }))
  expect(error).toMatchObject({ name: 'AbortError' })
  expect(emulator.requests).toEqual([])
})

it('holds the polls of all calls of a model where the API asks the key to wait', async () => {
  const { client } = createAPI()
  let end: number | undefined
  let polls = 0
  const retrieve: VideoClient['retrieve'] = async (...call) => {
    end ??= Date.now() + 60_000
    if (Date.now() >= end) return client.retrieve(...call)
    polls += 1
    throw new VideoApiError({ status: 429, retryAfter: end - Date.now() })
  }
  const model = createVideoModel({ ...client, retrieve }, 'wan2.6')
  const calls = [1, 2, 3].map(() => generateVideo({ model, prompt: 'A fox' }))
  expect(await untilSettled(Promise.all(calls))).toHaveLength(3)
  expect(polls).toBe(1)
})

it('downloads from the temporary URL, without the key, for a model without a content route', async () => {
  const { emulator, client, count } = createAPI()
  const seen: Headers[] = []
  vi.stubGlobal('fetch', (url: string, init?: RequestInit) => {
    seen.push(new Headers(init?.headers))
    return emulator.fetch(url, init)
  })
  const { video } = await generate(client, 'doubao-seedance-2-0', {})
  expect(isVideo(video.uint8Array)).toBe(true)
  expect(count('content')).toBe(0)
  expect(seen.map((headers) => headers.get('authorization'))).toEqual([null])
})

it('a task without a change for too long is a retryable error', async () => {
  const { emulator, client } = createAPI({ scenario: 'stuck' })
  const since = Date.now()
  const error = await refusal(client, 'wan2.6', {}, { pollDeadline: 60_000 })
  expect(error).toMatchObject({ code: 'stalled', retryable: true })
  const [{ id } = { id: '' }] = emulator.tasks
  expect(error.message).toBe(`It is still in_progress, and has not changed for too long. (task ${id})`)
  expect(Date.now() - since).toBeLessThan(300_000)
})

it('polls a new task first when it may have changed, and a known one at once', async () => {
  const { emulator, client } = createAPI()
  const polls: number[] = []
  const retrieve: VideoClient['retrieve'] = async (...call) => {
    polls.push(Date.now())
    return client.retrieve(...call)
  }
  const since = Date.now()
  const { providerMetadata } = await generate({ ...client, retrieve }, 'wan2.6', {})
  expect((polls[0] ?? 0) - since).toBeGreaterThanOrEqual(2_000)
  expect(providerMetadata['react-video-task']).toMatchObject({ videos: [{ status: 'completed' }] })
  const [{ id: taskId } = { id: '' }] = emulator.tasks
  const later = Date.now()
  polls.length = 0
  await generate({ ...client, retrieve }, 'wan2.6', { providerOptions: { 'react-video-task': { taskId } } })
  expect((polls[0] ?? Infinity) - later).toBeLessThanOrEqual(500)
})

describe('the film', () => {
  it('is read from the task where that holds it, without a request', async () => {
    const { client, count } = createAPI()
    const data = Buffer.from('....ftypisom').toString('base64')
    const retrieve: VideoClient['retrieve'] = async (id) => ({
      ...{ id, object: 'video', status: 'completed', progress: 100 },
      video_data: `data:video/webm;base64,${data}`,
    })
    const { video } = await generate({ ...client, retrieve }, 'wan2.6', {})
    expect(isVideo(video.uint8Array)).toBe(true)
    expect(video.mediaType).toBe('video/webm')
    expect(count('content')).toBe(0)
  })

  it.each([
    ['video/webm', 'video/webm'],
    ['', 'video/mp4'],
  ])('served as %j has the media type %s', async (type, mediaType) => {
    const { client } = createAPI()
    const fetchContent: VideoClient['fetchContent'] = async () =>
      new Response(Uint8Array.from(Buffer.from('000000206674797069736f6d', 'hex')), {
        headers: type ? { 'content-type': type } : {},
      })
    const { videos } = await callModel({ ...client, fetchContent }, 'wan2.6')
    expect(videos[0]?.mediaType).toBe(mediaType)
  })
})
