'use client'

import { useQueries, type UseQueryResult } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { VideoTask } from '../core/VideoTask.js'
import type { VideoTaskError } from '../core/VideoTaskError.js'
import { videoTaskOptions } from '../query/videoTaskOptions.js'
import { oncePerState } from './oncePerState.js'
import type { UseVideoTaskOptions } from './useVideoTask.js'
import { useVideoTaskContext } from './useVideoTaskContext.js'
import type { VideoTaskContextValue } from './VideoTaskContext.js'

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
  const unique = [...new Set(ids)]
  const queries = useStableQueries(JSON.stringify(unique), useVideoTaskContext(options))
  const results = useQueries({ queries })
  if (unique.length === ids.length) return results
  const byId = new Map(results.map((result, index) => [unique[index], result]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}

/** Made once for equal ids: a thousand options anew, and a thousand questions to the policy, are most of what a render costs. */
function useStableQueries(ids: string, context: VideoTaskContextValue) {
  return useMemo(() => {
    const { client, ...settings } = context
    const known: string[] = JSON.parse(ids)
    return known.map((id) => {
      const options = videoTaskOptions(client, id, settings)
      const { refetchInterval, staleTime } = options
      return {
        ...options,
        refetchInterval:
          typeof refetchInterval === 'function' ? oncePerState(refetchInterval) : refetchInterval,
        staleTime: typeof staleTime === 'function' ? oncePerState(staleTime) : staleTime,
      }
    })
  }, [ids, context])
}
