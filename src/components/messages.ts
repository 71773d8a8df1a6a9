import type { VideoTaskState } from '../core/videoTaskState.js'

/** Every string the components show, in one place. */
export const messages = {
  state: {
    idle: 'No video yet',
    loading: 'Loading',
    queued: 'Queued',
    in_progress: 'Rendering',
    completed: 'Ready',
    failed: 'Failed',
    error: 'Failed',
    unreachable: 'No news',
    stalled: 'No news',
  } satisfies Record<VideoTaskState, string>,
  untitled: 'Video',
  progress: 'Video progress',
  failed: 'This video could not be made.',
  unreachable: 'The latest state could not be learnt.',
  unreachableRetrying: 'The latest state could not be learnt. Trying again.',
  stalled: 'Nothing has changed for a long time, so watching has paused.',
  expired: 'This link has expired, or the video cannot be played here.',
  requestId: 'Request',
  checkAgain: 'Check again',
  tryAgain: 'Try again',
  getNewLink: 'Get a new one',
  download: 'Download',
}
