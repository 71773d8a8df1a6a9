import type { VideoTaskMessages } from '../../core/VideoTaskMessages.js'

/** What the videos of a page are called, in English. */
export const titleWords: Pick<VideoTaskMessages, 'untitled'> = {
  untitled: 'Video',
}
