import type { VideoModelId, videoModels } from './videoModels.js'

/** Parameters of a create that a model's documentation limits: by name, the fact that lists their values. */
export const LISTED_PARAMS = {
  seconds: 'seconds',
  size: 'sizes',
  aspect_ratio: 'aspectRatios',
  resolution: 'resolutions',
} as const

/** Name of a parameter whose values a model's documentation lists. */
export type ListedName = keyof typeof LISTED_PARAMS

/** The names of these parameters. */
export const LISTED_NAMES: readonly ListedName[] = ['seconds', 'size', 'aspect_ratio', 'resolution']

/** Parameters of a create, by their documented values. Of a model that `videoModels` does not list, any value. */
export type DocumentedParams<Model extends string> = Model extends VideoModelId
  ? { model?: Model | undefined } & ListedParams<(typeof videoModels)[Model]> &
      ReferenceParam<(typeof videoModels)[Model]>
  : { model?: Model | undefined }

type ListedParams<Facts> = {
  [Name in ListedName]?: ValueOf<Facts, (typeof LISTED_PARAMS)[Name]> | undefined
}

interface ReferenceParam<Facts> {
  /** Images, in their order; only of a model that takes some. */
  input_reference?:
    | (Facts extends { references: object } ? VideoReferenceInput | readonly VideoReferenceInput[] : never)
    | undefined
}

/** A reference image as a create takes it: a file, its URL, or an object such as React Native's `{ uri, name, type }`. */
export type VideoReferenceInput = Blob | URL | string | Readonly<Record<string, unknown>>

/** A number may be sent as text too. */
type ValueOf<Facts, List extends string> =
  Facts extends Record<List, readonly (infer Value extends string | number)[]> ? Value | `${Value}` : never
