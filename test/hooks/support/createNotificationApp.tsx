import { onTestFinished, vi } from 'vitest'
import { createTestApp } from './createTestApp.js'

/** A notification that was shown. */
interface ShownNotification {
  title: string
  options: NotificationOptions
  isClosed: boolean
  onclick?: () => void
}

/** Hides or shows the page, as a browser does. */
export function turn(state: DocumentVisibilityState): void {
  Object.defineProperty(document, 'visibilityState', { value: state, configurable: true })
  document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))
}

/** The world of a watched task, in a browser that notifies and has badges. */
export function createNotificationApp({
  permission = 'granted',
  answer = 'granted',
  throws,
  strict = false,
}: {
  permission?: NotificationPermission
  /** What somebody answers when asked. */
  answer?: NotificationPermission
  /** What the constructor throws. */
  throws?: Error
  strict?: boolean
} = {}) {
  const shown: ShownNotification[] = []
  const badges: (number | 'clear')[] = []
  let asked = 0
  class FakeNotification implements ShownNotification {
    static permission = permission
    static async requestPermission() {
      asked += 1
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
    turn('visible')
    Reflect.deleteProperty(document, 'visibilityState')
    Reflect.deleteProperty(globalThis, 'Notification')
    for (const name of ['setAppBadge', 'clearAppBadge', 'userActivation'])
      Reflect.deleteProperty(navigator, name)
  })
  return { ...createTestApp({ strict }), shown, badges, asked: () => asked, focus }
}
