import type { ReferenceItem } from './referenceStore.js'
import { findVideoModel, type VideoModelReferences } from '../../core/models/videoModels.js'

/** A picture of a form, as the chosen model takes it. */
export interface VideoReference {
  /** Identifies the picture as long as it is in the list. */
  id: string
  /** The file as a create sends it: with the media type of its bytes. */
  file: File
  /** Name of the file that was added. */
  name: string
  /** Object URL for an `<img>`, revoked when the picture is removed or the component unmounts; undefined on a server. */
  preview: string | undefined
  /** Place among the pictures that a create sends, from 1: the number in `[Image 1]`. Undefined where it is not sent. */
  position: number | undefined
  /** What the model takes it for, such as `first_frame`. Undefined where the prompt says it. */
  role: string | undefined
  /** Frame size, `WIDTHxHEIGHT` in pixels; undefined where the page cannot decode the picture. */
  size: string | undefined
  /** What the API may refuse in it. The picture is sent all the same. */
  warning: VideoReferenceWarning | undefined
  /** Why the chosen model does not take it. The picture is kept, and may fit another model. */
  problem: VideoReferenceProblem | undefined
}

/**
 * Why a model does not take a picture: it takes none, not this type, not so many bytes, or fewer pictures.
 */
export type VideoReferenceProblem = 'unsupported' | 'wrong_type' | 'too_large' | 'too_many'

/** What an API may refuse in a picture: its frame size is another one than that of the video. */
export type VideoReferenceWarning = 'other_size'

/** What limits the pictures of a create. */
export interface VideoReferenceLimits {
  /** Whether the model takes pictures; one without facts does. */
  isSupported: boolean
  /** The most pictures. */
  max: number
  /** Media types. */
  types: readonly string[]
  /** The most bytes of one picture. */
  maxBytes: number
  /** What the model takes each picture for, by position. */
  roles: readonly string[]
  /** Frame size that a picture should have, `WIDTHxHEIGHT` in pixels; undefined where any will do. */
  size: string | undefined
}

/** Limits where no documentation names any: what each API that takes pictures is known to take. */
const DEFAULT_MAX = 9
const DEFAULT_TYPES = ['image/jpeg', 'image/png', 'image/webp']
const DEFAULT_MAX_BYTES = 20_000_000

/** Returns the limits of a model, from its facts, for a video of a frame size. */
export function limitsOf(
  model: string | undefined,
  maxBytes = DEFAULT_MAX_BYTES,
  size?: string,
): VideoReferenceLimits {
  const facts = findVideoModel(model ?? '')
  const references: VideoModelReferences = facts?.references ?? {}
  const { max = DEFAULT_MAX, types = DEFAULT_TYPES, roles = [] } = references
  return {
    isSupported: !facts || facts.references !== undefined,
    max,
    types,
    maxBytes,
    roles,
    size: references.shouldMatchSize ? (size ?? facts?.defaults.size) : undefined,
  }
}

/** Tells of each picture whether the model takes it, and where it stands among those that it takes. */
export function checkReferences(
  items: readonly ReferenceItem[],
  { isSupported, max, types, maxBytes, roles, size }: VideoReferenceLimits,
): VideoReference[] {
  let taken = 0
  return items.map((item) => {
    const problem = !isSupported
      ? 'unsupported'
      : !types.includes(item.file.type)
        ? 'wrong_type'
        : item.file.size > maxBytes
          ? 'too_large'
          : taken >= max
            ? 'too_many'
            : undefined
    if (problem) return { ...item, problem, warning: undefined, position: undefined, role: undefined }
    taken++
    const warning = size && item.size && size !== item.size ? 'other_size' : undefined
    return { ...item, problem, warning, position: taken, role: roles[taken - 1] }
  })
}
