'use client'

import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useMemo } from 'react'
import { nextPoll } from '../core/nextPoll.js'
import { videoTaskState } from '../core/videoTaskState.js'
import { useVideoTask } from '../hooks/useVideoTask.js'
import { useVideoTaskContext } from '../hooks/useVideoTaskContext.js'
import { resumeVideoTask } from '../query/resumeVideoTask.js'
import { type Watch, WatchContext } from './WatchContext.js'

/** Watches one task for the parts inside it; renders no element. */
export function WatchProvider({
  taskId,
  children,
}: {
  taskId: string | null | undefined
  children: ReactNode
}) {
  const { client, scope } = useVideoTaskContext()
  const queryClient = useQueryClient()
  const result = useVideoTask(taskId)
  const { data: task, error } = result
  const state = videoTaskState(result)
  const watch = useMemo<Watch>(
    () => ({
      state,
      task,
      error,
      isPolling: nextPoll({ data: task, error }).delay !== false,
      // The id asked with, which has proved usable; the one in the answer has not.
      contentUrl: taskId && task ? client.contentUrl(taskId) : undefined,
      checkAgain: () => void (taskId && resumeVideoTask(queryClient, taskId, { scope })),
    }),
    [state, task, error, taskId, client, queryClient, scope],
  )
  return <WatchContext.Provider value={watch}>{children}</WatchContext.Provider>
}
