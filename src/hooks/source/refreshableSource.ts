import { isVideoAt } from '../../core/content/bytes.js'
import { decodeVideoData } from '../../core/content/videoData.js'
import type { VideoTask } from '../../core/task/videoTask.js'

/** What a player plays now. */
export interface PlaybackSource {
  /** The URL to play; undefined while there is none. */
  src: string | undefined
  phase: 'waiting' | 'ready' | 'refreshing' | 'expired'
}

/** Keeps one player on a URL that plays. */
export interface RefreshableSource {
  /** Returns what to play. */
  current: () => PlaybackSource
  /** Takes over what the page has rendered: the content route it knows, and the URL it shows. */
  sync: (contentUrl: string | undefined, shownSrc: string | undefined) => void
  /**
   * Handles that the shown URL does not play. A new incident, after long playback, gives every URL another try;
   * `isUndecodable`: the video arrived, and the browser cannot play it.
   */
  handleError: (isNewIncident?: boolean, isUndecodable?: boolean) => void
  /** Polls for a fresh URL while the old one still plays. @returns whether the URL has changed */
  refreshEarly: () => Promise<boolean>
  /** Ends pending work and revokes the `blob:` URL. */
  stop: () => void
}

/** Options of `createRefreshableSource`. */
export interface RefreshableSourceOptions {
  /** Returns the task in the cache. */
  readTask: () => VideoTask | undefined
  /** Polls the task once. A failed poll shows in the query. */
  refetch: () => Promise<void>
  /**
   * Marks the task as expired: no URL plays. `isUnplayable`: whether the video arrived, and the browser cannot play it;
   * undefined where that is not known.
   */
  expire: (isUnplayable: boolean | undefined) => void
  /** Lists what may be played of the task in the cache, the preferred URL first. */
  urlsOf: (contentUrl?: string, blobUrl?: string) => string[]
  /** What is played already. */
  before: PlaybackSource
  /** Called when what is played changes. */
  onChange: () => void
}

const WAITING: PlaybackSource = { src: undefined, phase: 'waiting' }
const EXPIRED: PlaybackSource = { src: undefined, phase: 'expired' }

/** A completed task without a URL is polled this many times for one, this far apart in ms. */
const MAX_POLLS_WITHOUT_URL = 3
const POLL_PAUSE_MS = 5_000
/** An early refresh this recent, in ms, has already brought the freshest URL. */
const RECENT_REFRESH_MS = 10_000

/**
 * Keeps a player on one URL while it plays, even if polls bring newer ones, since a swap interrupts playback. When the URL
 * breaks or has expired, the task is polled once for a fresh one, then the other source is tried, then the task is marked as
 * expired until `resumeVideoTask`.
 */
export function createRefreshableSource({
  readTask,
  refetch,
  expire,
  urlsOf,
  before: kept,
  onChange,
}: RefreshableSourceOptions): RefreshableSource {
  const brokenUrls = new Set<string>()
  let contentUrl: string | undefined
  /** What the page shows: an error that comes before it shows a new URL belongs to the old one. */
  let shownSrc: string | undefined
  let polls = 0
  /** Whether the last error was of a video that had arrived. */
  let isUnplayable = false
  let isRefreshingEarly = false
  let refreshedAt = -Infinity
  /** Incremented by `stop`, so that work begun before it is ignored. */
  let session = 0
  /** The video inside the task, as its `data:` URL and as the `blob:` URL made of that. */
  let data = ''
  let blobUrl: string | undefined

  /** Makes the `blob:` URL of a video once, and revokes that of the one before. */
  function blobUrlOf(next = '') {
    if (next !== data) {
      if (blobUrl) URL.revokeObjectURL(blobUrl)
      data = next
      const video = decodeVideoData(data)
      blobUrl = video && URL.createObjectURL(video)
    }
    return blobUrl
  }
  const listUrls = () => {
    const task = readTask()
    return urlsOf(contentUrl, blobUrlOf(task?.status === 'completed' ? task.video_data : undefined))
  }

  function keep(next: PlaybackSource) {
    if (next.src === kept.src && next.phase === kept.phase) return
    kept = next
    onChange()
  }

  /** Moves to the best URL that is not broken. Where there is none, finds out why the last one does not play. */
  async function chooseUrl() {
    const ownSession = session
    const { src: last } = kept
    const best = () => listUrls().find((url) => !brokenUrls.has(url))
    let fault: boolean | undefined = isUnplayable
    if (last && !fault && best() === undefined) {
      keep({ src: last, phase: 'refreshing' })
      fault = await isVideoAt(last)
      if (ownSession !== session) return
    }
    const src = best()
    if (src === undefined) expire(fault)
    keep(src === undefined ? EXPIRED : { src, phase: 'ready' })
  }

  /** Polls for a fresh URL, then moves to the best one. */
  async function refresh() {
    const ownSession = session
    keep({ ...kept, phase: 'refreshing' })
    while (ownSession === session) {
      polls += 1
      await refetch()
      if (urlsOf(undefined, blobUrl).length > 0 || polls >= MAX_POLLS_WITHOUT_URL) break
      await new Promise((resolve) => setTimeout(resolve, POLL_PAUSE_MS))
    }
    if (ownSession === session) await chooseUrl()
  }

  return {
    current: () => kept,
    sync: (content, src) => {
      contentUrl = content
      shownSrc = src
      const task = readTask()
      if (task?.status !== 'completed') return keep(WAITING)
      if (task.observed?.expired !== undefined) return keep(EXPIRED)
      if (kept.phase === 'expired') {
        // The app has called `resumeVideoTask`, which polled: every URL gets another try.
        brokenUrls.clear()
        polls = 1
      }
      if (kept.phase !== 'refreshing' && (!kept.src || brokenUrls.has(kept.src))) void chooseUrl()
    },
    handleError: (isNewIncident = false, isUndecodable = false) => {
      const { src, phase } = kept
      if (phase !== 'ready' || !src || src !== shownSrc) return
      if (isNewIncident) {
        brokenUrls.clear()
        polls = 0
      }
      brokenUrls.add(src)
      isUnplayable = isUndecodable || src === blobUrl
      if (isRefreshingEarly) keep({ src, phase: 'refreshing' })
      else if (polls === 0 && performance.now() - refreshedAt > RECENT_REFRESH_MS) void refresh()
      else void chooseUrl()
    },
    refreshEarly: async () => {
      const ownSession = session
      const before = kept.src
      isRefreshingEarly = true
      await refetch()
      isRefreshingEarly = false
      refreshedAt = performance.now()
      if (ownSession !== session) return false
      const [fresh] = urlsOf()
      // `refreshing`: the old URL broke meanwhile.
      if (kept.phase === 'refreshing') await chooseUrl()
      else if (kept.phase === 'ready' && fresh && !brokenUrls.has(fresh)) keep({ src: fresh, phase: 'ready' })
      return kept.src !== before
    },
    stop: () => {
      session += 1
      if (kept.phase === 'refreshing') kept = { ...kept, phase: 'ready' }
      if (blobUrl && kept.src === blobUrl) kept = WAITING
      blobUrlOf()
    },
  }
}
