import { focusManager } from '@tanstack/react-query'
import {
  createRefreshableSource,
  type RefreshableSource,
  type RefreshableSourceOptions,
} from './refreshableSource.js'
import type { VideoTask } from '../../core/task/videoTask.js'
import { videoUrlExpiry } from '../../core/wire/videoUrl.js'

interface RecoveryOptions extends RefreshableSourceOptions {
  /** When a poll brought the task in the cache, in ms since the epoch. */
  polledAt: () => number | undefined
  /** Returns the media element; null where it has unmounted. */
  readMedia: () => HTMLMediaElement | null
  /** When the media element has read its metadata, in ms since the epoch. */
  loadedAt: number | undefined
}

/** Playback of one task in one media element, with recovery from broken and expiring URLs. */
export interface PlaybackRecovery extends Pick<RefreshableSource, 'current' | 'sync' | 'stop'> {
  /** Handles an event of the media element, by its type; `error` also of a player that has none. */
  handle: (type: string) => void
}

/** After this much playback an error is a new incident, in ms. */
const NEW_INCIDENT_AFTER_MS = 60_000
/** A URL is refreshed this long before it expires, in ms, or with a quarter of its time left where that is shorter. */
const EXPIRY_MARGIN_MS = 60_000
/**
 * A URL that had less left when it came, in ms, is not refreshed before it breaks: the next one has as little, or the clocks
 * of server and browser differ.
 */
const MIN_LIFETIME_MS = 10_000
/** Code of a `MediaError` when the file arrived and cannot be decoded. */
const MEDIA_ERR_DECODE = 3
/** Longest delay of a timer, in ms: 24 days. A later expiry is left to the error it causes. */
const MAX_TIMER_MS = 2 ** 31 - 1

/**
 * Keeps a task playing: passes the media element's errors to the source, refreshes a URL before it expires, and restores the
 * playback position after the URL was replaced.
 */
export function createPlaybackRecovery(options: RecoveryOptions): PlaybackRecovery {
  const { readTask, readMedia } = options
  const expire = (isUnplayable: boolean | undefined) => {
    const hasExpired = (expiryOf(readTask()) ?? Infinity) <= Date.now()
    options.expire(isUnplayable ?? (hasExpired ? false : undefined))
  }
  const source = createRefreshableSource({ ...options, expire })
  /** Restores the position that playback had before its URL was replaced. */
  let restorePosition: ((media: HTMLMediaElement) => void) | undefined
  let { loadedAt } = options
  let shownSrc: string | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  /** The latest expiry that was handled: the fresh URL may have the same one. */
  let handledExpiry = 0
  /** Ends listening to the page's visibility. */
  let unsubscribe: (() => void) | undefined

  function savePosition() {
    const media = readMedia()
    // Before anything has loaded there is a position only if the user has pressed play.
    if (media && (loadedAt !== undefined || !media.paused)) restorePosition ??= positionOf(media)
  }

  function planRefresh() {
    clearTimeout(timer)
    // A hidden page needs no link: one left open for days would ask for a link of each of its videos all the time.
    if (!focusManager.isFocused()) return
    const task = readTask()
    if (task?.status !== 'completed' || !shownSrc || shownSrc !== task.video_url) return
    const expiry = expiryOf(task)
    if (expiry === undefined || expiry <= handledExpiry) return
    if (expiry - (options.polledAt() ?? 0) < MIN_LIFETIME_MS) return
    const left = expiry - Date.now()
    const delay = Math.max(0, left - Math.min(EXPIRY_MARGIN_MS, left / 4))
    if (delay > MAX_TIMER_MS) return
    timer = setTimeout(() => {
      // Playback is not interrupted: its pause or end plans again.
      const media = readMedia()
      if (media && !media.paused && !media.ended) return
      handledExpiry = expiry
      savePosition()
      void source.refreshEarly().then((isReplaced) => {
        if (!isReplaced) restorePosition = undefined
      })
    }, delay)
  }

  function handleError(isUndecodable = readMedia()?.error?.code === MEDIA_ERR_DECODE) {
    savePosition()
    const isNewIncident = loadedAt !== undefined && Date.now() - loadedAt > NEW_INCIDENT_AFTER_MS
    loadedAt = undefined
    source.handleError(isNewIncident, isUndecodable)
  }

  function handleMetadata() {
    const media = readMedia()
    loadedAt = Date.now()
    if (media) restorePosition?.(media)
    restorePosition = undefined
  }

  return {
    ...source,
    handle: (type) => {
      const media = readMedia()
      if (type === 'error') handleError()
      else if (type === 'loadedmetadata') handleMetadata()
      else if (type !== 'loadeddata') planRefresh()
      // Where a browser cannot decode the pictures, it plays the sound alone.
      else if (media && 'videoWidth' in media && media.videoWidth === 0) handleError(true)
    },
    sync: (contentUrl, src) => {
      source.sync(contentUrl, src)
      if (src === shownSrc) return
      shownSrc = src
      unsubscribe ??= focusManager.subscribe(planRefresh)
      // A server-rendered element may have failed before it had a listener.
      if (readMedia()?.error) handleError()
      planRefresh()
    },
    stop: () => {
      source.stop()
      clearTimeout(timer)
      unsubscribe?.()
      unsubscribe = undefined
      shownSrc = undefined
    },
  }
}

const expiryOf = (task: VideoTask | undefined) =>
  task?.status === 'completed' ? videoUrlExpiry(task) : undefined

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
