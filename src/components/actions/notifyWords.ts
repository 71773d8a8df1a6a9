import type { VideoTaskMessages } from '../../core/VideoTaskMessages.js'

/** What the switch of notifications says, in English. */
export const notifyWords: Pick<VideoTaskMessages, 'notifyMe' | 'notifyDenied'> = {
  notifyMe: 'Tell me when it is done',
  notifyDenied: 'Notifications are blocked in this browser',
}
