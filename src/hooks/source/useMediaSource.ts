'use client'

import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useSyncExternalStore } from 'react'
import type { VideoTask } from '../../core/task/videoTask.js'
import type { VideoTaskSourcePreference } from '../../core/content/playableUrls.js'
import { expireVideoTask, refreshVideoTask } from '../../query/cacheActions.js'
import { type VideoTaskKey, videoTaskKeys } from '../../query/videoTaskKeys.js'
import { createPlaybackRecovery, type PlaybackRecovery } from './playbackRecovery.js'
import { createRefreshableSource, type PlaybackSource } from './refreshableSource.js'

/** Options of `useMediaSource`: a watched task and its content route. */
interface MediaSourceOptions {
  taskId: string | null | undefined
  task: VideoTask | undefined
  contentUrl: string | undefined
  scope: string | undefined
  source: VideoTaskSourcePreference | undefined
}

/** What a media element plays of a task that is already watched, and what keeps it playing. */
export function useMediaSource({
  taskId,
  task,
  contentUrl,
  scope,
  source: preference,
}: MediaSourceOptions): PlaybackSource & Pick<PlaybackRecovery, 'attach' | 'handleError'> {
  const queryClient = useQueryClient()
  const { source, recovery } = useMemo(
    () => createPlayback(queryClient, videoTaskKeys.detail(taskId ?? null, scope), preference),
    [queryClient, taskId, scope, preference],
  )

  // A text as snapshot, since `current` may return a new object each time.
  const snapshot = () => Object.values(source.current(task, contentUrl)).join(' ')
  useSyncExternalStore(source.subscribe, snapshot, snapshot)
  const { src, phase } = source.current(task, contentUrl)

  useEffect(() => {
    source.sync(contentUrl, src)
    recovery.show(src)
  })
  useEffect(
    () => () => {
      source.stop()
      recovery.stop()
    },
    [source, recovery],
  )
  return { src, phase, attach: recovery.attach, handleError: recovery.handleError }
}

function createPlayback(
  queryClient: QueryClient,
  queryKey: VideoTaskKey,
  preference: VideoTaskSourcePreference | undefined,
) {
  const readTask = () => queryClient.getQueryData<VideoTask>(queryKey)
  const source = createRefreshableSource({
    readTask,
    refetch: () => refreshVideoTask(queryClient, queryKey),
    expire: () => expireVideoTask(queryClient, queryKey),
    source: preference,
  })
  return { source, recovery: createPlaybackRecovery(source, readTask) }
}
