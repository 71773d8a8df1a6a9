/** What every error of this library carries. */
export interface VideoTaskErrorInit {
  /** Machine-readable word, such as `invalid_id` or the API's own `model_not_found`. */
  code: string
  /** Whether asking again later can help. @default false */
  retryable?: boolean
  /** The error underneath, where there is one. */
  cause?: unknown
}

/**
 * Base of every error this library throws. Decide by class, `code` or `retryable`, never by the message's text.
 * Thrown as itself for bad arguments: the message names what was wrong, what was expected and what to do.
 */
export class VideoTaskError extends Error {
  override readonly name: string = 'VideoTaskError'
  /** Machine-readable word, such as `invalid_id` or the API's own `model_not_found`. */
  declare readonly code: string
  /** Whether asking again later can help: polling goes on after a retryable error and ends after any other. */
  declare readonly retryable: boolean
  /** How many polls in a row had failed when this one did, counted from 1; set by the query that polled. */
  declare attempt?: number

  constructor(message: string, { code, retryable = false, cause }: VideoTaskErrorInit) {
    super(message, cause === undefined ? undefined : { cause })
    this.code = code
    this.retryable = retryable
  }
}
