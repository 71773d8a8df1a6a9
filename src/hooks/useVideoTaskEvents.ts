'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useContext, useEffect, useInsertionEffect, useRef } from 'react'
import {
  subscribeToVideoTasks,
  type VideoTaskEventsOptions,
  type VideoTaskListeners,
} from '../query/videoTaskEvents.js'
import { VideoTaskContext } from './VideoTaskProvider.js'

/** Options of `useVideoTaskEvents`. `scope` and `registry` override the provider's. */
export interface UseVideoTaskEventsOptions extends VideoTaskEventsOptions {
  /** Whether to listen. Events that occur meanwhile are sent to the next listener. @default true */
  enabled?: boolean | undefined
}

/**
 * Calls listeners on the events of the tasks that this page watches: once per transition and task, through StrictMode,
 * remounts, refetches and any number of watching components; with a registry also across reloads and tabs. A task that had
 * already ended when it was first seen sends no event. Sends no request. Belongs near the root of the app, inside the
 * provider.
 *
 * @param listeners need not be stable: the latest ones are called
 * @example
 * ```tsx
 * import { useVideoTaskEvents } from 'react-video-task'
 *
 * export function Toasts({ show }: { show: (text: string) => void }) {
 *   useVideoTaskEvents({
 *     onCompleted: (task) => show(`Ready: ${task.prompt ?? task.id}`),
 *     onFailed: (task) => show(task.error?.message ?? 'The video failed.'),
 *   })
 *   return null
 * }
 * ```
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
