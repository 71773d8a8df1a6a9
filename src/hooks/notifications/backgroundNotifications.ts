import { createListeners } from '../../core/listeners.js'
import { remember } from '../../query/perQueryClient.js'

/** A notification: its title, and the options of `new Notification`. */
export interface VideoTaskNotification {
  title: string
  options?: NotificationOptions | undefined
}

/** What to show of one task that ended in the background. */
interface EndedTaskDisplay {
  title: boolean
  badge: boolean
  notification: VideoTaskNotification | undefined
}

/** What a page shows of the tasks that ended while it was hidden. */
interface BackgroundNotifications {
  /** Shows that a task has ended: once, however often it is called for the task. */
  add: (id: string, display: EndedTaskDisplay) => void
  /** Resets everything when the page is shown. @returns stops that; the last one resets title and badge too */
  resetWhenShown: () => () => void
}

/** By document, which title, badge and notifications belong to; a server has none. */
const pages = new WeakMap<Document, BackgroundNotifications>()

/** Returns the background notifications of this page. */
export function backgroundNotifications(): BackgroundNotifications {
  return remember(pages, document, createBackgroundNotifications)
}

function createBackgroundNotifications(): BackgroundNotifications {
  /** Ended tasks by id, with their notification where one is shown. */
  const ended = new Map<string, Notification | undefined>()
  let titlePrefix = ''
  let hasBadge = false
  let isRefused = false

  /** Replaces the prefix of the title and keeps what the app has made of the rest. */
  function writeTitle(prefix: string) {
    const { title } = document
    const own = title.startsWith(titlePrefix) ? title.slice(titlePrefix.length) : title
    titlePrefix = prefix
    document.title = `${prefix} ${own.trim()}`.trim()
  }

  function writeBadge(count: number) {
    hasBadge = count > 0
    const written = hasBadge ? navigator.setAppBadge?.(count) : navigator.clearAppBadge?.()
    // Refused for an app that is not installed; title and notification remain.
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
      // Chrome on Android shows notifications only through a service worker.
      console.warn('No notification could be shown, so the page title has the count.', error)
    }
    return undefined
  }

  function reset() {
    ended.clear()
    if (titlePrefix) writeTitle('')
    if (hasBadge) writeBadge(0)
  }

  function onVisibilityChange() {
    if (document.visibilityState === 'hidden') return
    for (const shown of ended.values()) shown?.close()
    reset()
  }

  const { subscribe } = createListeners(() => {
    document.addEventListener('visibilitychange', onVisibilityChange)
    return () => {
      document.removeEventListener('visibilitychange', onVisibilityChange)
      reset()
    }
  })

  return {
    add: (id, { title, badge, notification }) => {
      ended.set(id, ended.get(id) ?? (notification && !isRefused ? notify(notification, id) : undefined))
      if (title || (notification && isRefused)) writeTitle(`(${ended.size})`)
      if (badge) writeBadge(ended.size)
    },
    resetWhenShown: () => subscribe(() => {}),
  }
}
