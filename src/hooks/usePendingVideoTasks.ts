'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useContext, useEffect, useSyncExternalStore } from 'react'
import { VideoTaskError } from '../core/errors/VideoTaskError.js'
import type { VideoTaskRegistry } from '../core/storage/videoTaskRegistry.js'
import { settleEndedTasks } from '../query/videoTaskEvents.js'
import { VideoTaskContext } from './VideoTaskProvider.js'

/** Options of `usePendingVideoTasks`. Each overrides the provider's setting. */
export interface UsePendingVideoTasksOptions {
  scope?: string | undefined
  registry?: VideoTaskRegistry | undefined
}

/**
 * Returns unfinished tasks, which is no history: `useVideoTaskHistory` is. They are the ids of the tasks created here that
 * had not ended when the page opened, newest first, for `useVideoTasks`. A
 * task that ends stays until the next page load, so that its video does not disappear; `registry.remove(id)` removes it
 * sooner. Empty on the server and during hydration. Sends no request.
 *
 * @returns the same array until its ids change
 * @throws {VideoTaskError} code `missing_registry` without a registry
 * @example
 * ```tsx
 * import { usePendingVideoTasks, useVideoTasks } from 'react-video-task'
 *
 * export function Unfinished() {
 *   const results = useVideoTasks(usePendingVideoTasks())
 *   return results.map(({ data }) => data && <p key={data.id}>{data.status}</p>)
 * }
 * ```
 */
export function usePendingVideoTasks(options: UsePendingVideoTasksOptions = {}): readonly string[] {
  const context = useContext(VideoTaskContext)
  const queryClient = useQueryClient()
  const { scope = context?.scope ?? '', registry = context?.registry } = options
  if (!registry) {
    throw new VideoTaskError(
      'usePendingVideoTasks found no registry. Pass one of createVideoTaskRegistry to <VideoTaskProvider>.',
      { code: 'missing_registry' },
    )
  }
  useEffect(() => settleEndedTasks(queryClient, scope, registry), [queryClient, scope, registry])
  return useSyncExternalStore(
    registry.subscribe,
    () => registry.pending(scope),
    () => NONE,
  )
}

const NONE: readonly string[] = []
