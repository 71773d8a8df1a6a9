'use client'

import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useMemo } from 'react'
import { nextPoll } from '../core/nextPoll.js'
import { videoTaskState } from '../core/videoTaskState.js'
import { contentUrlOf } from '../hooks/source/contentUrlOf.js'
import { useVideoTask } from '../hooks/useVideoTask.js'
import { useVideoTaskContext } from '../hooks/useVideoTaskContext.js'
import { resumeVideoTask } from '../query/resumeVideoTask.js'
import { videoTaskKeys } from '../query/videoTaskKeys.js'
import { useMessages } from './messages/useMessages.js'
import { titleWords } from './root/titleWords.js'
import { type VideoTaskWatch, WatchContext } from './WatchContext.js'

/** What is watched, for whom. */
export interface WatchProviderProps {
  taskId: string | null | undefined
  /** What the video is called where it is spoken of. @default the task's prompt */
  title?: string | undefined
  children: ReactNode
}

/** Watches one task for the parts inside it; renders no element. */
export function WatchProvider({ taskId: id, title, children }: WatchProviderProps) {
  const { client, scope, durations } = useVideoTaskContext()
  const queryClient = useQueryClient()
  const { untitled } = useMessages(titleWords)
  const result = useVideoTask(id)
  const { data: task, error } = result
  const state = videoTaskState(result)
  const watch = useMemo<VideoTaskWatch>(() => {
    const taskId = id ?? null
    const queryKey = videoTaskKeys.detail(taskId, scope)
    return {
      taskId,
      state,
      task,
      error,
      isPolling: nextPoll({ data: task, error }).delay !== false,
      contentUrl: task?.status === 'completed' && taskId ? contentUrlOf(client, taskId) : undefined,
      typical: durations?.typical(task),
      title: title ?? task?.prompt ?? untitled,
      checkAgain: () => void (taskId && resumeVideoTask(queryClient, taskId, { scope })),
      lastNews: () => queryClient.getQueryState(queryKey)?.dataUpdatedAt ?? 0,
    }
  }, [state, task, error, id, title, untitled, client, queryClient, scope, durations])
  return <WatchContext.Provider value={watch}>{children}</WatchContext.Provider>
}
