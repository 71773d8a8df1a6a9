'use client'

import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef, useSyncExternalStore } from 'react'
import { playableUrls, videoDataOf, type VideoTaskSourcePreference } from '../../core/content/playableUrls.js'
import { createListeners } from '../../core/listeners.js'
import type { CompletedVideoTask, VideoTask } from '../../core/task/videoTask.js'
import { expireVideoTask, refreshVideoTask } from '../../query/cacheActions.js'
import { detailKey, type VideoTaskKey } from '../../query/videoTaskKeys.js'
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
    () => createTaskPlayback(queryClient, detailKey(taskId ?? null, scope), source),
    [queryClient, taskId, scope, source],
  )
  useSyncExternalStore(playback.subscribe, playback.state, playback.state)
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
interface Playback extends Pick<PlaybackRecovery, 'sync' | 'stop'> {
  subscribe: (listener: () => void) => () => void
  /** Returns what the recovery plays, the same object until that changes; undefined while there is no recovery. */
  state: () => PlaybackSource | undefined
  /** Returns what to play of a task; also before `sync`, as on a server. */
  current: (task: VideoTask | undefined, contentUrl: string | undefined) => PlaybackSource
  /** Listens to a media element; null once it has unmounted. */
  attach: (media: HTMLMediaElement | null) => void
  /** Handles that the URL does not play. */
  handleError: () => void
}

/** Loads what recovers from broken and expiring URLs: with the first one, or with a link that may expire. */
export const playbackRecovery = /* @__PURE__ */ laterPart(() => import('./playbackRecovery.js'))

const WAITING: PlaybackSource = { src: undefined, phase: 'waiting' }

/** What is heard of a media element. */
const MEDIA_EVENTS = ['error', 'loadedmetadata', 'loadeddata', 'pause', 'ended']

/** Whether the expiry of a link may be known: `videoUrlExpiry`, which loads later, reads the moment. */
const mayExpire = ({ video_url = '', expires_at }: CompletedVideoTask) =>
  expires_at !== undefined || /[?&](se=|[\w-]*expires=)/i.test(video_url)

/** Plays the first URL of a cached task, and hands over to the recovery where that is not enough. */
function createTaskPlayback(
  queryClient: QueryClient,
  queryKey: VideoTaskKey,
  source: VideoTaskSourcePreference | undefined,
): Playback {
  const { subscribe, current } = createListeners()
  const readTask = () => queryClient.getQueryData<VideoTask>(queryKey)
  const expire = (isUnplayable?: boolean) => expireVideoTask(queryClient, queryKey, isUnplayable)
  let recovery: PlaybackRecovery | undefined
  let media: HTMLMediaElement | null = null
  let loadedAt: number | undefined
  let kept = WAITING
  /** What the page has rendered; undefined while it is not mounted. */
  let rendered: [contentUrl: string | undefined, src: string | undefined] | undefined

  async function recover(event?: string) {
    await playbackRecovery.load()
    if (!rendered) return
    const create = playbackRecovery.current()?.createPlaybackRecovery
    if (!recovery && create) {
      recovery = create({
        readTask,
        polledAt: () => queryClient.getQueryState(queryKey)?.dataUpdatedAt,
        readMedia: () => media,
        refetch: () => refreshVideoTask(queryClient, queryKey),
        expire,
        urlsOf: (contentUrl, blobUrl) => playableUrls(readTask(), contentUrl, source, blobUrl),
        before: kept,
        loadedAt,
        onChange: () => current().forEach((listener) => listener()),
      })
      recovery.sync(...rendered)
    }
    if (event && recovery) recovery.handle(event)
    // It did not load: the app offers a new link then, with which this is tried again.
    else if (!recovery && (event || !kept.src)) {
      kept = WAITING
      expire()
    }
  }

  const handle = ({ type }: { type: string }) => {
    if (recovery) recovery.handle(type)
    else if (type === 'loadedmetadata') loadedAt = Date.now()
    // Where a browser cannot decode the pictures, it plays the sound alone.
    else if (
      type === 'error' ||
      (type === 'loadeddata' && media && 'videoWidth' in media && !media.videoWidth)
    )
      void recover(type)
  }

  return {
    subscribe,
    state: () => recovery?.current(),
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
      if (task.observed?.expired !== undefined || isInside || !url) return void recover()
      if (!kept.src) kept = { src: url, phase: 'ready' }
      // A server-rendered element may have failed before it had a listener.
      if (isNew && media?.error) void recover('error')
      else if (kept.src === task.video_url && mayExpire(task)) void recover()
    },
    attach: (next) => {
      for (const type of MEDIA_EVENTS) {
        media?.removeEventListener(type, handle)
        next?.addEventListener(type, handle)
      }
      media = next
    },
    handleError: () => handle({ type: 'error' }),
    stop: () => {
      rendered = undefined
      recovery?.stop()
    },
  }
}
