/**
 * A browser where somebody has answered the question for notifications, or will with `answer`; none is really shown.
 *
 * @returns the titles of those shown, and what gives the real browser back
 */
export function stubNotifications(
  permission: NotificationPermission,
  answer: NotificationPermission = permission,
): { shown: string[]; restore: () => void } {
  const shown: string[] = []
  const real = Object.getOwnPropertyDescriptor(window, 'Notification')
  class StoryNotification {
    static permission = permission
    static async requestPermission() {
      StoryNotification.permission = answer
      return answer
    }
    constructor(title: string) {
      shown.push(title)
    }
    close() {}
  }
  Object.defineProperty(window, 'Notification', { value: StoryNotification, configurable: true })
  // Clicks of a play function count as none for the browser.
  Object.defineProperty(navigator, 'userActivation', { value: { isActive: true }, configurable: true })
  return {
    shown,
    restore: () => {
      if (real) Object.defineProperty(window, 'Notification', real)
      Reflect.deleteProperty(navigator, 'userActivation')
    },
  }
}
