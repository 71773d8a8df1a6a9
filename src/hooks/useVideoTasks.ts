'use client'

import { focusManager, onlineManager, useQueries, type UseQueryResult } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { VideoTaskError } from '../core/errors/VideoTaskError.js'
import type { VideoTask } from '../core/task/videoTask.js'
import type { UseVideoTaskOptions } from './useVideoTask.js'
import { useVideoTaskContext, type VideoTaskContextValue } from './VideoTaskProvider.js'
import { videoTaskOptions } from '../query/videoTaskOptions.js'

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
          typeof refetchInterval === 'function' ? memoizeByState(refetchInterval) : refetchInterval,
        staleTime: typeof staleTime === 'function' ? memoizeByState(staleTime) : staleTime,
      }
    })
  }, [ids, context])
}

/** What is asked of one query, answered once for each state of it and of the page: TanStack asks at every render. */
function memoizeByState<Asked extends { state: object }, Answer>(
  ask: (query: Asked) => Answer,
): (query: Asked) => Answer {
  let last: { about: unknown[]; answer: Answer } | undefined
  return (query) => {
    const about = [query.state, focusManager.isFocused(), onlineManager.isOnline()]
    if (!last || about.some((part, index) => part !== last?.about[index]))
      last = { about, answer: ask(query) }
    return last.answer
  }
}
