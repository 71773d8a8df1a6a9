import { VideoTaskError, type VideoTaskErrorInit } from './VideoTaskError.js'

/** Where the answer came from and what it was. */
export interface VideoResponseErrorInit extends VideoTaskErrorInit {
  /** HTTP status of the answer, where there was one. */
  status?: number | undefined
  /** The answer as it came. */
  body?: unknown
}

/**
 * An answer arrived that is no video task: HTML, a redirect, cut-short JSON, an array, or a created task without an id.
 * `code` is `wrong_base_url` (final), `invalid_json`, `invalid_body`, `invalid_content` or `missing_id`.
 */
export class VideoResponseError extends VideoTaskError {
  override readonly name = 'VideoResponseError'
  /** HTTP status of the answer, where there was one. */
  declare readonly status: number | undefined
  /** The answer as it came. For logs, not for people. */
  declare readonly body: unknown

  constructor(message: string, { status, body, ...init }: VideoResponseErrorInit) {
    super(message, init)
    this.status = status
    this.body = body
  }
}
