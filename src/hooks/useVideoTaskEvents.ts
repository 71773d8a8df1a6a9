'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useContext, useEffect, useInsertionEffect, useRef } from 'react'
import { VideoTaskContext } from './VideoTaskProvider.js'
import {
  subscribeToVideoTasks,
  type VideoTaskEventsOptions,
  type VideoTaskListeners,
} from '../query/videoTaskEvents.js'

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
  const isLeader: NonNullable<VideoTaskEventsOptions['isLeader']> =
    options.isLeader ?? ((id, owner) => context?.tabs?.isLeader(id, owner, queryClient) ?? true)
  const latest = useRef({ ...listeners, isLeader })
  useInsertionEffect(() => {
    Object.assign(latest.current, { onCompleted, onFailed, onStatusChange, isLeader })
  })
  useEffect(() => {
    if (!enabled) return
    return subscribeToVideoTasks(queryClient, latest.current, {
      scope,
      registry,
      includeSettled,
      isLeader: (id, owner) => latest.current.isLeader(id, owner),
    })
  }, [queryClient, scope, registry, includeSettled, enabled])
}
