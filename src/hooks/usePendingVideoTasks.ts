'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useContext, useEffect, useSyncExternalStore } from 'react'
import { VideoTaskError } from '../core/errors/VideoTaskError.js'
import type { VideoTaskRegistry } from '../core/storage/videoTaskRegistry.js'
import { isTerminal } from '../core/task/videoTask.js'
import { VideoTaskContext } from './VideoTaskProvider.js'
import { subscribeToCachedTasks } from '../query/videoTaskEvents.js'

/** What outweighs the provider. */
export interface UsePendingVideoTasksOptions {
  scope?: string | undefined
  registry?: VideoTaskRegistry | undefined
}

const NONE: readonly string[] = []

/**
 * The ids of the tasks made here that had not ended when the page opened, newest first, for `useVideoTasks`. One that ends
 * stays until the next page load, so that its video does not vanish at the moment it is there; `registry.remove(id)` takes
 * it off sooner. Empty on the server and while hydrating. Asks the API nothing.
 *
 * @returns the same array until its ids change
 * @throws {VideoTaskError} code `missing_registry` without a registry
 */
export function usePendingVideoTasks(options: UsePendingVideoTasksOptions = {}): readonly string[] {
  const context = useContext(VideoTaskContext)
  const queryClient = useQueryClient()
  const { scope = context?.scope ?? '', registry = context?.registry } = options
  if (!registry) {
    throw new VideoTaskError(
      'usePendingVideoTasks found no registry. Give the provider one that is made once, outside of any component: ' +
        '<VideoTaskProvider client={client} registry={createVideoTaskRegistry()}>.',
      { code: 'missing_registry' },
    )
  }
  useEffect(
    () =>
      subscribeToCachedTasks(queryClient, scope, (id, task) => {
        if (isTerminal(task)) queueMicrotask(() => registry.settle(id, scope))
      }),
    [queryClient, scope, registry],
  )
  return useSyncExternalStore(
    registry.subscribe,
    () => registry.pending(scope),
    () => NONE,
  )
}
