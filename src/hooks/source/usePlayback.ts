'use client'

import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef, useSyncExternalStore } from 'react'
import {
  decodeVideoData,
  playableUrls,
  videoDataOf,
  type VideoTaskSourcePreference,
} from '../../core/content/playableUrls.js'
import { loadBytes } from '../../core/client/lazyCode.js'
import { createListeners } from '../../core/listeners.js'
import type { VideoTask } from '../../core/task/videoTask.js'
import { videoUrlExpiry } from '../../core/wire/videoUrl.js'
import { expireVideoTask, refreshVideoTask } from '../../query/cacheActions.js'
import { type VideoTaskKey, videoTaskKeys } from '../../query/videoTaskKeys.js'
import { laterPart } from '../useLaterPart.js'
import type { PlaybackRecovery } from './playbackRecovery.js'
import type { PlaybackSource } from './refreshableSource.js'

/** Options of `usePlayback`: a watched task and its content route. */
interface PlaybackOptions {
  taskId: string | null | undefined
  task: VideoTask | undefined
  contentUrl: string | undefined
  scope: string | undefined
  source: VideoTaskSourcePreference | undefined
}

/** What a media element plays of a task that is already watched, and what keeps it playing. */
export function usePlayback({
  taskId,
  task,
  contentUrl,
  scope,
  source,
}: PlaybackOptions): PlaybackSource & Pick<Playback, 'attach' | 'handleError'> {
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
  const media = useRef<HTMLMediaElement>(undefined)
  const attach = useCallback(
    (next: HTMLMediaElement | null) => {
      playback.attach(next)
      if (next) media.current = next
    },
    [playback],
  )
  // A hidden `<Activity>` keeps its elements in the document, where they would play on.
  useEffect(
    () => () => {
      if (media.current?.paused === false) media.current.pause()
    },
    [],
  )
  return { src, phase, attach, handleError: playback.handleError }
}

/** Playback of one task in one media element. */
interface Playback extends Pick<PlaybackRecovery, 'attach' | 'sync' | 'stop' | 'handleError'> {
  subscribe: (listener: () => void) => () => void
  /** Returns what to play of a task; also before `sync`, as on a server. */
  current: (task: VideoTask | undefined, contentUrl: string | undefined) => PlaybackSource
}

/** Loads what recovers from broken and expiring URLs: with the first one, or with a link that may expire. */
export const playbackRecovery = /* @__PURE__ */ laterPart(() => import('./playbackRecovery.js'))

const WAITING: PlaybackSource = { src: undefined, phase: 'waiting' }

/** Plays the first URL of a cached task, and hands over to the recovery where that is not enough. */
function createTaskPlayback(
  queryClient: QueryClient,
  queryKey: VideoTaskKey,
  source: VideoTaskSourcePreference | undefined,
): Playback {
  const { subscribe, current } = createListeners()
  const onChange = () => current().forEach((listener) => listener())
  const readTask = () => queryClient.getQueryData<VideoTask>(queryKey)
  const expire = (isUnplayable: boolean | undefined) => {
    const task = readTask()
    const hasExpired = task?.status === 'completed' && (videoUrlExpiry(task) ?? Infinity) <= Date.now()
    expireVideoTask(queryClient, queryKey, isUnplayable ?? (hasExpired ? false : undefined))
  }
  let recovery: PlaybackRecovery | undefined
  let media: HTMLMediaElement | null = null
  let loadedAt: number | undefined
  let kept = WAITING
  /** What the page has rendered; undefined while it is not mounted. */
  let rendered: [contentUrl: string | undefined, src: string | undefined] | undefined

  async function recover(hasFailed: boolean, isUndecodable?: boolean) {
    await playbackRecovery.load()
    if (!rendered) return
    const create = playbackRecovery.current()?.createPlaybackRecovery
    if (!recovery && create) {
      listen(null)
      recovery = create({
        readTask,
        refetch: () => refreshVideoTask(queryClient, queryKey),
        expire,
        isVideoAt: (url) =>
          loadBytes().then(
            (bytes) => bytes.isVideoAt(url),
            () => undefined,
          ),
        hasSoundAlone,
        urlsOf: (contentUrl, blobUrl) => playableUrls(readTask(), contentUrl, source, blobUrl),
        decode: decodeVideoData,
        expiryOf: videoUrlExpiry,
        before: kept,
        loadedAt,
        onChange,
      })
      recovery.attach(media)
      recovery.sync(...rendered)
    }
    if (hasFailed && recovery) recovery.handleError(isUndecodable)
    // It did not load: the app offers a new link then, with which this is tried again.
    else if (!recovery && (hasFailed || !kept.src)) {
      kept = WAITING
      expire(undefined)
    }
  }

  const handleError = () => (recovery ? recovery.handleError() : void recover(true))
  const listeners: Record<string, () => unknown> = {
    error: handleError,
    loadedmetadata: () => {
      loadedAt = Date.now()
    },
    loadeddata: () => media && hasSoundAlone(media) && recover(true, true),
  }
  /** Listens to a media element until the recovery does. */
  function listen(next: HTMLMediaElement | null) {
    for (const [type, listener] of Object.entries(listeners)) {
      media?.removeEventListener(type, listener)
      next?.addEventListener(type, listener)
    }
  }

  return {
    subscribe,
    current: (task, contentUrl) => {
      if (task?.status !== 'completed') return WAITING
      const current = recovery?.current() ?? kept
      if (current.phase !== 'waiting') return current
      if (task.observed?.expired !== undefined) return { src: undefined, phase: 'expired' }
      // A `blob:` URL is made by `sync`, after the render.
      return videoDataOf(task) && source !== 'content'
        ? WAITING
        : { src: playableUrls(task, contentUrl, source)[0], phase: 'ready' }
    },
    sync: (...next) => {
      const [contentUrl, src] = next
      const isNew = src !== rendered?.[1]
      rendered = next
      if (recovery) return recovery.sync(...next)
      const task = readTask()
      if (task?.status !== 'completed') {
        kept = WAITING
        return
      }
      const [url] = playableUrls(task, contentUrl, source)
      const isInside = videoDataOf(task) && source !== 'content'
      if (task.observed?.expired !== undefined || isInside || !url) return void recover(false)
      if (!kept.src) kept = { src: url, phase: 'ready' }
      // A server-rendered element may have failed before it had a listener.
      if (isNew && media?.error) void recover(true)
      else if (kept.src === task.video_url && videoUrlExpiry(task) !== undefined) void recover(false)
    },
    attach: (next) => {
      if (recovery) recovery.attach(next)
      else listen(next)
      media = next
    },
    handleError,
    stop: () => {
      rendered = undefined
      recovery?.stop()
    },
  }
}

/** Where a browser cannot decode the pictures, it plays the sound alone. */
const hasSoundAlone = (media: HTMLMediaElement) => 'videoWidth' in media && media.videoWidth === 0
