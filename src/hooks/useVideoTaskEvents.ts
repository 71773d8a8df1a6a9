'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useContext, useEffect, useInsertionEffect, useRef } from 'react'
import { listenToVideoTasks, type VideoTaskEventsOptions } from '../query/listenToVideoTasks.js'
import type { VideoTaskListeners } from '../query/VideoTaskListeners.js'
import { VideoTaskContext } from './VideoTaskContext.js'

/** Options of `useVideoTaskEvents`; `scope` and `registry` outweigh the provider's. */
export interface UseVideoTaskEventsOptions extends VideoTaskEventsOptions {
  /** Whether to listen; what happens while nobody does is told to the next who does. @default true */
  enabled?: boolean | undefined
}

/**
 * Tells what becomes of the tasks that this page watches: each transition once per task, through StrictMode, remounts,
 * refetches and any number of components watching, and with a registry through reloads and other tabs as well. A task that
 * had already ended when it was first seen is silent. Asks the API nothing; belongs near the root of the app, inside the
 * provider, whose scope and registry it uses.
 *
 * @param listeners always the latest ones are called; they need not be stable
 */
export function useVideoTaskEvents(
  listeners: VideoTaskListeners,
  options: UseVideoTaskEventsOptions = {},
): void {
  const context = useContext(VideoTaskContext)
  const queryClient = useQueryClient()
  const { scope = context?.scope, registry = context?.registry, includeSettled, enabled = true } = options
  const { onCompleted, onFailed, onStatusChange } = listeners
  const isSpeaker: NonNullable<VideoTaskEventsOptions['isSpeaker']> =
    options.isSpeaker ?? ((id, owner) => context?.tabs?.isSpeaker(id, owner, queryClient) ?? true)
  const latest = useRef({ ...listeners, isSpeaker })
  useInsertionEffect(() => {
    Object.assign(latest.current, { onCompleted, onFailed, onStatusChange, isSpeaker })
  })
  useEffect(() => {
    if (!enabled) return
    return listenToVideoTasks(queryClient, latest.current, {
      scope,
      registry,
      includeSettled,
      isSpeaker: (id, owner) => latest.current.isSpeaker(id, owner),
    })
  }, [queryClient, scope, registry, includeSettled, enabled])
}
