'use client'

import { type ReactNode, useMemo } from 'react'
import { nextPoll } from '../core/nextPoll.js'
import { videoTaskState } from '../core/videoTaskState.js'
import { useVideoTask } from '../hooks/useVideoTask.js'
import { WatchContext, type WatchedTask } from './WatchContext.js'

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
