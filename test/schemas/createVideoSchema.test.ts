import { findVideoModel, videoModels } from 'react-video-task/client'
import { createVideoSchema } from 'react-video-task/schemas'
import { describe, expect, it } from 'vitest'

const prompt = 'A fox in the snow'
const image = (type: string) => new Blob(['x'], { type })
const messages = (model: string, params: unknown) =>
  createVideoSchema(model)
    .safeParse(params)
    .error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)

describe('createVideoSchema', () => {
  it.each<[string, object]>([
    ['wan2.6', { seconds: '5', size: '1920x1080' }],
    ['happyhorse-1.0', { seconds: '5', size: '1920x1080' }],
    ['viduq3', { seconds: '5', size: '1280x720' }],
    ['omni-fast', { seconds: '4', aspect_ratio: '16:9', resolution: '720p' }],
    ['doubao-seedance-2-0', { seconds: '5', size: '16:9' }],
    ['veo3-fast', { size: '16x9' }],
    ['veo3.1', { seconds: '4', size: '1280x720' }],
    ['sora-2-pro', { seconds: '4', size: '1280x720' }],
  ])('writes the documented defaults of %s', (model, defaults) => {
    expect(createVideoSchema(model).parse({ prompt })).toEqual({ model, prompt, ...defaults })
  })

  it('treats null and the empty text of a form as omitted', () => {
    expect(createVideoSchema('wan2.6').parse({ model: 'wan2.6', prompt, seconds: '', size: null })).toEqual(
      createVideoSchema('wan2.6').parse({ prompt }),
    )
    expect(createVideoSchema('doubao-seedance-2-0').parse({ prompt, resolution: '' }).resolution).toBe(
      undefined,
    )
  })

  it('returns a length as text, and keeps parameters that the documentation does not name', () => {
    expect(createVideoSchema('wan2.7').parse({ prompt, seconds: 7, seed: 1 })).toMatchObject({
      seconds: '7',
      seed: 1,
    })
  })

  it.each(Object.keys(videoModels))('accepts every documented value of %s', (model) => {
    const facts = findVideoModel(model)
    const schema = createVideoSchema(model)
    for (const [name, values = []] of [
      ['seconds', facts?.seconds],
      ['size', facts?.sizes],
      ['aspect_ratio', facts?.aspectRatios],
      ['resolution', facts?.resolutions],
    ] as const) {
      for (const value of values) {
        expect(schema.parse({ model, prompt, [name]: value })).toMatchObject({ [name]: String(value) })
      }
      expect(messages(model, { prompt, [name]: '0' })).toHaveLength(1)
    }
  })

  it.each<[string, object, string[]]>([
    ['wan2.6', {}, ["prompt: The parameter 'prompt' is missing or blank. It describes the video."]],
    [
      'wan2.6',
      { prompt: ' \n' },
      ["prompt: The parameter 'prompt' is missing or blank. It describes the video."],
    ],
    [
      'wan2.6',
      { prompt, seconds: 7 },
      ["seconds: The parameter 'seconds' is '7'. The documentation of wan2.6 allows 5, 10 or 15."],
    ],
    [
      'wan2.7',
      { prompt, seconds: '1' },
      [
        "seconds: The parameter 'seconds' is '1'. The documentation of wan2.7 allows a whole number from 2 to 15.",
      ],
    ],
    [
      'wan2.6',
      { prompt, seconds: ['5'], size: { toString: 5 } },
      [
        "seconds: The parameter 'seconds' is a list. The documentation of wan2.6 allows 5, 10 or 15.",
        "size: The parameter 'size' is an object. The documentation of wan2.6 allows 1280x720, 720x1280, 1088x832, 832x1088, 1920x1080, 1080x1920, 1440x1440, 1632x1248 or 1248x1632.",
      ],
    ],
    [
      'sora-2',
      { prompt, size: '720p' },
      ["size: The parameter 'size' is '720p'. The documentation of sora-2 allows 1280x720 or 720x1280."],
    ],
    [
      'wan2.6',
      { prompt, resolution: '720p', model: 'sora-2' },
      [
        "model: The parameter 'model' is 'sora-2'. This create is for wan2.6.",
        "resolution: The parameter 'resolution' is not one that wan2.6 documents.",
      ],
    ],
    ['wan2.6', { prompt, model: null }, ["model: The parameter 'model' is null. This create is for wan2.6."]],
    [
      'wan2.6',
      { prompt, input_reference: image('image/png') },
      ["input_reference: The parameter 'input_reference' is not one that wan2.6 documents."],
    ],
    [
      'sora-2',
      { prompt, input_reference: [image('image/png'), image('image/png')] },
      [
        "input_reference: The parameter 'input_reference' has 2 images. The documentation of sora-2 allows 1.",
      ],
    ],
    [
      'doubao-seedance-2-0',
      { prompt, input_reference: [image('image/png'), image('image/gif')] },
      [
        "input_reference: The parameter 'input_reference' has a file of type 'image/gif'. The documentation of doubao-seedance-2-0 allows image/jpeg, image/png or image/webp.",
      ],
    ],
    [
      'veo3.1-fast',
      { prompt, seconds: 5, size: '16x9', input_reference: [image('image/png'), image('image/png')] },
      [
        "seconds: The parameter 'seconds' is '5'. The documentation of veo3.1-fast allows 4, 6 or 8.",
        "size: The parameter 'size' is '16x9'. The documentation of veo3.1-fast allows 1280x720, 720x1280, 1920x1080 or 3840x2160.",
        "input_reference: The parameter 'input_reference' has 2 images. The documentation of veo3.1-fast allows 1.",
      ],
    ],
    [
      'veo3-fast',
      { prompt, input_reference: image('') },
      [
        "input_reference: The parameter 'input_reference' has a file of type ''. The documentation of veo3-fast allows an image.",
      ],
    ],
  ])('refuses for %s the create %j', (model, params, issues) => {
    expect(messages(model, params)).toEqual(issues)
  })

  it('refuses what is not an object', () => {
    expect(messages('wan2.6', 'a fox')).toEqual([': Expected the parameters of a create: an object.'])
    expect(messages('kling-v9', null)).toEqual([': Expected the parameters of a create: an object.'])
  })

  it.each([
    ['sora-2', { input_reference: image('image/png') }],
    ['doubao-seedance-2-0', { input_reference: Array.from({ length: 9 }, () => image('image/webp')) }],
    ['veo3-fast', { input_reference: [image('image/png'), image('image/bmp')] }],
    ['sora-2', { input_reference: 'https://cdn.example.com/first.png' }],
  ])('accepts for %s the images %j', (model, params) => {
    expect(createVideoSchema(model).parse({ prompt, ...params })).toMatchObject(params)
  })

  it.each(['kling-v9', 'toString', '__proto__', ''])(
    'lets every parameter of the model %j through',
    (model) => {
      const params = { seconds: 'any', size: 7, input_reference: [1, 2, 3], n: 4 }
      expect(createVideoSchema(model).parse(params)).toEqual({ model, ...params })
    },
  )
})
