import { VideoTaskError } from '../../core/errors/VideoTaskError.js'

/** A notification: its title, and the options of `new Notification`. */
export interface VideoTaskNotification {
  title: string
  options?: NotificationOptions | undefined
}

/** What is shown of one task that ended while nobody looked. */
interface Notice {
  title: boolean
  badge: boolean
  notification: VideoTaskNotification | undefined
}

/** What a page shows of tasks that ended while it was hidden. */
interface PageNotices {
  /** Shows one end; of any number of calls for one task, each thing is shown once. */
  add: (id: string, notice: Notice) => void
  /** Puts all back once the page is shown. @returns what ends that; with the last one, title and badge are put back as well */
  watch: () => () => void
}

/** Keyed by the document, to which title, badge and notifications belong; a server has none. */
const pages = new WeakMap<Document, PageNotices>()

/** The notices of this page. */
export function backgroundNotifications(): PageNotices {
  const page = pages.get(document) ?? createPageNotices()
  pages.set(document, page)
  return page
}

function createPageNotices(): PageNotices {
  const ended = new Map<string, Notification | undefined>()
  let watches = 0
  let prefix = ''
  let hasBadge = false
  let isRefused = false

  /** Takes away what it wrote, and nothing that the app has made of the title meanwhile. */
  function writeTitle(next: string) {
    const { title } = document
    const own = prefix && title.startsWith(prefix) ? title.slice(prefix.length) : title
    prefix = next
    document.title = `${prefix} ${own.trim()}`.trim()
  }

  function writeBadge(count: number) {
    hasBadge = count > 0
    const written = hasBadge ? navigator.setAppBadge?.(count) : navigator.clearAppBadge?.()
    // A courtesy: where it is refused, as for an app that is not installed, nothing is taken away.
    void written?.catch(() => undefined)
  }

  function notify({ title, options }: VideoTaskNotification, tag: string): Notification | undefined {
    try {
      const shown = new Notification(title, { tag, ...options })
      shown.onclick = () => {
        window.focus()
        shown.close()
      }
      return shown
    } catch (error) {
      isRefused = true
      // As in Chrome on Android, which wants a service worker for it.
      console.warn('A notification could not be shown; the title of the page tells instead.', error)
    }
    return undefined
  }

  function reset() {
    ended.clear()
    if (prefix) writeTitle('')
    if (hasBadge) writeBadge(0)
  }

  function onTurn() {
    if (document.visibilityState === 'hidden') return
    for (const shown of ended.values()) shown?.close()
    reset()
  }

  return {
    add: (id, { title, badge, notification }) => {
      ended.set(id, ended.get(id) ?? (notification && !isRefused ? notify(notification, id) : undefined))
      if (title || (notification && isRefused)) writeTitle(`(${ended.size})`)
      if (badge) writeBadge(ended.size)
    },
    watch: () => {
      watches += 1
      document.addEventListener('visibilitychange', onTurn)
      return () => {
        watches -= 1
        if (watches > 0) return
        document.removeEventListener('visibilitychange', onTurn)
        reset()
      }
    },
  }
}

/** Whether the browser may notify: not asked yet, yes, no, or it cannot. */
export type VideoTaskNotificationPermission = NotificationPermission | 'unsupported'

/** Sent to the window when somebody has answered here; what changed in the browser's settings is seen at the next `focus`. */
const CHANGES = ['video-task-permission', 'focus']

/** What the browser says now. */
export function readPermission(): VideoTaskNotificationPermission {
  return 'Notification' in globalThis ? Notification.permission : 'unsupported'
}

/** Calls the listener when it may have changed. */
export function subscribeToPermission(listener: () => void): () => void {
  for (const type of CHANGES) addEventListener(type, listener)
  return () => {
    for (const type of CHANGES) removeEventListener(type, listener)
  }
}

/**
 * Asks whether the browser may notify.
 *
 * @throws {VideoTaskError} code `user_activation_required` outside of a click
 */
export async function requestPermission(): Promise<VideoTaskNotificationPermission> {
  const known = readPermission()
  if (known !== 'default') return known
  // Asked outside of a click, some browsers refuse at once, and all do after a few such questions.
  if (navigator.userActivation?.isActive === false) {
    throw new VideoTaskError(
      'requestPermission was called outside of a click. Call it in an onClick, before any await.',
      { code: 'user_activation_required' },
    )
  }
  const answer = await Notification.requestPermission()
  dispatchEvent(new Event('video-task-permission'))
  return answer
}
