import type { RangeRequest } from './RangeRequest.js'

/** What a caller asked of a video's bytes, and how they are to be passed on. */
export interface ContentRequest {
  request: Request
  /** The one range it asked for, if it did. */
  range: RangeRequest | undefined
  /** The task's id as callers know it. */
  shownId: string
  /** How long the API may keep silent, in ms. */
  timeout: number
  redact: (text: string) => string
  /** Makes of what broke a body the error that its reader may see. */
  toStreamError: (cause: unknown) => Error
}
