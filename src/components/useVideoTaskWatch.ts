'use client'

import { QueryClientContext } from '@tanstack/react-query'
import { useContext, useMemo } from 'react'
import { contentUrlOf } from '../hooks/source/contentUrlOf.js'
import { VideoTaskContext } from '../hooks/VideoTaskContext.js'
import { resumeVideoTask } from '../query/resumeVideoTask.js'
import { videoTaskKeys } from '../query/videoTaskKeys.js'
import { useWatchedTask } from './useWatchedTask.js'
import type { WatchedTask } from './WatchContext.js'

/** A watched task, and what can be done about it. */
export interface VideoTaskWatch extends WatchedTask {
  /** The proxy's or API's address of the finished video; undefined until it is finished. */
  contentUrl: string | undefined
  /** Asks for the task now, and goes on watching a task that was given up. */
  checkAgain: () => void
  /** When the state was last learnt, in ms of this machine's clock; read when needed, so that a poll renders nothing. */
  lastNews: () => number
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
      checkAgain: () => void (taskId && queryClient && resumeVideoTask(queryClient, taskId, { scope })),
      lastNews: () => queryClient?.getQueryState(queryKey)?.dataUpdatedAt ?? 0,
    }
  }, [watched, client, scope, queryClient])
}
