import { createVideoSchema, videoTaskSchema } from 'react-video-task/schemas'
import { describe, expect, it } from 'vitest'

const prompt = 'A fox'
const gif = new Blob(['a'], { type: 'image/gif' })
const OBJECT = 'Expected the parameters of a create: an object.'
const SIZES =
  '1280x720, 720x1280, 1088x832, 832x1088, 1920x1080, 1080x1920, 1440x1440, 1632x1248 or 1248x1632'

describe('the issues of a create', () => {
  it.each<[string, unknown, [path: string, message: string, code: string][]]>([
    ['wan2.6', null, [['', OBJECT, 'invalid_type']]],
    ['wan2.6', [], [['', OBJECT, 'invalid_type']]],
    ['wan2.6', 'A fox', [['', OBJECT, 'invalid_type']]],
    [
      'wan2.6',
      {},
      [['prompt', "The parameter 'prompt' is missing or blank. It describes the video.", 'invalid_type']],
    ],
    ...[
      [7, "'7'"],
      [[5], 'a list'],
      [{ a: 1 }, 'an object'],
      ['x'.repeat(101), `'${'x'.repeat(100)}'`],
    ].map(([seconds, shown]): [string, unknown, [string, string, string][]] => [
      'wan2.6',
      { prompt, seconds },
      [
        [
          'seconds',
          `The parameter 'seconds' is ${shown}. The documentation of wan2.6 allows 5, 10 or 15.`,
          'invalid_value',
        ],
      ],
    ]),
    [
      'wan2.6',
      { prompt, size: '1x1' },
      [
        [
          'size',
          `The parameter 'size' is '1x1'. The documentation of wan2.6 allows ${SIZES}.`,
          'invalid_value',
        ],
      ],
    ],
    [
      'wan2.7',
      { prompt, seconds: 99 },
      [
        [
          'seconds',
          "The parameter 'seconds' is '99'. The documentation of wan2.7 allows a whole number from 2 to 15.",
          'invalid_value',
        ],
      ],
    ],
    [
      'omni-fast',
      { prompt, seconds: 5, resolution: '4k', aspect_ratio: 1 },
      [
        [
          'seconds',
          "The parameter 'seconds' is '5'. The documentation of omni-fast allows 4.",
          'invalid_value',
        ],
        [
          'aspect_ratio',
          "The parameter 'aspect_ratio' is '1'. The documentation of omni-fast allows 16:9, 9:16 or 1:1.",
          'invalid_value',
        ],
        [
          'resolution',
          "The parameter 'resolution' is '4k'. The documentation of omni-fast allows 720p or 1080p.",
          'invalid_value',
        ],
      ],
    ],
    [
      'veo3-fast',
      { prompt, seconds: 4 },
      [['seconds', "The parameter 'seconds' is not one that veo3-fast documents.", 'invalid_type']],
    ],
    [
      'sora-2',
      { prompt, input_reference: [gif, 'b'] },
      [
        [
          'input_reference',
          "The parameter 'input_reference' has 2 images. The documentation of sora-2 allows 1.",
          'custom',
        ],
      ],
    ],
    [
      'sora-2',
      { prompt, input_reference: gif },
      [
        [
          'input_reference',
          "The parameter 'input_reference' has a file of type 'image/gif'. The documentation of sora-2 allows " +
            'image/jpeg, image/png or image/webp.',
          'custom',
        ],
      ],
    ],
    [
      'wan2.6',
      { prompt, model: 'other' },
      [['model', "The parameter 'model' is 'other'. This create is for wan2.6.", 'invalid_value']],
    ],
  ])('of %s with %j are whole', (model, params, expected) => {
    const { error } = createVideoSchema(model).safeParse(params)
    expect(error?.issues.map(({ path, message, code }) => [path.join('.'), message, code])).toEqual(expected)
  })
})

describe('the issues of a task', () => {
  it.each<[unknown, (string | number)[], string]>([
    [null, [], 'Expected a video task: an object with an id.'],
    [[], [], 'Expected a video task: an object with an id.'],
    ['task_1', [], 'Expected a video task: an object with an id.'],
    [{}, ['id'], 'Expected the id of a video task.'],
    [{ id: ' ' }, ['id'], 'Expected the id of a video task.'],
  ])('of %j are whole', (value, path, message) => {
    const { error } = videoTaskSchema.safeParse(value)
    expect(error?.issues).toEqual([{ code: 'custom', message, path }])
  })
})
