import type { QueryClient } from '@tanstack/react-query'
import { unknownStatusWarning } from '../core/unknownStatusWarning.js'
import type { VideoTask } from '../core/VideoTask.js'

/** Words already warned of; keyed by the page's QueryClient, since a server shares this module between its users. */
const warned = new WeakMap<QueryClient, Set<string>>()

/** Warns once per word, in development, of a status this library does not know. */
export function warnOfUnknownStatus(queryClient: QueryClient, task: VideoTask): void {
  if (process.env.NODE_ENV === 'production' || task.raw_status === undefined) return
  const words = warned.get(queryClient) ?? new Set()
  warned.set(queryClient, words)
  if (words.has(task.raw_status)) return
  words.add(task.raw_status)
  console.warn(unknownStatusWarning(task))
}
