import type { VideoModelCallOptions, VideoModelFile, VideoModelWarning } from './VideoModel.js'
import type { CreateVideoParams } from '../core/client/VideoClient.js'
import { findVideoModel, type VideoModel } from '../core/models/videoModels.js'

/** The parameters of a create, and what of the settings they leave out. */
interface MappedSettings {
  params: CreateVideoParams
  warnings: VideoModelWarning[]
}

/**
 * Maps the settings of `experimental_generateVideo` to the parameters of a create. Of a model that `videoModels` lists, a
 * setting that its documentation does not have is left out with a warning; to any other model everything is sent, under the
 * names that most gateways use.
 *
 * @param own the app's own parameters, which win
 */
export function createParams(
  modelId: string,
  settings: VideoModelCallOptions,
  own: Readonly<Record<string, unknown>>,
): MappedSettings {
  const { prompt, duration, fps, seed, generateAudio, headers } = settings
  const facts = findVideoModel(modelId)
  const warnings: VideoModelWarning[] = []
  const omit: Omit = (feature, details = `The documentation of ${modelId} does not have it.`) =>
    void warnings.push({ type: 'unsupported', feature, details })

  for (const [feature, value] of Object.entries({ fps, seed, generateAudio }))
    if (facts && value !== undefined) omit(feature)
  // The SDK adds its own name.
  if (Object.keys(headers ?? {}).some((name) => name.toLowerCase() !== 'user-agent'))
    omit('headers', 'Set headers with the option `headers` of createVideoClient.')

  const params = {
    model: modelId,
    prompt,
    seconds: duration,
    ...frameOf(settings, facts, omit),
    input_reference: referencesOf(settings, facts, omit),
    ...(!facts && { fps, seed, generate_audio: generateAudio }),
    ...own,
  }
  return { params, warnings }
}

type Omit = (feature: string, details?: string) => void

/** Frame size and shape, as the model names them: a `size` in pixels, one that is a ratio, or `aspect_ratio` and `resolution`. */
function frameOf(
  { resolution, aspectRatio }: VideoModelCallOptions,
  facts: VideoModel | undefined,
  omit: Omit,
): CreateVideoParams {
  if (!facts) return { size: resolution, aspect_ratio: aspectRatio }
  const { sizes, aspectRatios } = facts
  if (!sizes && aspectRatios) {
    if (!resolution) return { aspect_ratio: aspectRatio }
    const ratio = aspectRatio ?? aspectRatios.find((ratio) => isShape(ratio, ratioOf(resolution)))
    return { aspect_ratio: ratio, resolution: `${Math.min(...sidesOf(resolution))}p` }
  }
  if (resolution) {
    if (aspectRatio) omit('aspectRatio', 'The resolution says the shape.')
    return { size: resolution }
  }
  if (!aspectRatio) return {}
  const size = sizeOf(aspectRatio, facts)
  if (!size) omit('aspectRatio', `No documented size of ${facts.family} has this shape: pass a resolution.`)
  return { size }
}

/** The documented size of a shape: that with about as many pixels as the default one, also where both are ratios. */
function sizeOf(aspectRatio: string, { sizes = [], defaults }: VideoModel): string | undefined {
  const ratio = ratioOf(aspectRatio)
  const target = pixelsOf(defaults.size ?? '')
  const distance = (size: string) => Math.abs(Math.log(pixelsOf(size) / target))
  return sizes.filter((size) => isShape(size, ratio)).toSorted((a, b) => distance(a) - distance(b))[0]
}

const sidesOf = (size: string) => size.split(/[x:]/).map(Number)
const ratioOf = (size: string) => {
  const [width = NaN, height = NaN] = sidesOf(size)
  return width / height
}
const pixelsOf = (size: string) => sidesOf(size).reduce((pixels, side) => pixels * side, 1)
/** Encoders round the sides of a frame: 1632x1248 stands for 4:3. */
const isShape = (size: string, ratio: number) => Math.abs(Math.log(ratioOf(size) / ratio)) < 0.03

/** The images of a generation, in the order in which the model reads them: first frame, last frame, or references. */
function referencesOf(
  { image, frameImages = [], inputReferences = [] }: VideoModelCallOptions,
  facts: VideoModel | undefined,
  omit: Omit,
): unknown {
  const last = frameImages.find(({ frameType }) => frameType === 'last_frame')?.image
  const roles = facts?.references?.roles
  const takesLast = !facts || roles?.includes('last_frame') === true
  const wanted: [feature: string, files: readonly VideoModelFile[], isTaken: boolean, details?: string][] = [
    ['image', image ? [image] : [], !facts || facts.references !== undefined],
    // Only the order says which frame is which.
    ['frameImages', last ? [last] : [], takesLast && !!image, takesLast ? LONE_LAST_FRAME : undefined],
    ['inputReferences', inputReferences, !facts || (facts.references !== undefined && !roles)],
  ]
  const files = wanted.flatMap(([feature, files, isTaken, details]) => {
    if (files.length > 0 && !isTaken) omit(feature, details)
    return isTaken ? files : []
  })
  const [first, ...others] = files.map(toReference)
  return others.length > 0 ? [first, ...others] : first
}

const LONE_LAST_FRAME = 'A last frame without a first one would be taken for the first.'

/** A file as a create takes it. */
function toReference(file: VideoModelFile, index: number): File | string {
  if (file.type === 'url') return file.url
  const { data, mediaType } = file
  const bytes =
    typeof data === 'string'
      ? Uint8Array.from(atob(data), (char) => char.charCodeAt(0))
      : new Uint8Array(data)
  const name = `${mediaType.split('/')[0]}-${index + 1}.${mediaType.split('/')[1]}`
  return new File([bytes], name, { type: mediaType })
}
