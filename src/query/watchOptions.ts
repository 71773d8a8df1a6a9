import type { UseQueryOptions } from '@tanstack/react-query'
import type { VideoClient } from '../core/VideoClient.js'
import type { VideoTask } from '../core/VideoTask.js'
import type { VideoTaskError } from '../core/VideoTaskError.js'
import { type VideoTaskKey, videoTaskKeys } from './videoTaskKeys.js'
import { type VideoTaskOptions, videoTaskOptions } from './videoTaskOptions.js'

/** `videoTaskOptions`, waiting while there is no id yet. */
export function watchOptions(
  client: VideoClient,
  id: string | null | undefined,
  options: VideoTaskOptions,
): UseQueryOptions<VideoTask, VideoTaskError, VideoTask, VideoTaskKey> {
  const watch = videoTaskOptions(client, id ?? '', options)
  // An empty id is a mistake that ends in an error of its own; waiting must not share its cache entry.
  if (id === null || id === undefined)
    return { ...watch, queryKey: videoTaskKeys.detail(null, options.scope), enabled: false }
  return watch
}
