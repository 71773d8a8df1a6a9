import { onTestFinished, vi } from 'vitest'
import { createTestApp } from './createTestApp.js'

/** A notification that the app has shown. */
interface ShownNotification {
  title: string
  options: NotificationOptions
  isClosed: boolean
  onclick?: () => void
}

/** Sets the visibility of the page and fires `visibilitychange`. */
export function setVisibility(state: DocumentVisibilityState): void {
  Object.defineProperty(document, 'visibilityState', { value: state, configurable: true })
  document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))
}

/** Creates a test app in a browser with notifications and app badges. */
export function createNotificationApp({
  permission = 'granted',
  answer = 'granted',
  throws,
  strict = false,
}: {
  permission?: NotificationPermission
  /** What the user chooses in the permission prompt. */
  answer?: NotificationPermission
  /** Error that the Notification constructor throws. */
  throws?: Error
  strict?: boolean
} = {}) {
  const shown: ShownNotification[] = []
  const badges: (number | 'clear')[] = []
  let permissionRequests = 0
  class FakeNotification implements ShownNotification {
    static permission = permission
    static async requestPermission() {
      permissionRequests += 1
      FakeNotification.permission = answer
      return answer
    }
    isClosed = false
    constructor(
      readonly title: string,
      readonly options: NotificationOptions = {},
    ) {
      if (throws) throw throws
      shown.push(this)
    }
    close() {
      this.isClosed = true
    }
  }
  Object.assign(globalThis, { Notification: FakeNotification })
  Object.assign(navigator, {
    setAppBadge: async (count: number) => void badges.push(count),
    clearAppBadge: async () => void badges.push('clear'),
    userActivation: { isActive: true },
  })
  const focus = vi.spyOn(window, 'focus').mockImplementation(() => {})
  document.title = 'Studio'
  onTestFinished(() => {
    focus.mockRestore()
    setVisibility('visible')
    Reflect.deleteProperty(document, 'visibilityState')
    Reflect.deleteProperty(globalThis, 'Notification')
    for (const name of ['setAppBadge', 'clearAppBadge', 'userActivation'])
      Reflect.deleteProperty(navigator, name)
  })
  return { ...createTestApp({ strict }), shown, badges, permissionRequests: () => permissionRequests, focus }
}
