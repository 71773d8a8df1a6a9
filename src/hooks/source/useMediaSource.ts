'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useSyncExternalStore } from 'react'
import type { VideoTask } from '../../core/task/videoTask.js'
import type { VideoTaskSourcePreference } from '../../core/wire/videoUrl.js'
import { videoUrlExpiry } from '../../core/wire/videoUrlExpiry.js'
import { createPlaybackSource, type KeptSource, type PlaybackSource } from './playbackSource.js'
import { expireVideoTask, refreshVideoTask } from '../../query/cacheActions.js'
import { videoTaskKeys } from '../../query/videoTaskKeys.js'

/** A watched task and where else its video is served. */
interface MediaSourceOptions {
  id: string | null | undefined
  task: VideoTask | undefined
  contentUrl: string | undefined
  scope: string | undefined
  source: VideoTaskSourcePreference | undefined
}

/** What a media element plays of a watched task, and what looks after the element. */
export function useMediaSource({
  id,
  task,
  contentUrl,
  scope,
  source,
}: MediaSourceOptions): KeptSource & Pick<MediaWatch, 'attach' | 'fail'> {
  const queryClient = useQueryClient()
  const { keeper, watch } = useMemo(() => {
    const queryKey = videoTaskKeys.detail(id ?? null, scope)
    const read = () => queryClient.getQueryData<VideoTask>(queryKey)
    const keeper = createPlaybackSource({
      read,
      ask: () => refreshVideoTask(queryClient, queryKey),
      giveUp: () => expireVideoTask(queryClient, queryKey),
      source,
    })
    return { keeper, watch: attachMediaRecovery(keeper, read) }
  }, [queryClient, id, scope, source])
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

/** A source that has played for this long, in ms, has proven itself: its next error is a new incident. */
const PROVEN = 60_000
/** A known expiry is met this long before it hits, in ms, or with a quarter of the time left where that is shorter. */
const MARGIN = 60_000
/** An expiry after more than 24 days is left to the error it brings: no timer can wait for it. */
const LONGEST_TIMER = 2 ** 31 - 1

/** The watch over one media element. */
interface MediaWatch {
  /** The element, or null once it has left. */
  attach: (media: HTMLMediaElement | null) => void
  /** The element's address does not play. */
  fail: () => void
  /** The page shows an address; a known expiry of it will be met. */
  show: (src: string | undefined) => void
  stop: () => void
}

/** Tells a keeper of an element's errors and of expiries to come, and puts somebody back to where they were after a swap. */
function attachMediaRecovery(keeper: PlaybackSource, read: () => VideoTask | undefined): MediaWatch {
  let media: HTMLMediaElement | null = null
  let place: PlaybackPosition | undefined
  let loadedAt: number | undefined
  let shown: string | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  /** Expiries up to this one were met: what came back may say the same. */
  let met = 0

  function notePlace() {
    // Before anything was loaded there is only whether somebody pressed play.
    if (media && (loadedAt !== undefined || !media.paused)) place ??= readPlace(media)
  }

  function meetExpiry() {
    clearTimeout(timer)
    const task = read()
    if (task?.status !== 'completed' || !shown || shown !== task.video_url) return
    const expiry = videoUrlExpiry(task)
    if (expiry === undefined || expiry <= met) return
    const left = expiry - Date.now()
    const wait = Math.max(0, left - Math.min(MARGIN, left / 4))
    if (wait > LONGEST_TIMER) return
    timer = setTimeout(() => {
      // Nobody who watches is interrupted: the pause, or the end, comes back here.
      if (media && !media.paused && !media.ended) return
      met = expiry
      notePlace()
      void keeper.renew().then((isSwapped) => {
        if (!isSwapped) place = undefined
      })
    }, wait)
  }

  function fail() {
    notePlace()
    const isNewIncident = loadedAt !== undefined && Date.now() - loadedAt > PROVEN
    loadedAt = undefined
    keeper.fail(isNewIncident)
  }

  const listeners: Record<string, () => void> = {
    error: fail,
    loadedmetadata: () => {
      loadedAt = Date.now()
      if (media && place) restorePlace(media, place)
      place = undefined
    },
    pause: meetExpiry,
    ended: meetExpiry,
  }

  return {
    attach: (next) => {
      for (const [type, listener] of Object.entries(listeners)) {
        media?.removeEventListener(type, listener)
        next?.addEventListener(type, listener)
      }
      media = next
    },
    fail,
    show: (src) => {
      if (src === shown) return
      shown = src
      // It may have failed before anybody listened, as in a page that a server rendered.
      if (media?.error) fail()
      meetExpiry()
    },
    stop: () => {
      clearTimeout(timer)
      shown = undefined
    },
  }
}

/** Where and how somebody was watching; volume and muted outlast a new address by themselves. */
interface PlaybackPosition {
  time: number
  rate: number
  playing: boolean
}

/** Notes where somebody is in a video, before its address changes under it. */
function readPlace({ currentTime, playbackRate, paused, ended }: HTMLMediaElement): PlaybackPosition {
  return { time: currentTime, rate: playbackRate, playing: !paused && !ended }
}

/** Puts a freshly loaded video back to where somebody was: loading resets place, rate and playing. */
function restorePlace(media: HTMLMediaElement, { time, rate, playing }: PlaybackPosition): void {
  media.playbackRate = rate
  if (time > 0) media.currentTime = time
  if (!playing) media.pause()
  // Refused where the browser wants a click first: the controls are there for that one.
  else void Promise.resolve(media.play()).catch(() => undefined)
}
