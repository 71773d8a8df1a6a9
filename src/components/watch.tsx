'use client'

import { QueryClientContext } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useMemo } from 'react'
import type { VideoTaskError } from '../core/errors/VideoTaskError.js'
import { nextPoll } from '../core/polling/nextPoll.js'
import type { VideoTask } from '../core/task/videoTask.js'
import { type VideoTaskState, videoTaskState } from '../core/task/videoTaskState.js'
import { contentUrlOf } from '../hooks/source/useMediaSource.js'
import { useVideoTask } from '../hooks/useVideoTask.js'
import { VideoTaskContext } from '../hooks/VideoTaskProvider.js'
import { resumeVideoTask } from '../query/cacheActions.js'
import { videoTaskKeys } from '../query/videoTaskKeys.js'

/** What is known of a watched task, derived once at the root of the parts that share it. */
export interface WatchedTask {
  /** The id that is watched; null while there is none yet. */
  taskId: string | null
  /** Where the watch stands, in one word. */
  state: VideoTaskState
  /** What is known of the task. */
  task: VideoTask | undefined
  /** Why the last poll could not learn the state. */
  error: VideoTaskError | null
  /** Whether polling goes on by itself. */
  isPolling: boolean
  /** What the video is called, where the app or the API says: its title, else the prompt. */
  title: string | undefined
}

/** Holds the task that the parts inside show; null outside of a watch. */
const WatchContext = createContext<WatchedTask | null>(null)

/** What is watched, for whom. */
export interface WatchProviderProps {
  taskId: string | null | undefined
  /** What the video is called. @default the task's prompt */
  title?: string | undefined
  children: ReactNode
}

/** Watches one task for the parts inside it; renders no element. */
export function WatchProvider({ taskId = null, title, children }: WatchProviderProps) {
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
    }),
    [taskId, state, task, error, title],
  )
  return <WatchContext.Provider value={watched}>{children}</WatchContext.Provider>
}

const IDLE: WatchedTask = {
  taskId: null,
  state: 'idle',
  task: undefined,
  error: null,
  isPolling: false,
  title: undefined,
}

/** What is known of the task of the watch around a part; idle where there is none. */
export function useWatchedTask(): WatchedTask {
  return useContext(WatchContext) ?? IDLE
}

/** A watched task, and what can be done about it. */
export interface VideoTaskWatch extends WatchedTask {
  /** The proxy's or API's address of the finished video; undefined until it is finished. */
  contentUrl: string | undefined
  /** Asks for the task now, and goes on watching a task that was given up. */
  refresh: () => void
  /** When the state was last learnt, in ms of this machine's clock; read when needed, so that a poll renders nothing. */
  lastUpdatedAt: () => number
}

/**
 * The watch of the `VideoTaskRoot`, card, progress or player around a part, for parts of the app's own; idle where there is
 * none. Asks the API nothing.
 */
export function useVideoTaskWatch(): VideoTaskWatch {
  const watched = useWatchedTask()
  const { client, scope } = useContext(VideoTaskContext) ?? {}
  const queryClient = useContext(QueryClientContext)
  return useMemo(() => {
    const { taskId, task } = watched
    const queryKey = videoTaskKeys.detail(taskId, scope)
    return {
      ...watched,
      contentUrl: task?.status === 'completed' && taskId && client ? contentUrlOf(client, taskId) : undefined,
      refresh: () => void (taskId && queryClient && resumeVideoTask(queryClient, taskId, { scope })),
      lastUpdatedAt: () => queryClient?.getQueryState(queryKey)?.dataUpdatedAt ?? 0,
    }
  }, [watched, client, scope, queryClient])
}
