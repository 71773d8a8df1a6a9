'use client'

import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useMemo } from 'react'
import { nextPoll } from '../core/nextPoll.js'
import type { VideoClient } from '../core/VideoClient.js'
import { videoTaskState } from '../core/videoTaskState.js'
import { useVideoTask } from '../hooks/useVideoTask.js'
import { useVideoTaskContext } from '../hooks/useVideoTaskContext.js'
import { resumeVideoTask } from '../query/resumeVideoTask.js'
import { type Watch, WatchContext } from './WatchContext.js'

/** Where the video of the id that was asked with is served; a client the app wrote may not know. */
function contentUrlOf(client: VideoClient, id: string): string | undefined {
  try {
    return client.contentUrl(id)
  } catch (error) {
    console.error('The video client could not name a content address; only video_url can be played.', error)
    return undefined
  }
}

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
      contentUrl: task?.status === 'completed' && taskId ? contentUrlOf(client, taskId) : undefined,
      checkAgain: () => void (taskId && resumeVideoTask(queryClient, taskId, { scope })),
    }),
    [state, task, error, taskId, client, queryClient, scope],
  )
  return <WatchContext.Provider value={watch}>{children}</WatchContext.Provider>
}
