import type { QueryClient } from '@tanstack/react-query'
import type { VideoTaskRegistry } from '../core/VideoTaskRegistry.js'
import { createEventHub, type EventHub } from './createEventHub.js'
import type { VideoTaskListeners } from './VideoTaskListeners.js'

/** Whose tasks are listened to, and how. */
export interface VideoTaskEventsOptions {
  /** Whose tasks they are; the provider's. @default '' */
  scope?: string | undefined
  /** Remembers across reloads and tabs what was told of the tasks made here. @default none: each page tells for itself */
  registry?: VideoTaskRegistry | undefined
  /** Whether a task that has already ended when this page first sees it is told as well. @default false */
  includeSettled?: boolean | undefined
  /** Whether this tab tells of a task; false while another tab does. Asked at each change. @default always */
  isSpeaker?: ((id: string, scope: string) => boolean) | undefined
}

/** The hubs of each page; keyed by its QueryClient, since a server shares this module between its users. */
const hubs = new WeakMap<QueryClient, EventHub[]>()

/**
 * Tells what becomes of the tasks in the cache: each transition once, however often it is seen.
 *
 * @param listeners read at each change
 * @returns what ends it
 */
export function listenToVideoTasks(
  queryClient: QueryClient,
  listeners: VideoTaskListeners,
  { scope = '', registry, includeSettled, isSpeaker }: VideoTaskEventsOptions = {},
): () => void {
  const known = hubs.get(queryClient) ?? []
  hubs.set(queryClient, known)
  let hub = known.find((other) => other.scope === scope && other.registry === registry)
  if (!hub) {
    hub = createEventHub(queryClient, scope, registry)
    known.push(hub)
  }
  return hub.join({ listeners, includeSettled, isSpeaker })
}
