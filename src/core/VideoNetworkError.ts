import { VideoTaskError } from './VideoTaskError.js'

/** No complete answer arrived. `code` is `network_error` or `timeout`; always retryable. */
export class VideoNetworkError extends VideoTaskError {
  override readonly name = 'VideoNetworkError'

  constructor(message: string, { code, cause }: { code: 'network_error' | 'timeout'; cause?: unknown }) {
    super(message, { code, retryable: true, cause })
  }
}
