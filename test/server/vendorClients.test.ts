import { createOpenRouter } from '@openrouter/ai-sdk-provider'
import { experimental_generateVideo as generateVideo } from 'ai'
import OpenAI, { OpenAIError } from 'openai'
import { createVideoProxy } from 'react-video-task/server'
import { createVideoEmulator } from 'react-video-task/testing'
import { describe, expect, it } from 'vitest'
import { errorOf } from '../support/errorOf.js'
import { serve } from '../support/serve.js'

const KEY = 'sk-upstream-4711'

/** Serves an API whose time passes with each request, and a proxy in front of it. */
async function connect(gateway: 'cometapi' | 'openrouter') {
  let time = Date.UTC(2026, 10, 28)
  const emulator = createVideoEmulator({ apiKey: KEY, gateway, now: () => time })
  const origin = await serve((request) => {
    time += 7_000
    return emulator.handle(request)
  })
  const proxy = createVideoProxy({
    apiKey: KEY,
    baseURL: `${origin}/v1`,
    authorize: () => ({ id: 'ada' }),
    secret: 'secret-of-the-tests-0123456789abcdef',
    limits: gateway === 'cometapi' ? { models: ['sora-2'] } : {},
    onError: () => undefined,
    cache: false,
  })
  return { emulator, api: `${origin}/v1`, app: `${await serve(proxy)}/api/v1` }
}

const isVideo = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1', 4, 8) === 'ftyp'

/**
 * What the vendor's SDK, `cometapi` 0.1.3, is: OpenAI's client with an address and a key of its own. It asks for Node 22, and
 * says of videos that they are inherited and not supported. The package itself runs in test/consumers/clients.
 *
 * @see https://github.com/cometapi-dev/cometapi-node/blob/main/src/client.ts
 */
class CometAPI extends OpenAI {
  constructor({ apiKey, baseURL }: { apiKey: string; baseURL: string }) {
    if (!apiKey.trim()) throw new OpenAIError('A CometAPI API key is required.')
    super({ apiKey: apiKey.trim(), baseURL: baseURL.trim() })
  }
}

describe("the vendor's SDK", () => {
  it.each(['api', 'app'] as const)('creates, polls and downloads at the %s', async (place) => {
    const { emulator, ...urls } = await connect('cometapi')
    const { videos } = new CometAPI({ apiKey: KEY, baseURL: urls[place] })
    const picture = new File([Buffer.from('89504e470d0a1a0a', 'hex')], 'first.png', { type: 'image/png' })
    const created = await videos.create({
      model: 'sora-2',
      prompt: 'A fox in the snow',
      seconds: '8',
      input_reference: picture,
    })
    expect(created).toMatchObject({ status: 'queued', model: 'sora-2', seconds: '8' })
    expect(emulator.requests[0]?.params).toMatchObject({ input_reference: 'first.png, 8 bytes' })
    let task = created
    for (let polls = 0; task.status !== 'completed' && polls < 5; polls++)
      task = await videos.retrieve(created.id)
    expect(task).toMatchObject({ id: created.id, status: 'completed', progress: 100 })
    const content = await videos.downloadContent(created.id)
    expect(isVideo(new Uint8Array(await content.arrayBuffer()))).toBe(true)
    const thumbnail = await videos.downloadContent(created.id, { variant: 'thumbnail' })
    expect(thumbnail.headers.get('content-type')).toBe('image/webp')
  })

  it.each(['api', 'app'] as const)('gets the reason of a refused create at the %s', async (place) => {
    const urls = await connect('cometapi')
    const { videos } = new CometAPI({ apiKey: KEY, baseURL: urls[place] })
    const create = () => videos.create({ model: 'sora-2', prompt: 'A fox', size: '1792x1024' })
    expect(await errorOf(create)).toMatchObject({ status: 400, param: 'size' })
  })
})

/**
 * The newest provider, 3.1.0, asks for Node 22; it runs in test/consumers/clients.
 *
 * @see https://github.com/OpenRouterTeam/ai-sdk-provider/blob/main/src/video/index.ts
 */
describe("OpenRouter's provider of the AI SDK", () => {
  const modelAt = (baseURL: string) =>
    createOpenRouter({ baseURL, apiKey: KEY }).videoModel('google/veo-3.1', { pollIntervalMs: 1 })
  /** The SDK's own download sends no key, and refuses addresses of this machine. */
  const downloadFrom = (origin: string) => async (options: { url: URL }) => {
    const url = origin + /\/videos\/.*/.exec(options.url.pathname)?.[0]
    const response = await fetch(url, { headers: { authorization: `Bearer ${KEY}` } })
    const mediaType = response.headers.get('content-type') ?? undefined
    return { data: new Uint8Array(await response.arrayBuffer()), mediaType }
  }
  const create = (baseURL: string, prompt: string, duration = 8) =>
    generateVideo({
      model: modelAt(baseURL),
      prompt,
      duration,
      aspectRatio: '16:9',
      maxRetries: 0,
      download: downloadFrom(baseURL),
    })

  it.each(['api', 'app'] as const)('creates, polls and downloads at the %s', async (place) => {
    const { emulator, ...urls } = await connect('openrouter')
    const { video, providerMetadata } = await create(urls[place], 'A fox in the snow')
    expect(isVideo(video.uint8Array)).toBe(true)
    expect(video.mediaType).toBe('video/mp4')
    expect(providerMetadata).toMatchObject({ openrouter: { cost: 4 } })
    const params = { model: 'google/veo-3.1', prompt: 'A fox in the snow', duration: '8' }
    expect(emulator.requests[0]).toMatchObject({ route: 'create', status: 202, params })
  })

  it.each(['api', 'app'] as const)('sends a first frame at the %s', async (place) => {
    const { emulator, ...urls } = await connect('openrouter')
    const { video } = await generateVideo({
      model: modelAt(urls[place]),
      prompt: { text: 'A fox in the snow', image: Buffer.from('89504e470d0a1a0a', 'hex') },
      maxRetries: 0,
      download: downloadFrom(urls[place]),
    })
    expect(isVideo(video.uint8Array)).toBe(true)
    const frames = emulator.requests[0]?.params?.['frame_images']
    expect(frames).toContain('"url":"data:image/png;base64,iVBORw0KGgo="')
  })

  it.each(['api', 'app'] as const)('gets the reason of a refused create at the %s', async (place) => {
    const urls = await connect('openrouter')
    const error = await errorOf(() => create(urls[place], 'A fox', 7))
    expect(error).toMatchObject({ statusCode: 400, message: expect.stringMatching(/7/) })
  })

  it('gets the reason of a failed task at the api; at the app only that it failed', async () => {
    const { api, app } = await connect('openrouter')
    expect(await errorOf(() => create(api, 'A fox [fail]'))).toMatchObject({
      message: expect.stringMatching(/^(?!Invalid JSON)/),
      isRetryable: false,
    })
    // It takes only a text as the `error` of a task, where the documentation of OpenAI and CometAPI has an object.
    expect(await errorOf(() => create(app, 'A fox [fail]'))).toMatchObject({
      message: 'Invalid JSON response',
    })
  })
})
