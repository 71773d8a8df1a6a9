'use client'

import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef, useSyncExternalStore } from 'react'
import type { VideoTaskSourcePreference } from '../../core/content/playableUrls.js'
import type { VideoTask } from '../../core/task/videoTask.js'
import { videoUrlExpiry } from '../../core/wire/videoUrl.js'
import { expireVideoTask, refreshVideoTask } from '../../query/cacheActions.js'
import { type VideoTaskKey, videoTaskKeys } from '../../query/videoTaskKeys.js'
import { createRefreshableSource, type PlaybackSource, type RefreshableSource } from './refreshableSource.js'

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

/** Connects the playback of a cached task to the QueryClient. */
function createTaskPlayback(
  queryClient: QueryClient,
  queryKey: VideoTaskKey,
  source: VideoTaskSourcePreference | undefined,
): Playback {
  const readTask = () => queryClient.getQueryData<VideoTask>(queryKey)
  const refetch = () => refreshVideoTask(queryClient, queryKey)
  const expire = (isUnplayable: boolean | undefined) => {
    const task = readTask()
    const hasExpired = task?.status === 'completed' && (videoUrlExpiry(task) ?? Infinity) <= Date.now()
    expireVideoTask(queryClient, queryKey, isUnplayable ?? (hasExpired ? false : undefined))
  }
  return createPlayback(createRefreshableSource({ readTask, refetch, expire, source }), readTask)
}

/** Playback of one task in one media element, with recovery from broken and expiring URLs. */
interface Playback extends Pick<RefreshableSource, 'subscribe' | 'current' | 'sync' | 'stop'> {
  /** Listens to a media element; null once it has unmounted. */
  attach: (media: HTMLMediaElement | null) => void
  /** Handles that the URL does not play. */
  handleError: () => void
}

/** After this much playback an error is a new incident, in ms. */
const NEW_INCIDENT_AFTER_MS = 60_000
/** A URL is refreshed this long before it expires, in ms, or with a quarter of its time left where that is shorter. */
const EXPIRY_MARGIN_MS = 60_000
/** Code of a `MediaError` when the file arrived and cannot be decoded. */
const MEDIA_ERR_DECODE = 3
/** Longest delay of a timer, in ms: 24 days. A later expiry is left to the error it causes. */
const MAX_TIMER_MS = 2 ** 31 - 1

/**
 * Creates the playback of a source: passes the media element's errors to the source, refreshes a URL before it expires, and
 * restores the playback position after the URL was replaced.
 *
 * @param readTask returns the task in the cache
 */
function createPlayback(source: RefreshableSource, readTask: () => VideoTask | undefined): Playback {
  let media: HTMLMediaElement | null = null
  /** Restores the position that playback had before its URL was replaced. */
  let restorePosition: ((media: HTMLMediaElement) => void) | undefined
  let loadedAt: number | undefined
  let shownSrc: string | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  /** The latest expiry that was handled: the fresh URL may have the same one. */
  let handledExpiry = 0

  function savePosition() {
    // Before anything has loaded there is a position only if the user has pressed play.
    if (media && (loadedAt !== undefined || !media.paused)) restorePosition ??= positionOf(media)
  }

  function planRefresh() {
    clearTimeout(timer)
    const task = readTask()
    if (task?.status !== 'completed' || !shownSrc || shownSrc !== task.video_url) return
    const expiry = videoUrlExpiry(task)
    if (expiry === undefined || expiry <= handledExpiry) return
    const left = expiry - Date.now()
    const delay = Math.max(0, left - Math.min(EXPIRY_MARGIN_MS, left / 4))
    if (delay > MAX_TIMER_MS) return
    timer = setTimeout(() => {
      // Playback is not interrupted: its pause or end plans again.
      if (media && !media.paused && !media.ended) return
      handledExpiry = expiry
      savePosition()
      void source.refreshEarly().then((isReplaced) => {
        if (!isReplaced) restorePosition = undefined
      })
    }, delay)
  }

  function handleError(isUndecodable = media?.error?.code === MEDIA_ERR_DECODE) {
    savePosition()
    const isNewIncident = loadedAt !== undefined && Date.now() - loadedAt > NEW_INCIDENT_AFTER_MS
    loadedAt = undefined
    source.handleError(isNewIncident, isUndecodable)
  }

  const listeners: Record<string, () => unknown> = {
    error: () => handleError(),
    loadedmetadata: () => {
      loadedAt = Date.now()
      if (media) restorePosition?.(media)
      restorePosition = undefined
    },
    // Where a browser cannot decode the pictures, it plays the sound alone.
    loadeddata: () => media && 'videoWidth' in media && media.videoWidth === 0 && handleError(true),
    pause: planRefresh,
    ended: planRefresh,
  }

  return {
    ...source,
    attach: (next) => {
      for (const [type, listener] of Object.entries(listeners)) {
        media?.removeEventListener(type, listener)
        next?.addEventListener(type, listener)
      }
      media = next
    },
    handleError: () => handleError(),
    sync: (contentUrl, src) => {
      source.sync(contentUrl, src)
      if (src === shownSrc) return
      shownSrc = src
      // A server-rendered element may have failed before it had a listener.
      if (media?.error) handleError()
      planRefresh()
    },
    stop: () => {
      source.stop()
      clearTimeout(timer)
      shownSrc = undefined
    },
  }
}

/**
 * Reads the position of playback.
 *
 * @returns a function that restores it: loading another URL resets time, rate and playing, but not volume and muted
 */
function positionOf({ currentTime, playbackRate, paused, ended }: HTMLMediaElement) {
  return (media: HTMLMediaElement): void => {
    media.playbackRate = playbackRate
    if (currentTime > 0) media.currentTime = currentTime
    // Rejected where the browser wants a click first. The controls offer it.
    if (!paused && !ended) void Promise.resolve(media.play()).catch(() => undefined)
    // A call of `pause` keeps `autoplay` from starting. Loading has paused the element: if it plays, a person has pressed play.
    else if (media.paused) media.pause()
  }
}
