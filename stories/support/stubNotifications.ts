/**
 * Replaces the browser's notifications with a stub whose permission is given; a permission prompt is answered with
 * `answer`.
 *
 * @returns the titles of the notifications shown, and a function that restores the browser's own
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
  // A browser does not count the clicks of a play function as user activation.
  Object.defineProperty(navigator, 'userActivation', { value: { isActive: true }, configurable: true })
  return {
    shown,
    restore: () => {
      if (real) Object.defineProperty(window, 'Notification', real)
      Reflect.deleteProperty(navigator, 'userActivation')
    },
  }
}
