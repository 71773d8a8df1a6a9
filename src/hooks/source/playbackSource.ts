import { createListeners } from '../../core/listeners.js'
import type { VideoTask } from '../../core/task/videoTask.js'
import { videoTaskAddresses, type VideoTaskSourcePreference } from '../../core/wire/videoUrl.js'

/** What a keeper needs of the page. */
interface SourceKeeperOptions {
  /** The task as the cache has it now. */
  read: () => VideoTask | undefined
  /** Asks for the task once; what goes wrong shows in the query. */
  ask: () => Promise<void>
  /** Takes note that no address plays. */
  giveUp: () => void
  source: VideoTaskSourcePreference | undefined
}

/** What is to be played. */
export interface KeptSource {
  src: string | undefined
  phase: 'waiting' | 'ready' | 'refreshing' | 'expired'
}

/** Keeps one player on an address that plays. */
export interface PlaybackSource {
  subscribe: (listener: () => void) => () => void
  /** What to play of a task, also before the first address is held on to, as on a server. */
  current: (task: VideoTask | undefined, contentUrl: string | undefined) => KeptSource
  /** Takes note of what the page now knows and shows. */
  see: (contentUrl: string | undefined, src: string | undefined) => void
  /** The address the page shows does not play; one that has played for long begins anew with its tries. */
  fail: (isNewIncident?: boolean) => void
  /** Asks for a fresh address while the old one still plays. @returns whether there is another one now */
  renew: () => Promise<boolean>
  /** Ends what is under way. */
  stop: () => void
}

/** A finished task without an address is asked for one so often, so many ms apart. */
const ASKS_WITHOUT_ADDRESS = 3
const ASK_PAUSE = 5_000
/** An answer that is this fresh, in ms, need not be asked for again. */
const JUST_NOW = 10_000

const WAITING: KeptSource = { src: undefined, phase: 'waiting' }
const EXPIRED: KeptSource = { src: undefined, phase: 'expired' }

/**
 * Holds on to an address while it plays, whatever newer ones polls bring: a swap would interrupt. When it breaks, the task
 * is asked once for a fresh one, then the content route is tried, then it is given up until somebody asks anew.
 */
export function createPlaybackSource({ read, ask, giveUp, source }: SourceKeeperOptions): PlaybackSource {
  const { subscribe, current: listeners } = createListeners()
  const broken = new Set<string>()
  let kept = WAITING
  let contentUrl: string | undefined
  /** What the page shows: an error that comes before a new address got there is the old one's. */
  let shown: string | undefined
  let asked = 0
  let isRenewing = false
  let renewed = Number.NEGATIVE_INFINITY
  /** Counts starts and stops, so that an answer which comes too late is known as such. */
  let life = 0

  function set(next: KeptSource) {
    if (next.src === kept.src && next.phase === kept.phase) return
    kept = next
    listeners().forEach((listener) => listener())
  }

  function choose() {
    const src = videoTaskAddresses(read(), contentUrl, source).find((address) => !broken.has(address))
    if (src === undefined) giveUp()
    set(src === undefined ? EXPIRED : { src, phase: 'ready' })
  }

  async function askAndChoose() {
    const started = life
    set({ ...kept, phase: 'refreshing' })
    while (started === life) {
      asked += 1
      await ask()
      if (videoTaskAddresses(read(), undefined).length > 0 || asked >= ASKS_WITHOUT_ADDRESS) break
      await new Promise((resolve) => setTimeout(resolve, ASK_PAUSE))
    }
    if (started === life) choose()
  }

  return {
    subscribe,
    current: (task, content) => {
      if (task?.status !== 'completed') return WAITING
      if (kept.phase !== 'waiting') return kept
      if (task.observed?.expired !== undefined) return EXPIRED
      return { src: videoTaskAddresses(task, content, source)[0], phase: 'ready' }
    },
    see: (content, src) => {
      contentUrl = content
      shown = src
      const task = read()
      if (task?.status !== 'completed') return set(WAITING)
      if (task.observed?.expired !== undefined) return set(EXPIRED)
      if (kept.phase === 'expired') {
        // Somebody asked anew: each address gets another try, and the task was asked just now.
        broken.clear()
        asked = 1
      }
      if (kept.phase !== 'refreshing' && (!kept.src || broken.has(kept.src))) choose()
    },
    fail: (isNewIncident = false) => {
      const { src, phase } = kept
      if (phase !== 'ready' || !src || src !== shown) return
      if (isNewIncident) {
        broken.clear()
        asked = 0
      }
      broken.add(src)
      if (isRenewing) set({ src, phase: 'refreshing' })
      else if (asked === 0 && Date.now() - renewed > JUST_NOW) void askAndChoose()
      else choose()
    },
    renew: async () => {
      const started = life
      const before = kept.src
      isRenewing = true
      await ask()
      isRenewing = false
      renewed = Date.now()
      if (started !== life) return false
      const [fresh] = videoTaskAddresses(read(), undefined)
      // The old one broke meanwhile: what to play next is an open question.
      if (kept.phase === 'refreshing') choose()
      else if (kept.phase === 'ready' && fresh && !broken.has(fresh)) set({ src: fresh, phase: 'ready' })
      return kept.src !== before
    },
    stop: () => {
      life += 1
      if (kept.phase === 'refreshing') kept = { ...kept, phase: 'ready' }
    },
  }
}
