'use client'

import { type ReactNode, useMemo } from 'react'
import { nextPoll } from '../core/nextPoll.js'
import { videoTaskState } from '../core/videoTaskState.js'
import { useVideoTask } from '../hooks/useVideoTask.js'
import { useVideoTaskContext } from '../hooks/useVideoTaskContext.js'
import { useMessages } from './messages/useMessages.js'
import { titleWords } from './root/titleWords.js'
import { WatchContext, type WatchedTask } from './WatchContext.js'

/** What is watched, for whom. */
export interface WatchProviderProps {
  taskId: string | null | undefined
  /** What the video is called where it is spoken of. @default the task's prompt */
  title?: string | undefined
  children: ReactNode
}

/** Watches one task for the parts inside it; renders no element. */
export function WatchProvider({ taskId = null, title, children }: WatchProviderProps) {
  const { durations } = useVideoTaskContext()
  const { untitled } = useMessages(titleWords)
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
      typical: durations?.typical(task),
      title: title ?? task?.prompt ?? untitled,
    }),
    [taskId, state, task, error, durations, title, untitled],
  )
  return <WatchContext.Provider value={watched}>{children}</WatchContext.Provider>
}
