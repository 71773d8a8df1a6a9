'use client'

import { useQuery, type UseQueryResult } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { VideoTaskError } from '../core/errors/VideoTaskError.js'
import type { VideoTask } from '../core/task/videoTask.js'
import { watchOptions } from '../query/videoTaskOptions.js'
import { useVideoTaskContext, type VideoTaskContextValue } from './VideoTaskProvider.js'

/** Options of the hooks that watch tasks. Each overrides the provider's setting. */
export type UseVideoTaskOptions = Partial<Omit<VideoTaskContextValue, 'messages'>>

/**
 * Polls one task until it ends. All hooks for one id share one cache entry and one request per poll.
 *
 * @param taskId the id that creating the video returned; null or undefined while there is none
 * @param options overrides the provider's settings
 * @returns TanStack Query's result. `data` is the last known task and narrows on `data.status`; a failed task is data.
 *   `error` is why the last poll failed
 * @throws {VideoTaskError} code `missing_provider` without a client
 * @example
 * ```tsx
 * import { useVideoTask } from 'react-video-task'
 *
 * export function Video({ id }: { id: string }) {
 *   const { data: task, error } = useVideoTask(id)
 *   if (task?.status === 'completed') return <video src={task.video_url} controls />
 *   if (task?.status === 'failed') return <p>{task.error?.message}</p>
 *   return <p>{error ? 'Retrying automatically.' : `${task?.progress ?? 0} %`}</p>
 * }
 * ```
 */
export function useVideoTask(
  taskId: string | null | undefined,
  options?: UseVideoTaskOptions,
): UseQueryResult<VideoTask, VideoTaskError> {
  const context = useVideoTaskContext(options)
  // The provider's own settings stay the same object, so their options are made once for each task.
  return useQuery(useMemo(() => watchOptions(context.client, taskId, context), [context, taskId]))
}
