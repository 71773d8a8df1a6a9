import { experimental_generateVideo as generateVideo } from 'ai'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  createVideoModel,
  createVideoModelClient,
  type GenerateVideoSettings,
  type VideoModelGenerator,
} from 'react-video-task/ai-sdk'
import {
  createVideoClient,
  readVideoContent,
  type VideoClient,
  type VideoTask,
} from 'react-video-task/client'
import { watchVideoTasks } from 'react-video-task/server'
import { createVideoEmulator } from 'react-video-task/testing'
import { errorOf } from '../support/errorOf.js'
import { isVideo, PNG, untilSettled } from './support/untilSettled.js'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] })
  vi.stubGlobal('AI_SDK_LOG_WARNINGS', false)
})
afterEach(() => void vi.useRealTimers())

const FILM = {
  video: { uint8Array: Uint8Array.from([0, 0, 0, 32, 102, 116, 121, 112]), mediaType: 'video/mp4' },
}

/** Watches a task to its end. */
const endOf = (client: VideoClient, id: string) =>
  untilSettled(
    new Promise<VideoTask>((resolve) => {
      const ends = ['completed', 'failed', 'error']
      watchVideoTasks(client, {
        pending: [id],
        onChange: (task) => void (ends.includes(task.status) && resolve(task)),
      })
    }),
  )

it("makes a task of a model's call, and serves its video", async () => {
  let finish: ((film: typeof FILM) => void) | undefined
  const client = createVideoModelClient(() => new Promise((resolve) => (finish = resolve)))
  const created = await client.create({ model: 'm', prompt: 'A fox', seconds: 5, size: '1280x720' })
  expect(created).toMatchObject({
    ...{ object: 'video', status: 'in_progress', progress: 0, created_at: Math.floor(Date.now() / 1000) },
    ...{ model: 'm', prompt: 'A fox', seconds: '5', size: '1280x720' },
  })
  const { id } = created
  expect(await client.retrieve(id)).toEqual(created)
  expect(() => client.contentUrl(id)).toThrow(`Task '${id}' has no video.`)
  expect(await errorOf(() => client.fetchContent(id))).toMatchObject({ status: 404, code: 'no_content' })
  finish?.(FILM)
  expect(await endOf(client, id)).toMatchObject({ id, status: 'completed', progress: 100, size: '1280x720' })
  const video = await readVideoContent(client, id)
  expect([video.type, video.size]).toEqual(['video/mp4', 8])
  const url = client.contentUrl(id)
  expect(url).toMatch(/^blob:/)
  expect(client.contentUrl(id)).toBe(url)
  expect((await (await fetch(url)).arrayBuffer()).byteLength).toBe(8)
})

it('passes the settings of a create on in the words of the AI SDK, all its parameters beside them, and no repeat', async () => {
  const calls: Parameters<VideoModelGenerator>[] = []
  const client = createVideoModelClient(async (...call) => (calls.push(call), FILM))
  const input_reference = new File([PNG], 'a.png', { type: 'image/png' })
  const params = {
    model: 'm',
    prompt: 'A fox',
    seconds: '10',
    size: '720x1280',
    seed: 7,
    loop: true,
    input_reference,
  }
  await endOf(client, (await client.create(params)).id)
  expect(calls).toEqual([
    [
      {
        ...{
          prompt: { image: PNG, text: 'A fox' },
          duration: 10,
          resolution: '720x1280',
          seed: 7,
          maxRetries: 0,
        },
        abortSignal: expect.any(AbortSignal),
      } satisfies GenerateVideoSettings,
      params,
    ],
  ])
  const urls = ['https://a.test/1.png', new URL('https://a.test/2.png')]
  await endOf(client, (await client.create({ size: '16:9', input_reference: urls })).id)
  expect(calls[1]?.[0]).toEqual({
    ...{ prompt: '', inputReferences: urls.map(String), maxRetries: 0, abortSignal: expect.any(AbortSignal) },
  })
})

describe('a failed task', () => {
  it.each<[string, () => Promise<never>, object]>([
    [
      'of the model',
      () => Promise.reject(new Error('Refused.')),
      { message: 'Refused.', code: 'generation_failed' },
    ],
    ['of another value', () => Promise.reject('no'), { message: 'no', code: 'generation_failed' }],
  ])('has the reason %s', async (_, generate, error) => {
    const client = createVideoModelClient(generate)
    const { id } = await client.create({ prompt: 'A fox' })
    expect(await endOf(client, id)).toMatchObject({ status: 'failed', error })
  })

  it('says what is no image', async () => {
    const client = createVideoModelClient(async () => FILM)
    const { id } = await client.create({ input_reference: { uri: 'file:///a.png' } })
    expect(await endOf(client, id)).toMatchObject({ status: 'failed', error: { code: 'invalid_params' } })
  })
})

it('a deleted task is aborted and unknown', async () => {
  let signal: AbortSignal | undefined
  const client = createVideoModelClient(({ abortSignal }) => {
    signal = abortSignal
    return new Promise((_, reject) => abortSignal.addEventListener('abort', () => reject(abortSignal.reason)))
  })
  const { id } = await client.create({ prompt: 'A fox' })
  await untilSettled(Promise.resolve())
  expect(await client.delete(id)).toEqual({ id, deleted: true })
  expect(signal?.aborted).toBe(true)
  expect(await errorOf(() => client.retrieve(id))).toMatchObject({ status: 404, code: 'task_not_exist' })
})

it('the blob URL of a deleted video opens no more', async () => {
  const client = createVideoModelClient(() => Promise.resolve(FILM))
  const { id } = await client.create({ prompt: 'A fox' })
  await endOf(client, id)
  const url = client.contentUrl(id)
  await client.delete(id)
  await expect(fetch(url)).rejects.toThrow()
})

it('keeps the newest ended tasks, and every one that goes on', async () => {
  const client = createVideoModelClient(
    (_, { prompt }) => (prompt === 'slow' ? new Promise(() => {}) : Promise.resolve(FILM)),
    { maxEndedTasks: 2 },
  )
  const ids: string[] = []
  for (const prompt of ['slow', 'a', 'b', 'c']) {
    ids.push((await client.create({ prompt })).id)
    await untilSettled(new Promise((resolve) => setTimeout(resolve, 1_000)))
  }
  const isKept = (id: string) =>
    client.retrieve(id).then(
      () => true,
      () => false,
    )
  expect(await Promise.all(ids.map(isKept))).toEqual([true, false, true, true])
})

it('goes both ways: a model of a client of a model of a client', async () => {
  const emulator = createVideoEmulator({ apiKey: 'sk-1', now: () => Date.now() })
  const api = createVideoClient({ baseURL: 'https://api.test/v1', apiKey: 'sk-1', fetch: emulator.fetch })
  const inner = createVideoModel(api, 'wan2.6')
  const client = createVideoModelClient((settings) => generateVideo({ model: inner, ...settings }))
  const outer = createVideoModel(client, 'any')
  const prompt = 'A fox in the snow'
  const { video } = await untilSettled(
    generateVideo({ model: outer, prompt, resolution: '1280x720', duration: 5 }),
  )
  expect(isVideo(video.uint8Array)).toBe(true)
  expect(emulator.requests[0]?.params).toEqual({ model: 'wan2.6', prompt, size: '1280x720', seconds: '5' })
  const failing = createVideoModelClient((settings) =>
    generateVideo({ model: inner, ...settings, prompt: 'A fox [fail]' }),
  )
  const error = await errorOf(() =>
    untilSettled(generateVideo({ model: createVideoModel(failing, 'any'), prompt: 'A fox' })),
  )
  expect(String(error)).toContain(emulator.tasks[1]?.id)
})
