'use client'

import { useQuery, type UseQueryResult } from '@tanstack/react-query'
import type { VideoTaskError } from '../core/errors/VideoTaskError.js'
import type { VideoTask } from '../core/task/videoTask.js'
import { useVideoTaskContext, type VideoTaskContextValue } from './VideoTaskProvider.js'
import { watchOptions } from '../query/videoTaskOptions.js'

/** Options of the hooks that watch; each outweighs the provider's. */
export type UseVideoTaskOptions = Partial<Omit<VideoTaskContextValue, 'messages'>>

/**
 * Watches one task until it ends. Any number of hooks for one id share one cache entry and one request per poll.
 *
 * @param taskId the id that creating the video returned; null or undefined waits
 * @param options what outweighs the provider's settings
 * @returns TanStack Query's own result: `data` is the task and narrows on `data.status`; `error` tells why the last poll
 *   could not learn the state, while `data` keeps what is known. A failed task is data.
 * @throws {VideoTaskError} code `missing_provider` without a client
 */
export function useVideoTask(
  taskId: string | null | undefined,
  options?: UseVideoTaskOptions,
): UseQueryResult<VideoTask, VideoTaskError> {
  const { client, ...settings } = useVideoTaskContext(options)
  return useQuery(watchOptions(client, taskId, settings))
}
