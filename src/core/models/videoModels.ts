/** What a model's documentation says of its creates and answers. A field is absent where the model has no such thing. */
export interface VideoModel {
  /** Models of one family share a page of the documentation, `https://apidoc.cometapi.com/api/video/<family>/create`. */
  family: 'wan' | 'happyhorse' | 'vidu' | 'omni' | 'seedance' | 'veo' | 'sora'
  /** Values of `seconds`: lengths that a create may ask for. */
  seconds?: readonly number[]
  /** Length of every video of the model, in seconds, where a create cannot choose it. */
  fixedSeconds?: number
  /** Values of `size`: `WIDTHxHEIGHT` in pixels; of some models a ratio, such as `16:9` or `16x9`. */
  sizes?: readonly string[]
  /** Values of `aspect_ratio`. */
  aspectRatios?: readonly string[]
  /** Values of `resolution`. */
  resolutions?: readonly string[]
  /** Values that the API takes for parameters that a create omits. */
  defaults: VideoModelDefaults
  /** Images that a create may send as `input_reference`. */
  references?: VideoModelReferences
  /** Whether the content route serves the finished video; otherwise only `video_url` does. */
  hasContent: boolean
  /** Pictures that the content route serves beside the video. */
  variants?: readonly ('thumbnail' | 'spritesheet')[]
  /** Whether a finished video can be remixed. */
  canRemix: boolean
}

/** Documented defaults of a create, by parameter. */
export interface VideoModelDefaults {
  /** Seconds. */
  seconds?: number
  size?: string
  aspect_ratio?: string
  resolution?: string
}

/** Reference images that a create of a model may send. Their order is the order of the `input_reference` fields. */
export interface VideoModelReferences {
  /** The most images of one create; absent where the documentation names no number. */
  max?: number
  /** What each image means, by position; absent where the prompt says it, as in `[Image 1]`. */
  roles?: readonly string[]
  /** Media types; absent where the documentation names none. */
  types?: readonly string[]
  /** Whether an image should have the frame size of the video. */
  shouldMatchSize?: boolean
}

/** Id of a model in `videoModels`. */
export type VideoModelId = keyof typeof videoModels

/**
 * Finds the facts of a model by its id.
 *
 * @returns undefined for a model without facts, which works all the same
 * @example
 * ```ts
 * import { findVideoModel } from 'react-video-task/client'
 *
 * const { seconds = [], defaults } = findVideoModel('sora-2') ?? { defaults: {} }
 * console.log(seconds, defaults.seconds)
 * ```
 */
export function findVideoModel(id: string): VideoModel | undefined {
  const models: Record<string, VideoModel> = videoModels
  return Object.hasOwn(models, id) ? models[id] : undefined
}

const IMAGES = ['image/jpeg', 'image/png', 'image/webp'] as const

const VIDU = {
  family: 'vidu',
  seconds: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16],
  sizes: ['640x352', '960x528', '1280x720', '1920x1080'],
  defaults: { seconds: 5, size: '1280x720' },
  hasContent: true,
  canRemix: false,
} as const

/**
 * The current page documents ratios and a table of sizes; its older, translated versions document `resolution`, here without
 * a default, because `size` may already name it.
 */
const SEEDANCE = {
  family: 'seedance',
  defaults: { seconds: 5, size: '16:9' },
  hasContent: false,
  canRemix: false,
} as const
const RATIOS = ['21:9', '16:9', '4:3', '1:1', '3:4', '9:16'] as const
const FRAMES_480P = ['864x496', '752x560', '640x640', '560x752', '496x864', '992x432'] as const
const FRAMES_720P = ['1280x720', '1112x834', '960x960', '834x1112', '720x1280', '1470x630'] as const
const FRAMES_1080P = ['1920x1080', '1664x1248', '1440x1440', '1248x1664', '1080x1920', '2206x946'] as const
const FRAMES_480P_V1 = ['864x480', '736x544', '640x640', '544x736', '480x864', '960x416'] as const
const FRAMES_720P_V1 = ['1248x704', '1120x832', '960x960', '832x1120', '704x1248', '1504x640'] as const
const FRAMES_1080P_V1 = ['1920x1088', '1664x1248', '1440x1440', '1248x1664', '1088x1920', '2176x928'] as const
const SEEDANCE_2 = {
  ...SEEDANCE,
  seconds: [4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
  resolutions: ['480p', '720p'],
  references: { types: IMAGES },
} as const

const VEO_3_1 = {
  family: 'veo',
  seconds: [4, 6, 8],
  sizes: ['1280x720', '720x1280', '1920x1080', '3840x2160'],
  defaults: { seconds: 4, size: '1280x720' },
  references: { max: 1, roles: ['first_frame'] },
  hasContent: true,
  canRemix: false,
} as const

/** The media types are those of OpenAI's guide, https://platform.openai.com/docs/guides/video-generation. */
const SORA = {
  family: 'sora',
  seconds: [4, 8, 12, 16, 20],
  defaults: { seconds: 4, size: '1280x720' },
  references: { max: 1, roles: ['first_frame'], types: IMAGES, shouldMatchSize: true },
  hasContent: true,
  variants: ['thumbnail', 'spritesheet'],
  canRemix: true,
} as const

/**
 * The documented facts of CometAPI's models on `/v1/videos`, by model id, as plain data: to build forms from, and for the
 * proxy's `limits`. The types of a create follow them. They gate nothing: the client sends any other model and value as
 * well, and the API decides. Of Veo 3 the documentation names one alias; its facts hold for the others too.
 *
 * @see https://apidoc.cometapi.com/api/video/wan/create and the `create` page of each other family
 * @example
 * ```ts
 * import { videoModels } from 'react-video-task/client'
 *
 * const { seconds, sizes } = videoModels['wan2.6']
 * console.log(`${seconds.join(', ')} s in ${sizes.length} sizes`)
 * ```
 */
export const videoModels = {
  // https://apidoc.cometapi.com/api/video/wan/create
  'wan2.6': {
    family: 'wan',
    seconds: [5, 10, 15],
    sizes: [
      '1280x720',
      '720x1280',
      '1088x832',
      '832x1088',
      '1920x1080',
      '1080x1920',
      '1440x1440',
      '1632x1248',
      '1248x1632',
    ],
    defaults: { seconds: 5, size: '1920x1080' },
    hasContent: true,
    canRemix: false,
  },
  'wan2.7': {
    family: 'wan',
    seconds: [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
    sizes: ['1280x720', '720x1280', '1920x1080', '1080x1920', '1440x1440'],
    defaults: { seconds: 5, size: '1920x1080' },
    hasContent: true,
    canRemix: false,
  },
  // https://apidoc.cometapi.com/api/video/happyhorse/create
  'happyhorse-1.0': {
    family: 'happyhorse',
    seconds: [3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
    sizes: ['1280x720', '720x1280', '1920x1080', '1080x1920', '1440x1440'],
    defaults: { seconds: 5, size: '1920x1080' },
    hasContent: true,
    canRemix: false,
  },
  // https://apidoc.cometapi.com/api/video/vidu/create
  viduq3: VIDU,
  'viduq3-turbo': VIDU,
  // https://apidoc.cometapi.com/api/video/omni/create: in beta. The frame may differ from what was asked for.
  'omni-fast': {
    family: 'omni',
    seconds: [4],
    aspectRatios: ['16:9', '9:16', '1:1'],
    resolutions: ['720p', '1080p'],
    defaults: { seconds: 4, aspect_ratio: '16:9', resolution: '720p' },
    hasContent: true,
    canRemix: false,
  },
  // https://apidoc.cometapi.com/api/video/seedance/create
  'doubao-seedance-2-0': {
    ...SEEDANCE_2,
    sizes: [...RATIOS, ...FRAMES_480P, ...FRAMES_720P, ...FRAMES_1080P],
  },
  'doubao-seedance-2-0-fast': { ...SEEDANCE_2, sizes: [...RATIOS, ...FRAMES_480P, ...FRAMES_720P] },
  'doubao-seedance-1-5-pro': {
    ...SEEDANCE,
    seconds: [4, 5, 6, 7, 8, 9, 10, 11, 12],
    sizes: [...RATIOS, ...FRAMES_480P, ...FRAMES_720P, ...FRAMES_1080P],
    resolutions: ['480p', '720p', '1080p'],
  },
  'doubao-seedance-1-0-pro': {
    ...SEEDANCE,
    seconds: [2, 3, 4, 5, 6, 7, 8, 9, 10],
    sizes: [...RATIOS, ...FRAMES_480P_V1, ...FRAMES_720P_V1, ...FRAMES_1080P_V1],
    resolutions: ['480p', '720p', '1080p'],
  },
  // https://apidoc.cometapi.com/api/video/veo3/self-developed/veo3-async-generation
  'veo3-fast': {
    family: 'veo',
    fixedSeconds: 8,
    sizes: ['16x9', '9x16'],
    defaults: { size: '16x9' },
    references: { max: 2, roles: ['first_frame', 'last_frame'] },
    hasContent: true,
    canRemix: false,
  },
  // https://apidoc.cometapi.com/api/video/veo3, the newer page
  'veo3.1': VEO_3_1,
  'veo3.1-fast': VEO_3_1,
  // https://apidoc.cometapi.com/api/video/sora-2/create
  'sora-2': { ...SORA, sizes: ['1280x720', '720x1280'] },
  'sora-2-pro': { ...SORA, sizes: ['1280x720', '720x1280', '1792x1024', '1024x1792'] },
} as const satisfies Record<string, VideoModel>
