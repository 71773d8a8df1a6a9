import {
  createRefreshableSource,
  type RefreshableSource,
  type RefreshableSourceOptions,
} from './refreshableSource.js'
import type { CompletedVideoTask } from '../../core/task/videoTask.js'

interface RecoveryOptions extends RefreshableSourceOptions {
  /** Returns when a task's URL stops working, in ms since the epoch. */
  expiryOf: (task: CompletedVideoTask) => number | undefined
  /** Whether a media element plays no pictures. */
  hasSoundAlone: (media: HTMLMediaElement) => boolean
  /** When the media element has read its metadata, in ms since the epoch. */
  loadedAt: number | undefined
}

/** Playback of one task in one media element, with recovery from broken and expiring URLs. */
export interface PlaybackRecovery extends Pick<RefreshableSource, 'current' | 'sync' | 'stop'> {
  /** Listens to a media element; null once it has unmounted. */
  attach: (media: HTMLMediaElement | null) => void
  /** Handles that the URL does not play. `isUndecodable`: the video arrived. @default what the media element says */
  handleError: (isUndecodable?: boolean) => void
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
 * Keeps a task playing: passes the media element's errors to the source, refreshes a URL before it expires, and restores the
 * playback position after the URL was replaced.
 */
export function createPlaybackRecovery(options: RecoveryOptions): PlaybackRecovery {
  const { readTask, expiryOf, hasSoundAlone } = options
  const source = createRefreshableSource(options)
  let media: HTMLMediaElement | null = null
  /** Restores the position that playback had before its URL was replaced. */
  let restorePosition: ((media: HTMLMediaElement) => void) | undefined
  let { loadedAt } = options
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
    const expiry = expiryOf(task)
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
    loadeddata: () => media && hasSoundAlone(media) && handleError(true),
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
    handleError,
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
