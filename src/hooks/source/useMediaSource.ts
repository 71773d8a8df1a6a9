'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useSyncExternalStore } from 'react'
import type { VideoTask } from '../../core/VideoTask.js'
import type { VideoTaskSourcePreference } from '../../core/videoTaskAddresses.js'
import { createSourceKeeper, type KeptSource } from './createSourceKeeper.js'
import { expireVideoTask } from '../../query/expireVideoTask.js'
import { refreshVideoTask } from '../../query/refreshVideoTask.js'
import { videoTaskKeys } from '../../query/videoTaskKeys.js'
import { type MediaWatch, watchMedia } from './watchMedia.js'

/** A watched task and where else its video is served. */
export interface MediaSourceOptions {
  id: string | null | undefined
  task: VideoTask | undefined
  contentUrl: string | undefined
  scope: string | undefined
  prefer: VideoTaskSourcePreference | undefined
}

/** What a media element plays of a watched task, and what looks after the element. */
export function useMediaSource({
  id,
  task,
  contentUrl,
  scope,
  prefer,
}: MediaSourceOptions): KeptSource & Pick<MediaWatch, 'attach' | 'fail'> {
  const queryClient = useQueryClient()
  const { keeper, watch } = useMemo(() => {
    const queryKey = videoTaskKeys.detail(id ?? null, scope)
    const read = () => queryClient.getQueryData<VideoTask>(queryKey)
    const keeper = createSourceKeeper({
      read,
      ask: () => refreshVideoTask(queryClient, queryKey),
      giveUp: () => expireVideoTask(queryClient, queryKey),
      prefer,
    })
    return { keeper, watch: watchMedia(keeper, read) }
  }, [queryClient, id, scope, prefer])
  const read = () => keeper.current(task, contentUrl)
  const { src, phase } = read()
  // A word that changes with it: the kept source itself may be a new object each time.
  const stamp = () => Object.values(read()).join(' ')
  useSyncExternalStore(keeper.subscribe, stamp, stamp)
  useEffect(() => {
    keeper.see(contentUrl, src)
    watch.show(src)
  })
  useEffect(
    () => () => {
      keeper.stop()
      watch.stop()
    },
    [keeper, watch],
  )
  return { src, phase, attach: watch.attach, fail: watch.fail }
}
