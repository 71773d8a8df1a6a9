import { describe, expect, it } from 'vitest'
import { createTestApi } from '../support/createTestApi.js'
import { fileOf, GIF, JPEG, PNG, WEBP } from '../support/pictures.js'

/** What the page of a model lists, at https://apidoc.cometapi.com/api/video/<family>/create. */
interface DocumentedModel {
  model: string
  accepted: Record<string, string[]>
  refused: Record<string, string[]>
  /** `seconds` and `size` of a create without them. */
  defaults: [seconds: string, size: string]
  code?: string
}

const range = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, index) => String(first + index))
const outside = (first: number, last: number) => [String(first - 1), String(last + 1), '5.5', 'five', '-5']
const HD = ['1280x720', '720x1280', '1920x1080', '1080x1920', '1440x1440']
const VIDU = {
  accepted: { seconds: range(1, 16), size: ['640x352', '960x528', '1280x720', '1920x1080'] },
  refused: { seconds: outside(1, 16), size: ['720x1280', '1080p'] },
  defaults: ['5', '1280x720'],
} satisfies Omit<DocumentedModel, 'model'>
const RATIOS = ['21:9', '16:9', '4:3', '1:1', '3:4', '9:16']
const SEEDANCE = { defaults: ['5', '16:9'], code: 'InvalidParameter' } satisfies Partial<DocumentedModel>
const VEO_3_1 = {
  accepted: { seconds: ['4', '6', '8'], size: ['1280x720', '720x1280', '1920x1080', '3840x2160'] },
  refused: { seconds: ['5', '7', '10'], size: ['16x9', '1080x1920'] },
  defaults: ['4', '1280x720'],
} satisfies Omit<DocumentedModel, 'model'>
const SORA_SECONDS = { accepted: ['4', '8', '12', '16', '20'], refused: ['5', '10', '24'] }

const models: DocumentedModel[] = [
  {
    model: 'happyhorse-1.0',
    accepted: { seconds: range(3, 15), size: HD },
    refused: { seconds: outside(3, 15), size: ['1088x832', '16:9'] },
    defaults: ['5', '1920x1080'],
  },
  { model: 'viduq3', ...VIDU },
  { model: 'viduq3-turbo', ...VIDU },
  {
    model: 'omni-fast',
    accepted: { seconds: ['4'], aspect_ratio: ['16:9', '9:16', '1:1'], resolution: ['720p', '1080p'] },
    refused: { seconds: ['5', '8'], aspect_ratio: ['4:3', '1280x720'], resolution: ['480p', '4K'] },
    defaults: ['4', '1280x720'],
  },
  {
    model: 'doubao-seedance-2-0',
    accepted: {
      seconds: range(4, 15),
      size: [...RATIOS, '864x496', '992x432', '1280x720', '1470x630', '1920x1080', '2206x946'],
      resolution: ['480p', '720p'],
    },
    refused: { seconds: outside(4, 15), size: ['864x480', '2:3', 'adaptive'], resolution: ['1080p'] },
    ...SEEDANCE,
  },
  {
    model: 'doubao-seedance-2-0-fast',
    accepted: {
      seconds: range(4, 15),
      size: [...RATIOS, '864x496', '1280x720'],
      resolution: ['480p', '720p'],
    },
    refused: { seconds: outside(4, 15), size: ['1920x1080', '2206x946'], resolution: ['1080p'] },
    ...SEEDANCE,
  },
  {
    model: 'doubao-seedance-1-5-pro',
    accepted: {
      seconds: range(4, 12),
      size: [...RATIOS, '752x560', '1112x834', '1080x1920'],
      resolution: ['480p', '720p', '1080p'],
    },
    refused: { seconds: outside(4, 12), size: ['1920x1088', '1248x704'], resolution: ['4K'] },
    ...SEEDANCE,
  },
  {
    model: 'doubao-seedance-1-0-pro',
    accepted: {
      seconds: range(2, 10),
      size: [...RATIOS, '864x480', '1248x704', '1920x1088', '2176x928'],
      resolution: ['480p', '720p', '1080p'],
    },
    refused: { seconds: outside(2, 10), size: ['864x496', '1920x1080'], resolution: ['720P'] },
    ...SEEDANCE,
  },
  {
    model: 'veo3-fast',
    accepted: { size: ['16x9', '9x16'] },
    refused: { size: ['16:9', '1280x720', '1x1'] },
    defaults: ['8', '16x9'],
  },
  { model: 'veo3.1', ...VEO_3_1 },
  { model: 'veo3.1-fast', ...VEO_3_1 },
  {
    model: 'sora-2',
    accepted: { seconds: SORA_SECONDS.accepted, size: ['1280x720', '720x1280'] },
    refused: { seconds: SORA_SECONDS.refused, size: ['1792x1024', '720p', '16:9'] },
    defaults: ['4', '1280x720'],
  },
  {
    model: 'sora-2-pro',
    accepted: {
      seconds: SORA_SECONDS.accepted,
      size: ['1280x720', '720x1280', '1792x1024', '1024x1792'],
    },
    refused: { seconds: SORA_SECONDS.refused, size: ['1920x1080'] },
    defaults: ['4', '1280x720'],
  },
]

const flatten = (fields: Record<string, string[]>) =>
  Object.entries(fields).flatMap(([field, values]) => values.map((value) => ({ field, value })))

describe.each(models)(
  'a create for $model',
  ({ model, accepted, refused, defaults, code = 'invalid_value' }) => {
    it('takes every documented value', async () => {
      const { create } = createTestApi()
      const statuses = await Promise.all(
        flatten(accepted).map(async ({ field, value }) => {
          const { status } = await create({ model, prompt: 'A lake', [field]: value })
          return { field, value, status }
        }),
      )
      expect(statuses.filter(({ status }) => status !== 200)).toEqual([])
    })

    it.each(flatten(refused))('refuses $field=$value with 400', async ({ field, value }) => {
      const { create, emulator } = createTestApi()
      const response = await create({ model, prompt: 'A lake', [field]: value })
      expect(response.status).toBe(400)
      const { error } = await response.json()
      expect(error).toMatchObject({ type: 'invalid_request_error', param: field, code })
      expect(error.message).toContain(`'${value}'`)
      if (code === 'InvalidParameter' && field === 'seconds') expect(error.message).toContain('`duration`')
      expect(emulator.tasks).toEqual([])
    })

    it('takes the documented defaults', async () => {
      const { create, emulator } = createTestApi()
      await create({ model, prompt: 'A lake' })
      const [task] = emulator.tasks
      expect([task?.seconds, task?.size]).toEqual(defaults)
    })

    it('has the same defaults as a task that is added', () => {
      const { emulator } = createTestApi()
      emulator.addTask({ model })
      const [task] = emulator.tasks
      expect([task?.seconds, task?.size]).toEqual(defaults)
    })
  },
)

/** A form with several reference files. */
function referenceForm(model: string, files: (File | string)[]): FormData {
  const form = new FormData()
  form.set('model', model)
  form.set('prompt', 'Keep the boy from [Image 1] and add the dog from [Image 2]')
  for (const file of files) form.append('input_reference', file)
  return form
}

const send = (model: string, files: (File | string)[]) => {
  const api = createTestApi()
  const response = api.ask('/videos', { method: 'POST', body: referenceForm(model, files) })
  return { ...api, response }
}

describe('an input_reference', () => {
  it.each([
    ['doubao-seedance-2-0', [JPEG, PNG, WEBP, PNG, PNG]],
    ['doubao-seedance-2-0-fast', [WEBP]],
    ['veo3-fast', [PNG]],
    ['veo3-fast', [PNG, JPEG]],
    ['veo3-fast', [GIF]],
    ['veo3.1', [JPEG]],
    ['sora-2', [WEBP]],
    ['sora-2-pro', [JPEG]],
  ])('of %s is accepted as documented', async (model, files) => {
    const { response } = send(
      model,
      files.map((bytes) => fileOf(bytes)),
    )
    expect((await response).status).toBe(200)
  })

  it.each([
    ['doubao-seedance-2-0', [GIF], 'InvalidParameter', 'image/jpeg, image/png, image/webp'],
    ['doubao-seedance-2-0', [PNG, Buffer.from('text')], 'InvalidParameter', 'image/webp'],
    ['doubao-seedance-2-0', [Buffer.from('')], 'InvalidParameter', 'image/webp'],
    [
      'doubao-seedance-1-5-pro',
      [PNG],
      'InvalidParameter',
      'task_type r2v does not support model seedance-1-5-pro',
    ],
    [
      'doubao-seedance-1-0-pro',
      [PNG],
      'InvalidParameter',
      'task_type r2v does not support model seedance-1-0-pro',
    ],
    ['veo3-fast', [PNG, PNG, PNG], 'invalid_value', "At most 2 'input_reference' may be sent, got 3"],
    ['veo3.1', [PNG, PNG], 'invalid_value', "At most 1 'input_reference' may be sent, got 2"],
    ['sora-2', [PNG, PNG], 'invalid_value', "At most 1 'input_reference' may be sent, got 2"],
    ['sora-2', [GIF], 'invalid_value', 'image/webp'],
  ])('of %s is refused with 400 otherwise', async (model, files, code, message) => {
    const { response, emulator } = send(
      model,
      files.map((bytes) => fileOf(bytes)),
    )
    expect((await response).status).toBe(400)
    const { error } = await (await response).json()
    expect(error).toMatchObject({ param: 'input_reference', code })
    expect(error.message).toContain(message)
    expect(emulator.tasks).toEqual([])
  })

  it('that is text is refused', async () => {
    const { error } = await (await send('sora-2', ['https://example.com/a.png']).response).json()
    expect(error).toMatchObject({ param: 'input_reference', code: 'invalid_value' })
    expect(error.message).toContain("'input_reference' must be a file")
  })

  it('is logged with the others in the order of the form', async () => {
    const { response, emulator } = send('doubao-seedance-2-0', [
      fileOf(PNG, 'boy.png'),
      fileOf(JPEG, 'dog.jpg'),
      fileOf(PNG, 'boy.png'),
    ])
    await response
    expect(emulator.requests[0]?.params?.['input_reference']).toBe(
      'boy.png, 16 bytes; dog.jpg, 14 bytes; boy.png, 16 bytes',
    )
  })
})
