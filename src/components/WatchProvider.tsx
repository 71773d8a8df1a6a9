'use client'

import { type ReactNode, useMemo } from 'react'
import { nextPoll } from '../core/nextPoll.js'
import { videoTaskState } from '../core/videoTaskState.js'
import { useVideoTask } from '../hooks/useVideoTask.js'
import { useVideoTaskContext } from '../hooks/useVideoTaskContext.js'
import { type Watch, WatchContext } from './WatchContext.js'

/** Watches one task for the parts inside it; renders no element. */
export function WatchProvider({
  taskId,
  children,
}: {
  taskId: string | null | undefined
  children: ReactNode
}) {
  const { client } = useVideoTaskContext()
  const result = useVideoTask(taskId)
  const { data: task, error, refetch } = result
  const state = videoTaskState(result)
  const watch = useMemo<Watch>(
    () => ({
      state,
      task,
      error,
      isPolling: nextPoll({ data: task, error }).delay !== false,
      // The id asked with, which has proved usable; the one in the answer has not.
      contentUrl: taskId && task ? client.contentUrl(taskId) : undefined,
      checkAgain: () => void refetch(),
    }),
    [state, task, error, taskId, client, refetch],
  )
  return <WatchContext.Provider value={watch}>{children}</WatchContext.Provider>
}
