import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { VideoModelOptions } from 'react-video-task/ai-sdk'
import { callModel, createAPI, generate, type Settings } from './support/generate.js'
import { PNG } from './support/untilSettled.js'
import { errorOf } from '../support/errorOf.js'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] })
  vi.stubGlobal('AI_SDK_LOG_WARNINGS', false)
})
afterEach(() => void vi.useRealTimers())

const unsupported = (feature: string, details: string) => ({ type: 'unsupported', feature, details })

const undocumented = (feature: string, model: string) =>
  unsupported(feature, `The documentation of ${model} does not have it.`)

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

  it('is that of the resolution where both are given, with a warning', async () => {
    const { emulator, client } = createAPI()
    const { warnings } = await generate(client, 'wan2.6', { aspectRatio: '9:16', resolution: '1280x720' })
    expect(warnings).toEqual([unsupported('aspectRatio', 'The resolution says the shape.')])
    expect(emulator.requests[0]?.params).toMatchObject({ size: '1280x720' })
  })

  it('that the model does not have is left out with a warning', async () => {
    const { emulator, client } = createAPI()
    const { warnings } = await generate(client, 'wan2.6', { aspectRatio: '21:9' })
    const details = 'No documented size of wan has this shape: pass a resolution.'
    expect(warnings).toEqual([unsupported('aspectRatio', details)])
    expect(emulator.requests[0]?.params).not.toHaveProperty('size')
  })
})

/** The references of the create that settings lead to. */
async function referencesOf(model: string, settings: Partial<Settings>) {
  const { client } = createAPI()
  const create = vi.fn(client.create)
  await errorOf(() => generate({ ...client, create }, model, settings))
  return create.mock.calls[0]?.[0]['input_reference']
}

const LAST_FRAME = [{ image: 'https://a.test/last.png', frameType: 'last_frame' as const }]
const FRAMES = [...LAST_FRAME, { image: 'https://a.test/first.png', frameType: 'first_frame' as const }]

describe('settings', () => {
  const all: Partial<Settings> = {
    prompt: { text: 'A fox', image: PNG },
    ...{ fps: 24, seed: 7, generateAudio: true, headers: { 'x-team': 'a' } },
  }

  it('that the documentation of a model does not have are left out with a warning', async () => {
    const { emulator, client } = createAPI()
    const { warnings } = await generate(client, 'wan2.6', all)
    expect(warnings).toEqual([
      ...['fps', 'seed', 'generateAudio'].map((feature) => undocumented(feature, 'wan2.6')),
      unsupported('headers', 'Set headers with the option `headers` of createVideoClient.'),
      undocumented('image', 'wan2.6'),
    ])
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
    const [last, first] = ['https://a.test/last.png', 'https://a.test/first.png']
    for (const frameImages of [FRAMES, FRAMES.toReversed()]) {
      expect(await referencesOf('veo3-fast', { frameImages })).toEqual([first, last])
      expect(await referencesOf('unlisted', { frameImages })).toEqual([first, last])
    }
  })

  it('with a last frame leave it out with a warning where the model has a first one alone', async () => {
    const { client } = createAPI()
    const { warnings } = await generate(client, 'sora-2', { frameImages: LAST_FRAME })
    expect(warnings).toEqual([undocumented('frameImages', 'sora-2')])
  })

  it('with a last frame alone leave it out with a warning, since the model would take it for the first one', async () => {
    const { emulator, client } = createAPI()
    const { warnings } = await generate(client, 'veo3-fast', { frameImages: LAST_FRAME })
    const details = 'A last frame without a first one would be taken for the first.'
    expect(warnings).toEqual([unsupported('frameImages', details)])
    expect(emulator.requests[0]?.params).not.toHaveProperty('input_reference')
    expect(await referencesOf('unlisted', { frameImages: LAST_FRAME })).toBeUndefined()
  })

  it('with reference images send them to a model that takes them without a role, and to one not documented here', async () => {
    const inputReferences = ['https://a.test/1.png', 'https://a.test/2.png']
    expect(await referencesOf('doubao-seedance-2-0', { inputReferences })).toEqual(inputReferences)
    expect(await referencesOf('unlisted', { inputReferences })).toEqual(inputReferences)
  })

  it.each(['veo3-fast', 'wan2.6'])(
    'with reference images leave them out with a warning for %s',
    async (model) => {
      const { emulator, client } = createAPI()
      const { warnings } = await generate(client, model, { inputReferences: ['https://a.test/1.png'] })
      expect(warnings).toEqual([undocumented('inputReferences', model)])
      expect(emulator.requests[0]?.params).not.toHaveProperty('input_reference')
    },
  )

  it('with an image in base64 send its bytes, by a name that tells its type', async () => {
    const { client } = createAPI()
    const create = vi.fn(client.create)
    const data = Buffer.from(PNG).toString('base64')
    await callModel({ ...client, create }, 'sora-2', { type: 'file', mediaType: 'image/png', data })
    const file = create.mock.calls[0]?.[0]['input_reference']
    if (!(file instanceof File)) throw new Error('No file was sent.')
    expect([file.name, file.type]).toEqual(['image-1.png', 'image/png'])
    expect(new Uint8Array(await file.arrayBuffer())).toEqual(PNG)
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
