import type { VideoTaskMessages } from '../../core/VideoTaskMessages.js'

/** What progress bars say, in English. */
export const progressWords: Pick<VideoTaskMessages, 'progress' | 'timeLeft'> = {
  progress: 'Video progress',
  timeLeft: (range) => `about ${range} left`,
}
