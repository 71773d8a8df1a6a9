import type { VideoTaskMessages } from '../../core/VideoTaskMessages.js'

/** The name of the steps, in English. */
export const stepsWords: Pick<VideoTaskMessages, 'steps'> = {
  steps: 'Steps',
}
