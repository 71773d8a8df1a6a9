import { videoUrlExpiry } from '../../core/videoUrlExpiry.js'
import type { VideoTask } from '../../core/VideoTask.js'
import type { SourceKeeper } from './createSourceKeeper.js'
import { type MediaPlace, readPlace, restorePlace } from './MediaPlace.js'

/** A source that has played for this long, in ms, has proven itself: its next error is a new incident. */
const PROVEN = 60_000
/** A known expiry is met this long before it hits, in ms, or with a quarter of the time left where that is shorter. */
const MARGIN = 60_000
/** An expiry after more than 24 days is left to the error it brings: no timer can wait for it. */
const LONGEST_TIMER = 2 ** 31 - 1

/** The watch over one media element. */
export interface MediaWatch {
  /** The element, or null once it has left. */
  attach: (media: HTMLMediaElement | null) => void
  /** The element's address does not play. */
  fail: () => void
  /** The page shows an address; a known expiry of it will be met. */
  show: (src: string | undefined) => void
  stop: () => void
}

/** Tells a keeper of an element's errors and of expiries to come, and puts somebody back to where they were after a swap. */
export function watchMedia(keeper: SourceKeeper, read: () => VideoTask | undefined): MediaWatch {
  let media: HTMLMediaElement | null = null
  let place: MediaPlace | undefined
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
