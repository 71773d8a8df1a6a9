'use client'

import { QueryClientContext } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useMemo } from 'react'
import { createWatch } from './card/createWatch.js'
import type { VideoTaskError } from '../core/errors/VideoTaskError.js'
import { pollFailures } from '../core/polling/failedPoll.js'
import { nextPoll } from '../core/polling/nextPoll.js'
import type { VideoTask } from '../core/task/videoTask.js'
import { type VideoTaskState, videoTaskState } from '../core/task/videoTaskState.js'
import { contentUrlOf } from '../core/content/playableUrls.js'
import { useVideoTask } from '../hooks/useVideoTask.js'
import { useVideoTaskContext, VideoTaskContext } from '../hooks/VideoTaskProvider.js'
import { evaluatePolicy } from '../query/videoTaskOptions.js'

/** A watched task, and the actions on it. */
export interface VideoTaskWatch extends WatchedTask {
  /** Polls the task now, and resumes polling after a stall. */
  refresh: () => void
  /**
   * Returns when the last successful poll was answered, in ms since the epoch; 0 before the first. A getter, so that a
   * poll causes no render.
   */
  lastUpdatedAt: () => number
  /** Returns when the task is polled next, in ms since the epoch; undefined once polling has ended. */
  nextPollAt: () => number | undefined
}

/**
 * Reads the watch of the nearest `VideoTaskRoot` or card, for parts of the app's own; idle outside of one. Sends no
 * request.
 *
 * @example
 * ```tsx
 * import { useVideoTaskWatch } from 'react-video-task/components'
 *
 * function PollNow() {
 *   const { state, isPolling, refresh } = useVideoTaskWatch()
 *   return state === 'unreachable' && !isPolling ? <button onClick={refresh}>Poll now</button> : null
 * }
 * ```
 */
export function useVideoTaskWatch(): VideoTaskWatch {
  const watched = useWatchedTask()
  const settings = useContext(VideoTaskContext)
  const queryClient = useContext(QueryClientContext)
  return useMemo(
    () => createWatch(watched, { failures: pollFailures, policy: evaluatePolicy, settings, queryClient }),
    [watched, settings, queryClient],
  )
}

/** State of a watched task, derived once at the root of the parts that share it. */
export interface WatchedTask {
  /** The watched id; null while there is none yet. */
  taskId: string | null
  /** State of the watch, in one word. */
  state: VideoTaskState
  /** The last known task; undefined before the first answer. */
  task: VideoTask | undefined
  /** Why the last poll failed; null after a successful one. A failed task is not an error. */
  error: VideoTaskError | null
  /** Whether another poll is scheduled. */
  isPolling: boolean
  /** The title the app gave, else the task's prompt. */
  title: string | undefined
  /** The content route of the API or proxy; undefined until the task is completed. */
  contentUrl: string | undefined
}

/** Reads the watch around a part without the actions; idle outside of one. */
export function useWatchedTask(): WatchedTask {
  return useContext(WatchContext)
}

interface WatchProviderProps {
  taskId: string | null | undefined
  /** @default the task's prompt */
  title?: string | undefined
  children: ReactNode
}

/** Watches one task for the parts inside it. Renders no element. */
export function WatchProvider({ taskId = null, title, children }: WatchProviderProps) {
  const { client } = useVideoTaskContext()
  const result = useVideoTask(taskId)
  const { data: task, error } = result
  const state = videoTaskState(result)
  const watched = useMemo<WatchedTask>(
    () => ({
      taskId,
      state,
      task,
      error,
      isPolling: nextPoll({ data: task, error }).delay !== false,
      title: title ?? task?.prompt,
      contentUrl: contentUrlOf(client, taskId, task),
    }),
    [client, taskId, state, task, error, title],
  )
  return <WatchContext.Provider value={watched}>{children}</WatchContext.Provider>
}

/** Idle outside of a watch. */
const WatchContext = createContext<WatchedTask>({
  taskId: null,
  state: 'idle',
  task: undefined,
  error: null,
  isPolling: false,
  title: undefined,
  contentUrl: undefined,
})
