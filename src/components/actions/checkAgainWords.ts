import type { VideoTaskMessages } from '../../core/VideoTaskMessages.js'

/** The labels of asking anew, in English. */
export const checkAgainWords: Pick<VideoTaskMessages, 'checkAgain' | 'getNewLink'> = {
  checkAgain: 'Check again',
  getNewLink: 'Get a new one',
}
