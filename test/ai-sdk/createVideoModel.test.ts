import { experimental_generateVideo as generateVideo } from 'ai'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createVideoModel, VideoGenerationError, type VideoModelOptions } from 'react-video-task/ai-sdk'
import { createVideoClient, VideoApiError, type VideoClient } from 'react-video-task/client'
import { createVideoEmulator, type VideoEmulatorOptions } from 'react-video-task/testing'
import { errorOf } from '../support/errorOf.js'
import { isVideo, PNG, untilSettled } from './support/untilSettled.js'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
  vi.stubGlobal('AI_SDK_LOG_WARNINGS', false)
})
afterEach(() => void vi.useRealTimers())

/** A client of an emulator, in the same process. */
function createAPI(options: VideoEmulatorOptions = {}) {
  const emulator = createVideoEmulator({ apiKey: 'sk-1', now: () => Date.now(), ...options })
  const client = createVideoClient({ baseURL: 'https://api.test/v1', apiKey: 'sk-1', fetch: emulator.fetch })
  // For the temporary URL of a video, to which the client's key does not go.
  vi.stubGlobal('fetch', emulator.fetch)
  const count = (route: string) => emulator.requests.filter((request) => request.route === route).length
  return { emulator, client, count }
}

type Settings = Omit<Parameters<typeof generateVideo>[0], 'model'>

const generate = (
  client: VideoClient,
  modelId: string,
  settings: Partial<Settings>,
  options?: VideoModelOptions,
) =>
  untilSettled(
    generateVideo({
      model: createVideoModel(client, modelId, options),
      prompt: 'A fox in the snow',
      ...settings,
    }),
  )

const refusal = async (...args: Parameters<typeof generate>) => {
  const error = await errorOf(() => generate(...args))
  if (error instanceof VideoGenerationError) return error
  throw new Error('Not a VideoGenerationError', { cause: error })
}

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

describe('the shape of a video', () => {
  it.each([
    ['wan2.6', '16:9', { size: '1920x1080' }],
    ['wan2.6', '9:16', { size: '1080x1920' }],
    ['wan2.6', '4:3', { size: '1632x1248' }],
    ['sora-2', '9:16', { size: '720x1280' }],
    ['doubao-seedance-2-0', '4:3', { size: '4:3' }],
    ['veo3-fast', '9:16', { size: '9x16' }],
    ['omni-fast', '1:1', { aspect_ratio: '1:1' }],
  ] as const)('%s takes %s as %j', async (model, aspectRatio, expected) => {
    const { emulator, client } = createAPI()
    const { warnings } = await generate(client, model, { aspectRatio })
    const { size, aspect_ratio } = emulator.requests[0]?.params ?? {}
    expect({ size, aspect_ratio }).toEqual(expected)
    expect(warnings).toEqual([])
  })

  it('is a ratio and a resolution for a model without sizes', async () => {
    const { emulator, client } = createAPI()
    await generate(client, 'omni-fast', { resolution: '1080x1920' })
    expect(emulator.requests[0]?.params).toMatchObject({ aspect_ratio: '9:16', resolution: '1080p' })
  })

  it('that the model does not have is left out with a warning', async () => {
    const { emulator, client } = createAPI()
    const { warnings } = await generate(client, 'wan2.6', { aspectRatio: '21:9' })
    expect(warnings).toMatchObject([{ type: 'unsupported', feature: 'aspectRatio' }])
    expect(emulator.requests[0]?.params).not.toHaveProperty('size')
  })
})

describe('settings', () => {
  const all: Partial<Settings> = {
    prompt: { text: 'A fox', image: PNG },
    ...{ fps: 24, seed: 7, generateAudio: true, headers: { 'x-team': 'a' } },
  }

  it('that the documentation of a model does not have are left out with a warning', async () => {
    const { emulator, client } = createAPI()
    const { warnings } = await generate(client, 'wan2.6', all)
    const features = warnings.map((warning) => 'feature' in warning && warning.feature)
    expect(features.toSorted()).toEqual(['fps', 'generateAudio', 'headers', 'image', 'seed'])
    expect(emulator.requests[0]?.params).toEqual({ model: 'wan2.6', prompt: 'A fox' })
  })

  it('are all sent to a model that is not documented here', async () => {
    const { client } = createAPI()
    const create = vi.fn(client.create)
    await errorOf(() => generate({ ...client, create }, 'unlisted', { ...all, aspectRatio: '21:9' }))
    expect(create.mock.calls[0]?.[0]).toMatchObject({
      ...{ fps: 24, seed: 7, generate_audio: true, aspect_ratio: '21:9' },
      input_reference: expect.any(File),
    })
  })

  it('with an image are a file of the create', async () => {
    const { emulator, client } = createAPI()
    const { warnings } = await generate(client, 'sora-2', { prompt: { text: 'A fox', image: PNG } })
    expect(warnings).toEqual([])
    expect(emulator.requests[0]?.params).toMatchObject({
      input_reference: `image-1.png, ${PNG.length} bytes`,
    })
  })

  it('with a first and a last frame are two files, in this order', async () => {
    const { client } = createAPI()
    const create = vi.fn(client.create)
    const frames = [
      { image: 'https://a.test/last.png', frameType: 'last_frame' as const },
      { image: 'https://a.test/first.png', frameType: 'first_frame' as const },
    ]
    await errorOf(() => generate({ ...client, create }, 'veo3-fast', { frameImages: frames }))
    expect(create.mock.calls[0]?.[0]['input_reference']).toEqual([
      'https://a.test/first.png',
      'https://a.test/last.png',
    ])
  })

  it('can be written in the words of another gateway', async () => {
    const { client } = createAPI()
    const create = vi.fn(client.create)
    const params: VideoModelOptions['params'] = ({ seconds, ...others }, { n }) => ({
      ...others,
      duration: seconds,
      n,
    })
    await errorOf(() => generate({ ...client, create }, 'unlisted', { duration: 5 }, { params }))
    expect(create.mock.calls[0]?.[0]).toMatchObject({ duration: 5, n: 1 })
  })
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
    expect(error.message).toContain(emulator.tasks[0]?.id)
    expect(count('create')).toBe(1)
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
  const { client } = createAPI({ scenario: 'stuck' })
  const error = await refusal(client, 'wan2.6', {}, { pollDeadline: 60_000 })
  expect(error).toMatchObject({ code: 'stalled', retryable: true })
})
