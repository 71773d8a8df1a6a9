import { VideoTaskError } from '../../core/errors/VideoTaskError.js'

/** Permission to show notifications; `unsupported` where the browser has none, and on a server. */
export type VideoTaskNotificationPermission = NotificationPermission | 'unsupported'

/** Reads the current permission. */
export function readPermission(): VideoTaskNotificationPermission {
  return 'Notification' in globalThis ? Notification.permission : 'unsupported'
}

/** Dispatched on the window after `requestPermission`. */
const PERMISSION_EVENT = 'video-task-permission'

/** Calls the listener when the permission may have changed; a change in the browser's settings is seen at the next `focus`. */
export function subscribeToPermission(listener: () => void): () => void {
  const types = [PERMISSION_EVENT, 'focus']
  for (const type of types) addEventListener(type, listener)
  return () => {
    for (const type of types) removeEventListener(type, listener)
  }
}

/**
 * Asks the user for permission, unless they have answered before.
 *
 * @throws {VideoTaskError} code `user_activation_required` outside of a click
 */
export async function requestPermission(): Promise<VideoTaskNotificationPermission> {
  const known = readPermission()
  if (known !== 'default') return known
  // Outside of a click some browsers deny immediately, and all do after a few requests.
  if (navigator.userActivation?.isActive === false) {
    throw new VideoTaskError('requestPermission needs a click. Call it in an onClick, before any await.', {
      code: 'user_activation_required',
    })
  }
  const answer = await Notification.requestPermission()
  dispatchEvent(new Event(PERMISSION_EVENT))
  return answer
}
