import { type VideoClient } from '../core/VideoClient.js'
import { videoTaskKeys } from './videoTaskKeys.js'
import { type VideoTaskOptions, videoTaskOptions } from './videoTaskOptions.js'

/** `videoTaskOptions`, waiting while there is no id yet. */
export function watchOptions(client: VideoClient, id: string | null | undefined, options: VideoTaskOptions) {
  const isIdle = id === null || id === undefined
  const watch = videoTaskOptions(client, isIdle ? '' : id, options)
  // An empty id is a mistake that ends in an error of its own; waiting must not share its cache entry.
  return isIdle ? { ...watch, queryKey: videoTaskKeys.detail(null, options.scope), enabled: false } : watch
}
