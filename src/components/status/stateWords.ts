import type { VideoTaskMessages } from '../../core/VideoTaskMessages.js'

/** Where a watch stands, in English. */
export const stateWords: Pick<VideoTaskMessages, 'state'> = {
  state: {
    idle: 'No video yet',
    loading: 'Loading',
    queued: 'Queued',
    in_progress: 'Rendering',
    completed: 'Ready',
    expired: 'Expired',
    failed: 'Failed',
    error: 'Failed',
    unreachable: 'No news',
    stalled: 'No news',
  },
}
