import { createVideoClient, findVideoModel, type VideoModel, videoModels } from 'react-video-task/client'
import { describe, expect, it } from 'vitest'

const range = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index)

/** Literal, from the pages of the documentation: lengths, number of sizes, and the most reference images. */
const DOCUMENTED: [id: string, seconds: number[] | undefined, sizes: number, references: number][] = [
  ['wan2.6', [5, 10, 15], 9, 0],
  ['wan2.7', range(2, 15), 5, 0],
  ['happyhorse-1.0', range(3, 15), 5, 0],
  ['viduq3', range(1, 16), 4, 0],
  ['viduq3-turbo', range(1, 16), 4, 0],
  ['omni-fast', [4], 0, 0],
  ['doubao-seedance-2-0', range(4, 15), 24, Infinity],
  ['doubao-seedance-2-0-fast', range(4, 15), 18, Infinity],
  ['doubao-seedance-1-5-pro', range(4, 12), 24, 0],
  ['doubao-seedance-1-0-pro', range(2, 10), 24, 0],
  ['veo3-fast', undefined, 2, 2],
  ['veo3.1', [4, 6, 8], 4, 1],
  ['veo3.1-fast', [4, 6, 8], 4, 1],
  ['sora-2', [4, 8, 12, 16, 20], 2, 1],
  ['sora-2-pro', [4, 8, 12, 16, 20], 4, 1],
]

/** Literal, from the same pages. */
const DEFAULTS: [id: string, defaults: VideoModel['defaults']][] = [
  ['wan2.6', { seconds: 5, size: '1920x1080' }],
  ['wan2.7', { seconds: 5, size: '1920x1080' }],
  ['happyhorse-1.0', { seconds: 5, size: '1920x1080' }],
  ['viduq3', { seconds: 5, size: '1280x720' }],
  ['viduq3-turbo', { seconds: 5, size: '1280x720' }],
  ['omni-fast', { seconds: 4, aspect_ratio: '16:9', resolution: '720p' }],
  ['doubao-seedance-2-0', { seconds: 5, size: '16:9' }],
  ['doubao-seedance-2-0-fast', { seconds: 5, size: '16:9' }],
  ['doubao-seedance-1-5-pro', { seconds: 5, size: '16:9' }],
  ['doubao-seedance-1-0-pro', { seconds: 5, size: '16:9' }],
  ['veo3-fast', { size: '16x9' }],
  ['veo3.1', { seconds: 4, size: '1280x720' }],
  ['veo3.1-fast', { seconds: 4, size: '1280x720' }],
  ['sora-2', { seconds: 4, size: '1280x720' }],
  ['sora-2-pro', { seconds: 4, size: '1280x720' }],
]

describe('videoModels', () => {
  it('has the 15 documented ids', () => {
    expect(Object.keys(videoModels).sort()).toEqual(DOCUMENTED.map(([id]) => id).sort())
  })

  it.each(DOCUMENTED)('has the lengths, sizes and images of %s', (id, seconds, sizes, references) => {
    const facts = findVideoModel(id)
    expect(facts?.seconds).toEqual(seconds)
    expect(facts?.sizes?.length ?? 0).toBe(sizes)
    expect(facts?.references ? (facts.references.max ?? Infinity) : 0).toBe(references)
  })

  it.each(DEFAULTS)('has what the API takes for what a create of %s omits', (id, defaults) => {
    expect(findVideoModel(id)?.defaults).toEqual(defaults)
  })

  it('has the resolutions and ratios of the models that name a frame by them', () => {
    const resolutions = Object.entries<VideoModel>(videoModels).flatMap(([id, facts]) =>
      facts.resolutions ? [[id, facts.resolutions]] : [],
    )
    expect(Object.fromEntries(resolutions)).toEqual({
      'omni-fast': ['720p', '1080p'],
      'doubao-seedance-2-0': ['480p', '720p'],
      'doubao-seedance-2-0-fast': ['480p', '720p'],
      'doubao-seedance-1-5-pro': ['480p', '720p', '1080p'],
      'doubao-seedance-1-0-pro': ['480p', '720p', '1080p'],
    })
    expect(videoModels['omni-fast'].aspectRatios).toEqual(['16:9', '9:16', '1:1'])
  })

  it('says what each image means, of which type it is, and whether it has the size of the frame', () => {
    const types = ['image/jpeg', 'image/png', 'image/webp']
    const sora = { max: 1, roles: ['first_frame'], types, shouldMatchSize: true }
    const veo = { max: 1, roles: ['first_frame'] }
    const references = Object.entries<VideoModel>(videoModels).flatMap(([id, facts]) =>
      facts.references ? [[id, facts.references]] : [],
    )
    expect(Object.fromEntries(references)).toEqual({
      ...{ 'sora-2': sora, 'sora-2-pro': sora, 'veo3.1': veo, 'veo3.1-fast': veo },
      'veo3-fast': { max: 2, roles: ['first_frame', 'last_frame'] },
      ...{ 'doubao-seedance-2-0': { types }, 'doubao-seedance-2-0-fast': { types } },
    })
  })

  it.each(Object.entries<VideoModel>(videoModels))(
    '%s has each value once, and its defaults among them',
    (_, facts) => {
      const { seconds, sizes, aspectRatios, resolutions, defaults, references } = facts
      for (const values of [seconds, sizes, aspectRatios, resolutions]) {
        expect(new Set<unknown>(values).size).toBe(values?.length ?? 0)
      }
      for (const size of sizes ?? []) expect(size).toMatch(/^\d+[x:]\d+$/)
      if (defaults.seconds !== undefined) expect(seconds).toContain(defaults.seconds)
      if (defaults.size !== undefined) expect(sizes).toContain(defaults.size)
      if (defaults.aspect_ratio !== undefined) expect(aspectRatios).toContain(defaults.aspect_ratio)
      if (defaults.resolution !== undefined) expect(resolutions).toContain(defaults.resolution)
      if (references?.roles) expect(references.roles).toHaveLength(references.max ?? NaN)
    },
  )

  it('tells what the answers of a family lack or add', () => {
    const having = (has: (facts: VideoModel) => boolean) => [
      ...new Set(
        Object.values<VideoModel>(videoModels)
          .filter(has)
          .map(({ family }) => family),
      ),
    ]
    expect(having(({ hasContent }) => !hasContent)).toEqual(['seedance'])
    expect(having(({ variants }) => variants !== undefined)).toEqual(['sora'])
    expect(having(({ canRemix }) => canRemix)).toEqual(['sora'])
    expect(having(({ fixedSeconds }) => fixedSeconds === 8)).toEqual(['veo'])
  })
})

it.each(['kling-v9', '', 'toString', '__proto__', 'constructor', 'WAN2.6'])(
  'findVideoModel finds nothing for %j',
  (id) => {
    expect(findVideoModel(id)).toBe(undefined)
  },
)

it.each([
  { model: 'kling-v9', prompt: 'A fox', seconds: '7', resolution: '4k' },
  { model: String('wan2.6'), prompt: 'A fox', seconds: '7', size: '1x1', resolution: '4k' },
])('a client sends %j as it is, whatever is documented', async (params) => {
  const sent: unknown[] = []
  const client = createVideoClient({
    baseURL: 'https://api.test/v1',
    fetch: async (_, init) => {
      sent.push(Object.fromEntries(await new Response(init?.body ?? null).formData()))
      return Response.json({ id: 't', status: 'queued' })
    },
  })
  await client.create(params)
  expect(sent).toEqual([params])
})
