import type { VideoTaskMessages } from '../../core/VideoTaskMessages.js'

/** What a screen reader says at milestones, in English. */
export const spokenWords: Pick<VideoTaskMessages, 'spoken'> = {
  spoken: {
    started: (title) => `${title}: rendering has started.`,
    progress: (title, percent) => `${title}: ${percent}.`,
    completed: (title) => `${title}: the video is ready.`,
    failed: (title) => `${title}: the video could not be made.`,
  },
}
