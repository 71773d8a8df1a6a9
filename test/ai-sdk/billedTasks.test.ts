import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createVideoModelClient } from 'react-video-task/ai-sdk'
import { VideoApiError, type VideoClient, VideoTaskError } from 'react-video-task/client'
import { createAPI, generate, refusal } from './support/generate.js'
import { untilSettled } from './support/untilSettled.js'
import { errorOf } from '../support/errorOf.js'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] })
  vi.stubGlobal('AI_SDK_LOG_WARNINGS', false)
})
afterEach(() => void vi.useRealTimers())

describe('the error of tasks that were paid for', () => {
  it('names every task of the call', async () => {
    const { emulator, client } = createAPI({ scenario: 'fail' })
    const { message, taskIds } = await refusal(client, 'wan2.6', { n: 2 })
    expect(taskIds).toEqual(emulator.tasks.map(({ id }) => id))
    expect(message).toMatch(new RegExp(`\\(tasks ${taskIds[0]}, ${taskIds[1]}\\)$`))
  })

  it.each([
    [new DOMException('It took too long.', 'TimeoutError'), 'TimeoutError'],
    ['enough', 'AbortError'],
  ])('is named after the reason of an abort, %s', async (reason, name) => {
    const { client } = createAPI({ scenario: 'stuck' })
    const controller = new AbortController()
    setTimeout(() => controller.abort(reason), 20_600)
    const error = await refusal(client, 'wan2.6', { abortSignal: controller.signal })
    expect(error).toMatchObject({ name, code: 'aborted' })
  })
})

it('an abort while the app keeps the id of a task ends the call without a wait', async () => {
  const { client, count } = createAPI()
  const controller = new AbortController()
  const onCreated = () => controller.abort()
  const since = Date.now()
  const error = await refusal(client, 'wan2.6', { abortSignal: controller.signal }, { onCreated })
  expect(error).toMatchObject({ name: 'AbortError', code: 'aborted' })
  expect(count('retrieve')).toBe(0)
  expect(Date.now() - since).toBeLessThan(1_500)
})

it('a video that is there is returned, though the call is aborted as it arrives', async () => {
  const { client } = createAPI()
  const controller = new AbortController()
  const retrieve: VideoClient['retrieve'] = async (id) => ({
    ...{ id, object: 'video', status: 'completed', progress: 100 },
    video_data: `data:video/mp4;base64,${Buffer.from('....ftypisom').toString('base64')}`,
  })
  const durations = { add: vi.fn(() => controller.abort()), typical: () => undefined }
  const settings = { abortSignal: controller.signal }
  const { videos } = await generate({ ...client, retrieve }, 'wan2.6', settings, { durations })
  expect(videos).toHaveLength(1)
  expect(durations.add).toHaveBeenCalledOnce()
})

it('a task of which no poll is answered for too long is as the create left it', async () => {
  const { emulator, client } = createAPI()
  const retrieve: VideoClient['retrieve'] = () => Promise.reject(new VideoApiError({ status: 503 }))
  const error = await refusal({ ...client, retrieve }, 'wan2.6', {}, { pollDeadline: 60_000 })
  expect(error).toMatchObject({ code: 'stalled', retryable: true })
  const [{ id } = { id: '' }] = emulator.tasks
  expect(error.message).toBe(`It is still queued, and has not changed for too long. (task ${id})`)
})

describe('what is known of the tasks of a call', () => {
  it('is in the metadata, with null for what is not', async () => {
    const { emulator, client } = createAPI()
    const create: VideoClient['create'] = async (params) =>
      client.create({ ...params, ...(emulator.tasks.length > 0 && { prompt: 'A fox [fail]' }) })
    const frame = { seconds: '10', size: '1280x720' }
    const retrieve: VideoClient['retrieve'] = async (id, options) => ({
      ...(await client.retrieve(id, options)),
      ...(id === emulator.tasks[0]?.id && frame),
    })
    const { providerMetadata } = await generate({ ...client, create, retrieve }, 'wan2.6', { n: 2 })
    const [first, second] = emulator.tasks
    expect(providerMetadata['react-video-task']?.['videos']).toEqual([
      { ...frame, taskId: first?.id, status: 'completed', videoUrl: expect.stringMatching(/^https?:/) },
      { seconds: null, size: null, taskId: second?.id, status: 'failed', videoUrl: null },
    ])
  })

  it('has the model that the API names', async () => {
    const { client } = createAPI()
    const retrieve: VideoClient['retrieve'] = async (...call) => ({
      ...(await client.retrieve(...call)),
      model: 'wan2.6-1215',
    })
    const { responses } = await generate({ ...client, retrieve }, 'wan2.6', {})
    expect(responses).toMatchObject([{ modelId: 'wan2.6-1215' }])
  })
})

it('makes all videos by one call of the model, so that a create that fails loses no others', async () => {
  const { client, count } = createAPI()
  const create: typeof client.create = (params) => {
    if (count('create') === 11) throw new VideoTaskError('No credit', { code: 'insufficient_quota' })
    return client.create(params)
  }
  const { videos, responses, warnings } = await generate({ ...client, create }, 'wan2.6', { n: 12 })
  expect([videos.length, responses.length]).toEqual([11, 1])
  expect(warnings).toEqual([{ type: 'other', message: 'Only 11 of 12 videos were created: No credit' }])
})

it.each([[7], [['video_1', 'video_2']], [{ id: 'video_1' }], ['']])(
  'creates nothing where the id of the known task is %j',
  async (taskId) => {
    const { client, count } = createAPI()
    const error = await errorOf(() =>
      generate(client, 'wan2.6', { providerOptions: { 'react-video-task': { taskId } } }),
    )
    expect(error).toMatchObject({ code: 'invalid_id' })
    expect(count('create')).toBe(0)
  },
)

it('polls a known task that is not ready by the policy', async () => {
  const { client, count } = createAPI()
  const { id: taskId } = await client.create({ model: 'wan2.6', prompt: 'A fox' })
  await generate(client, 'wan2.6', { providerOptions: { 'react-video-task': { taskId } } })
  expect(count('retrieve')).toBeGreaterThan(1)
  expect(count('retrieve')).toBeLessThan(30)
})

describe("a client of a model's call", () => {
  const film = { video: { uint8Array: Uint8Array.of(1), mediaType: 'video/mp4' } }

  it('keeps twenty ended tasks', async () => {
    const client = createVideoModelClient(async () => film)
    const ids: string[] = []
    for (let task = 0; task < 21; task++) {
      ids.push((await client.create({ prompt: 'A fox' })).id)
      await untilSettled(new Promise((resolve) => setTimeout(resolve, 1)))
    }
    const [first = '', second = ''] = ids
    expect(await errorOf(() => client.retrieve(first))).toMatchObject({ code: 'task_not_exist' })
    expect(await client.retrieve(second)).toMatchObject({ status: 'completed' })
  })

  it('starts nothing once the create is aborted', async () => {
    const call = vi.fn(async () => film)
    const client = createVideoModelClient(call)
    const error = await errorOf(() => client.create({ prompt: 'A fox' }, { signal: AbortSignal.abort() }))
    expect(error).toMatchObject({ name: 'AbortError' })
    expect(call).not.toHaveBeenCalled()
  })

  it('ends a failed task at 100 %, and says what was no image', async () => {
    const client = createVideoModelClient(async () => film)
    const { id } = await client.create({ input_reference: { uri: 'file:///a.png' } })
    await untilSettled(new Promise((resolve) => setTimeout(resolve, 1)))
    expect(await client.retrieve(id)).toMatchObject({
      ...{ status: 'failed', progress: 100 },
      error: { message: 'input_reference must be a file or a URL.' },
    })
  })
})
