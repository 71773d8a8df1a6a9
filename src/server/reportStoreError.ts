import { cleanError } from './cleanError.js'
import type { VideoProxyOptions } from './VideoProxyOptions.js'

/** Tells `onError` that the cache's store failed. The caller got an answer all the same. */
export function reportStoreError(
  onError: NonNullable<VideoProxyOptions['onError']>,
): (error: unknown) => void {
  return (error) => {
    try {
      onError(
        cleanError(error, (text) => text),
        { action: 'retrieve', status: 200, code: 'cache_unavailable' },
      )
    } catch {
      // A failing log must not become the caller's problem.
    }
  }
}
