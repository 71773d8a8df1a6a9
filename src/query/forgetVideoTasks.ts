import type { QueryClient } from '@tanstack/react-query'
import type { VideoTaskRegistry } from '../core/VideoTaskRegistry.js'
import { videoTaskKeys } from './videoTaskKeys.js'

/** Whose tasks are forgotten. */
export interface ForgetVideoTasksOptions {
  /** The provider's scope. @default '' */
  scope?: string | undefined
  /** The registry whose entries of that scope go as well. */
  registry?: VideoTaskRegistry | undefined
}

/**
 * Forgets all tasks of a scope, as at logout: ends the requests under way, and empties cache and registry. Take the
 * components that watch them off the page first, or give the provider its next scope, else they ask anew.
 */
export function forgetVideoTasks(
  queryClient: QueryClient,
  { scope = '', registry }: ForgetVideoTasksOptions = {},
): void {
  const all = videoTaskKeys.all(scope)
  // Removing a query also ends its request.
  queryClient.removeQueries({ queryKey: all })
  // A create holds its prompt and its task.
  const mutations = queryClient.getMutationCache()
  for (const mutation of mutations.findAll({ mutationKey: all })) mutations.remove(mutation)
  registry?.clear(scope)
}
