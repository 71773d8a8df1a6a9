import { type AnswerStyle, expiryOfVideo } from './Gateway.js'

/** A model of CometAPI as its documentation describes it. */
export interface EmulatedModel {
  /** The values of each field, of which the first one that the defaults name is taken if a create omits the field. */
  values: Readonly<Partial<Record<ListedField, readonly string[]>>>
  defaults: Readonly<Partial<Record<ListedField, string>>>
  /** The files that a create may have as `input_reference`; `'none'` refuses any. A model without it ignores them. */
  references?: { max: number; types?: readonly string[] } | 'none'
  /** The code of an error about a field. @default 'invalid_value' */
  errorCode?: 'InvalidParameter'
  /** The name of the model in the responses. @default the name in the create */
  resolvedName?: string
  style: AnswerStyle
}

/** The fields of a create whose values the documentation lists. */
export type ListedField = 'seconds' | 'size' | 'aspect_ratio' | 'resolution'

/** Finds a model by the name in a create. */
export function findModel(name: string): EmulatedModel | undefined {
  return Object.hasOwn(MODELS, name) ? MODELS[name] : undefined
}

/** Wan, HappyHorse, Vidu and Veo 3.1, and the style of a task whose model is not known. */
export const PLAIN_STYLE: AnswerStyle = {
  hasContent: true,
  hasVariants: false,
  canRemix: false,
  endsInError: true,
  expires: false,
}

/** Tasks of the beta end in `completed` or `failed`: https://apidoc.cometapi.com/api/video/omni/create. */
const OMNI_STYLE: AnswerStyle = { ...PLAIN_STYLE, endsInError: false }

/**
 * Downloads use the signed `video_url`: https://apidoc.cometapi.com/api/video/seedance/query. The page lists statuses in
 * lower case; its translations list those of the scenario `uppercase`.
 */
const SEEDANCE_STYLE: AnswerStyle = { ...PLAIN_STYLE, hasContent: false }

/** The samples of https://apidoc.cometapi.com/api/video/veo3/self-developed/veo3-async-generation and …/veo3-retrive. */
const VEO_STYLE: AnswerStyle = {
  ...PLAIN_STYLE,
  write: (body, { task: { id, size }, isCreate }) => ({
    ...body,
    size,
    ...(isCreate ? { seconds: '' } : { task_id: id }),
  }),
}

/** What OpenAI's own videos have, and those of gateways that answer as it does. */
export const OPENAI_STYLE: Omit<AnswerStyle, 'write'> = {
  hasContent: true,
  hasVariants: true,
  canRemix: true,
  endsInError: false,
  expires: true,
}

/**
 * The samples of https://apidoc.cometapi.com/api/video/sora-2/official/create-video, …/retrieve-video and …/remix-video: a
 * create has no nulls, a retrieve has them for every absent field.
 */
const SORA_STYLE: AnswerStyle = {
  ...OPENAI_STYLE,
  write: (body, context) => {
    const { task, isCreate } = context
    const { prompt, seconds, size, remixedFrom } = task
    const absent = {
      prompt,
      error: null,
      completed_at: null,
      expires_at: expiryOfVideo(body, context),
      remixed_from_video_id: null,
    }
    const origin = remixedFrom === undefined ? {} : { remixed_from_video_id: remixedFrom }
    return { ...(!isCreate && absent), ...body, video_url: undefined, seconds, size, ...origin }
  },
}

const range = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, index) => String(first + index))

const WAN_SIZES = ['1280x720', '720x1280', '1920x1080', '1080x1920', '1440x1440']
const WAN_DEFAULTS = { seconds: '5', size: '1920x1080' }

const VIDU: EmulatedModel = {
  values: { seconds: range(1, 16), size: ['640x352', '960x528', '1280x720', '1920x1080'] },
  defaults: { seconds: '5', size: '1280x720' },
  style: PLAIN_STYLE,
}

const PICTURES = ['image/jpeg', 'image/png', 'image/webp']
const RATIOS = ['21:9', '16:9', '4:3', '1:1', '3:4', '9:16']
const SEEDANCE_480P = ['864x496', '752x560', '640x640', '560x752', '496x864', '992x432']
const SEEDANCE_720P = ['1280x720', '1112x834', '960x960', '834x1112', '720x1280', '1470x630']
const SEEDANCE_1080P = ['1920x1080', '1664x1248', '1440x1440', '1248x1664', '1080x1920', '2206x946']
const SEEDANCE_1_0 = [
  ...['864x480', '736x544', '640x640', '544x736', '480x864', '960x416'],
  ...['1248x704', '1120x832', '960x960', '832x1120', '704x1248', '1504x640'],
  ...['1920x1088', '1664x1248', '1440x1440', '1248x1664', '1088x1920', '2176x928'],
]

/** `resolution` stands on the translations of the page only, with the default 720p; a `size` in pixels is stronger. */
const seedance = (
  seconds: readonly string[],
  frames: readonly string[],
  resolution: readonly string[],
  references: EmulatedModel['references'],
): EmulatedModel => ({
  values: { seconds, size: [...RATIOS, ...frames], resolution },
  defaults: { seconds: '5', size: '16:9', resolution: '720p' },
  references,
  errorCode: 'InvalidParameter',
  style: SEEDANCE_STYLE,
})

/** The page names no highest number of files. */
const SEEDANCE_REFERENCES = { max: Infinity, types: PICTURES }

const VEO_3_1: EmulatedModel = {
  values: { seconds: ['4', '6', '8'], size: ['1280x720', '720x1280', '1920x1080', '3840x2160'] },
  defaults: { seconds: '4', size: '1280x720' },
  references: { max: 1 },
  style: PLAIN_STYLE,
}

const sora = (sizes: readonly string[]): EmulatedModel => ({
  values: { seconds: ['4', '8', '12', '16', '20'], size: ['1280x720', '720x1280', ...sizes] },
  defaults: { seconds: '4', size: '1280x720' },
  references: { max: 1, types: PICTURES },
  style: SORA_STYLE,
})

const MODELS: Readonly<Record<string, EmulatedModel>> = {
  // https://apidoc.cometapi.com/api/video/wan/create
  'wan2.6': {
    values: {
      seconds: ['5', '10', '15'],
      size: [...WAN_SIZES, '1088x832', '832x1088', '1632x1248', '1248x1632'],
    },
    defaults: WAN_DEFAULTS,
    style: PLAIN_STYLE,
  },
  'wan2.7': {
    values: { seconds: range(2, 15), size: WAN_SIZES },
    defaults: WAN_DEFAULTS,
    style: PLAIN_STYLE,
  },
  // https://apidoc.cometapi.com/api/video/happyhorse/create
  'happyhorse-1.0': {
    values: { seconds: range(3, 15), size: WAN_SIZES },
    defaults: WAN_DEFAULTS,
    style: PLAIN_STYLE,
  },
  // https://apidoc.cometapi.com/api/video/vidu/create
  viduq3: VIDU,
  'viduq3-turbo': VIDU,
  // https://apidoc.cometapi.com/api/video/omni/create
  'omni-fast': {
    values: { seconds: ['4'], aspect_ratio: ['16:9', '9:16', '1:1'], resolution: ['720p', '1080p'] },
    defaults: { seconds: '4', aspect_ratio: '16:9', resolution: '720p' },
    style: OMNI_STYLE,
  },
  // https://apidoc.cometapi.com/api/video/seedance/create
  'doubao-seedance-2-0': seedance(
    range(4, 15),
    [...SEEDANCE_480P, ...SEEDANCE_720P, ...SEEDANCE_1080P],
    ['480p', '720p'],
    SEEDANCE_REFERENCES,
  ),
  'doubao-seedance-2-0-fast': seedance(
    range(4, 15),
    [...SEEDANCE_480P, ...SEEDANCE_720P],
    ['480p', '720p'],
    SEEDANCE_REFERENCES,
  ),
  'doubao-seedance-1-5-pro': seedance(
    range(4, 12),
    [...SEEDANCE_480P, ...SEEDANCE_720P, ...SEEDANCE_1080P],
    ['480p', '720p', '1080p'],
    'none',
  ),
  'doubao-seedance-1-0-pro': seedance(range(2, 10), SEEDANCE_1_0, ['480p', '720p', '1080p'], 'none'),
  // https://apidoc.cometapi.com/api/video/veo3/self-developed/veo3-async-generation: 8 s, first and last frame
  'veo3-fast': {
    values: { size: ['16x9', '9x16'] },
    defaults: { seconds: '8', size: '16x9' },
    references: { max: 2 },
    resolvedName: 'veo_3_1-4K',
    style: VEO_STYLE,
  },
  // https://apidoc.cometapi.com/api/video/veo3: the newer page
  'veo3.1': VEO_3_1,
  'veo3.1-fast': VEO_3_1,
  // https://apidoc.cometapi.com/api/video/sora-2/create
  'sora-2': sora([]),
  'sora-2-pro': sora(['1792x1024', '1024x1792']),
}
