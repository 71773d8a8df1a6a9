import type { VideoTaskMessages } from '../../core/VideoTaskMessages.js'

/** The label of making a video again, in English. */
export const tryAgainWords: Pick<VideoTaskMessages, 'tryAgain'> = {
  tryAgain: 'Try again',
}
