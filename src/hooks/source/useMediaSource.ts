'use client'

import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useSyncExternalStore } from 'react'
import type { VideoTask } from '../../core/task/videoTask.js'
import type { VideoTaskSourcePreference } from '../../core/content/playableUrls.js'
import { expireVideoTask, refreshVideoTask } from '../../query/cacheActions.js'
import { type VideoTaskKey, videoTaskKeys } from '../../query/videoTaskKeys.js'
import { createPlayback, type Playback } from './playbackRecovery.js'
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
  source,
}: MediaSourceOptions): PlaybackSource & Pick<Playback, 'attach' | 'handleError'> {
  const queryClient = useQueryClient()
  const playback = useMemo(
    () => createTaskPlayback(queryClient, videoTaskKeys.detail(taskId ?? null, scope), source),
    [queryClient, taskId, scope, source],
  )
  // A text as snapshot, since `current` may return a new object each time.
  const snapshot = () => Object.values(playback.current(task, contentUrl)).join(' ')
  useSyncExternalStore(playback.subscribe, snapshot, snapshot)
  const { src, phase } = playback.current(task, contentUrl)
  useEffect(() => playback.sync(contentUrl, src))
  useEffect(() => playback.stop, [playback])
  return { src, phase, attach: playback.attach, handleError: playback.handleError }
}

/** Connects the playback of a cached task to the QueryClient. */
function createTaskPlayback(
  queryClient: QueryClient,
  queryKey: VideoTaskKey,
  source: VideoTaskSourcePreference | undefined,
): Playback {
  const readTask = () => queryClient.getQueryData<VideoTask>(queryKey)
  const refetch = () => refreshVideoTask(queryClient, queryKey)
  const expire = () => expireVideoTask(queryClient, queryKey)
  return createPlayback(createRefreshableSource({ readTask, refetch, expire, source }), readTask)
}
