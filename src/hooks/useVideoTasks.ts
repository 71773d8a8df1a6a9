'use client'

import { useQueries, type UseQueryResult } from '@tanstack/react-query'
import type { VideoTask } from '../core/VideoTask.js'
import type { VideoTaskError } from '../core/VideoTaskError.js'
import { videoTaskOptions } from '../query/videoTaskOptions.js'
import type { UseVideoTaskOptions } from './useVideoTask.js'
import { useVideoTaskContext } from './useVideoTaskContext.js'

/**
 * Watches many tasks, each until it ends.
 *
 * @param ids in any order and number; equal ids share one query
 * @returns TanStack Query's results in the order of `ids`
 * @throws {VideoTaskError} code `missing_provider` without a client
 */
export function useVideoTasks(
  ids: readonly string[],
  options?: UseVideoTaskOptions,
): UseQueryResult<VideoTask, VideoTaskError>[] {
  const { client, ...settings } = useVideoTaskContext(options)
  const unique = [...new Set(ids)]
  const results = useQueries({ queries: unique.map((id) => videoTaskOptions(client, id, settings)) })
  if (unique.length === ids.length) return results
  const byId = new Map(results.map((result, index) => [unique[index], result]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}
