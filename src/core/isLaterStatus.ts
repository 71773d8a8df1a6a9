import type { VideoTaskStatus } from './VideoTask.js'

const ORDER: Record<VideoTaskStatus, number> = {
  queued: 0,
  in_progress: 1,
  completed: 2,
  failed: 2,
  error: 2,
}

/** Whether a word is one of the documented statuses. */
export function isStatus(word: unknown): word is VideoTaskStatus {
  return typeof word === 'string' && Object.hasOwn(ORDER, word)
}

/** Whether a status comes after another in a task's life; nothing comes after an end, and anything after none. */
export function isLaterStatus(status: VideoTaskStatus, than: VideoTaskStatus | undefined): boolean {
  return than === undefined || ORDER[status] > ORDER[than]
}
