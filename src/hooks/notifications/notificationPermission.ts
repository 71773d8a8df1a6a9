import { VideoTaskError } from '../../core/VideoTaskError.js'

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
